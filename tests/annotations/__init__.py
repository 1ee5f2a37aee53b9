"""Complete annotations of mentions in five documents, made by readers; offsets only into documents we do not ship."""
