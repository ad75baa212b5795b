"""What changed between two documents, for those who call the Python client.

    OLD, NEW -> read -> what is the same thing in both -> changes -> text, JSON or Markdown

`rules` says what counts as breaking, `matching` finds what is the same thing, `surface` names
things as callers do. `keys`, `methods`, `arguments` and `models` look for changes, `report` gives
the verdict. `committed` finds the old document in git.
"""
