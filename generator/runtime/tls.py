# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The TLS context that the connections of one client share."""

import ssl
from os import R_OK, access, environ, getpid
from threading import Lock
from typing import cast

import httpx


class Tls:
    """The TLS context of a client, built for its first https connection: it takes a while."""

    def __init__(self) -> None:
        """Look whether the files that the environment names are there, and build nothing yet.

        Raises:
            ValueError: They are not.
        """
        self._context: ssl.SSLContext | None = None
        self._locks: dict[int, Lock] = {}  # by process: one held during a fork stays locked there
        file, folder = environ.get("SSL_CERT_FILE"), environ.get("SSL_CERT_DIR")
        if (file and not access(file, R_OK)) or (folder and not file and not access(folder, R_OK)):
            raise _unusable_certificates("there is no such file")

    def context(self) -> ssl.SSLContext:
        """Return the context; raises ValueError where the certificates cannot be used."""
        if self._context is None:
            with self._locks.setdefault(getpid(), Lock()):
                self._build()
        return cast("ssl.SSLContext", self._context)

    def _build(self) -> None:
        if self._context is None:  # another thread may have built it by now
            try:
                self._context = httpx.create_ssl_context()
            except OSError as error:
                raise _unusable_certificates(error.strerror or "no certificates") from None


def _unusable_certificates(reason: str) -> ValueError:
    return ValueError(
        f"what SSL_CERT_FILE or SSL_CERT_DIR names cannot be read ({reason}): correct or unset it"
    )
