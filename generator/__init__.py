"""Generates a typed Python client from an OpenAPI document.

    document     read YAML or JSON (reading), follow references out of it (bundle)
    parse        check its shape, with openapi-python-client's model of the standard
    operations   what is sent and what comes back: parameters, bodies, answers, security
    schemas      what a value is: models, value sets, plain values (kinds)
    left_out     what a client has no use for, and is told
    views        finished strings, booleans and lists, for templates that only lay them out
    render       templates -> files
    output       format the files and swap them into place
    diff         what changed between two documents, for users of their clients
    watch        generate whenever something changes, each time in a fresh process (runs)

Decisions are made here, layout in ``templates/``, behaviour in ``runtime/``.
"""
