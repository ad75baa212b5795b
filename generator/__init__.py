"""Generates a typed Python client from an OpenAPI document.

    document   read YAML or JSON
    parse      check its shape, with openapi-python-client's model of the standard
    kinds      what a schema means in Python
    views      finished strings, booleans and lists, for templates that only lay them out
    render     templates -> files
    output     format the files and swap them into place

Decisions are made here, layout in ``templates/``, behaviour in ``runtime/``.
"""
