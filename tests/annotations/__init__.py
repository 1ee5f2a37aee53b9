"""Complete annotations of mentions in two documents, made by readers; offsets only into documents we do not ship."""
