"""From an API to the files of its client: names, views, text, disk."""
