"""Views: all that a template needs to know, as finished strings, booleans and lists.

One view for each template. Text of the document enters a view only as a literal or as a
docstring (`..literals`), so that templates cannot get it wrong.
"""
