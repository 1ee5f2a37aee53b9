"""The query page: the editor, what it completes, and the engine that answers without a server."""
