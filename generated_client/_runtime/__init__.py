# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The engine of a generated client: sending, retrying, decoding, errors.

Ordinary Python without a word about any one API. It is written, tested and type-checked here,
and copied byte for byte into the ``_runtime`` package of every client that is generated.

    calls         what one operation is, and what one call of it wants: values, no I/O
    encoding      parameters -> path and headers;  styles: lists and objects in them
    bodies        request bodies -> bytes and a content type;  files, multipart
    credentials   keys, and where in a request they stand
    exchange      one call from its first attempt to its result
    failures      what follows an attempt that failed;  retries: what may be sent again, and when
    sync_client   the drivers, where requests are sent and answers are read;  async_client
    requests      what is handed to httpx
    pools         where connections come from;  async_pools, aiohttp_client
    connections   the connections of an event loop;  slots: how many there may be
    answers       status, headers and body, read with a limit;  inflating
    results       from an answer to what a call gives;  raw_response
    decoding      JSON -> models, forgiving;  converters
    writing       models -> JSON
    errors        everything that can go wrong;  logs, redaction: what they do not show
    resources     how operations hang on a client
"""
