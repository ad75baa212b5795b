# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The runtime of a generated client: sending, retrying, decoding, errors.

Ordinary Python without a word about any one API. It is written, tested and type-checked here, and
copied byte for byte into the ``_runtime`` package of every client that is generated.

    sync_client   the drivers, where requests are sent and responses read;  async_client
    base_client   what they have in common;  settings, credentials
    resources     how operations become methods
    operations    what an operation is, and what one call of it sends
    parameters    arguments -> path, query, headers;  styles;  bodies, files, multipart
    exchange      one call, from its first attempt to its result or its error
    retries       when a request is sent again, and whether the server may have acted on it
    transport     the stack of connections;  connection: one of them;  their async twins
    responses     status, headers and body, read with a limit;  inflating
    decoders      from a response to what a call returns;  raw_response, streaming
    decoding      JSON -> models, forgiving;  converters, unions
    writing       models -> JSON
    errors        everything that can go wrong;  redaction: what they and logs do not show
"""
