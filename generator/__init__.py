"""Generates a typed Python client from an OpenAPI document.

    load/       YAML or JSON -> one canonical, validated document
    lower/      document -> ir
    ir/         what the API is: no OpenAPI, no Python
    emit/       ir -> names -> views -> text -> disk
    templates/  layout, runtime/ behaviour
    diff/       what changed between two documents, for users of their clients

`pipeline` calls the rooms in turn; `cli` is the way in, `watch` runs it after each change.
Decisions are made here, layout in ``templates/``, behaviour in ``runtime/``.
"""
