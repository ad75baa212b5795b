"""What is written of an API: names, expressions, docstrings, files."""
