"""From a canonical, validated OpenAPI document to what the API is.

api            the whole: operations, security, address
operations     which members of a path item are operations
parameters     ... bodies, responses, media_types: what is sent and returned
schemas        types: models, enums, arrays, ...; scalars: those without parts
discriminators which variant of a union an object is
resolver       a schema with its references followed and its parts composed (compose)
extensions     the ``x-sdk-*`` keywords
unsupported    what is described and not generated: a warning for each
"""

from .api import lower

__all__ = ["lower"]
