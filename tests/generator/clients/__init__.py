"""Generated clients, imported and called."""
