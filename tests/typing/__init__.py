"""What users may write: read by type checkers, never run.

Where a line must be an error, it says so with an ignore comment, and that comment is an error
itself where the line is none: for mypy by its strict mode, for pyright by the setting in each file.
"""
