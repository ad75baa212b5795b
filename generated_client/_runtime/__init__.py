"""The engine of a generated client: sending, retrying, decoding, errors.

Ordinary Python without a word about any one API. It is written, tested and type-checked here,
and copied byte for byte into the ``_runtime`` package of every client that is generated.

    calls       what one operation is, and what one call of it wants: values, no I/O
    encoding    parameters -> path, query, headers, form
    bodies      request bodies -> bytes and a content type
    exchange    one call from its first attempt to its result or error
    retries     what may be sent again, and after how long
    clients     the two drivers: where requests are sent and answers are read
    pools       where connections come from
    answers     status, headers and body, read with a limit
    decoding    answers -> models
    errors      everything that can go wrong
    resources   how operations hang on a client
"""
