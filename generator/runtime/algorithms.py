# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The algorithms of signatures: HMAC from the standard library, Ed25519 from cryptography.

Signatures are compared in constant time. The package cryptography is imported when it is first
needed: it is an extra of the client.
"""

import hmac
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

from attrs import frozen

Algorithm = Literal["ed25519", "hmac-sha256"]


@frozen
class Implementation:
    """How signatures are made and verified."""

    verifier: Callable[[bytes], Callable[[bytes, bytes], bool]]
    """From the key to what returns whether a signature fits a content."""

    sign: Callable[[bytes, bytes], bytes]
    """From key and content to a signature."""

    key_length: int | None = None
    """How many bytes a key has, if that is fixed."""


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, "sha256")


def _hmac_verifier(key: bytes) -> Callable[[bytes, bytes], bool]:
    return lambda signature, content: hmac.compare_digest(_hmac(key, content), signature)


def _ed25519(key: bytes, content: bytes) -> bytes:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise _not_installed() from None
    return Ed25519PrivateKey.from_private_bytes(key).sign(content)


@lru_cache(maxsize=8)  # public keys: they are no secret
def _ed25519_verifier(key: bytes) -> Callable[[bytes, bytes], bool]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise _not_installed() from None
    public_key = Ed25519PublicKey.from_public_bytes(key)

    def fits(signature: bytes, content: bytes) -> bool:
        try:
            public_key.verify(signature, content)
        except InvalidSignature:
            return False
        return True

    return fits


def _not_installed() -> ImportError:
    return ImportError(
        "Ed25519 signatures need the package cryptography: install this client with its extra"
        " [webhooks], or cryptography itself"
    )


IMPLEMENTATIONS: Mapping[Algorithm, Implementation] = {
    "ed25519": Implementation(_ed25519_verifier, _ed25519, key_length=32),
    "hmac-sha256": Implementation(_hmac_verifier, _hmac),
}
