"""What may go into an error: answers and causes without keys, cookies and queries."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress

import httpx

from .answers import Answer
from .config import Config
from .logs import REDACTED, SECRET_HEADERS, redacted_headers, without_queries
from .retries import chain

_SHORTEST_KEY = 8  # characters; what is shorter would be found in any text


def redacted_answer(answer: Answer, sent: Mapping[str, str], config: Config) -> Answer:
    """Copy an answer without cookies, and without the keys where the server sends them back.

    Args:
        answer: The answer.
        sent: The headers of the request, names in lower case.
        config: The client's settings, with its keys.
    """
    hidden = SECRET_HEADERS.union(config.secret_headers)
    secrets = [value for name, value in sent.items() if name in hidden]
    secrets += [key.value for key in config.credentials if key.value]
    written = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
    body = answer.body
    for form in written:
        body = body.replace(form.encode(), REDACTED.encode())
    headers: list[tuple[bytes, bytes]] = []
    for name, value in redacted_headers(answer.headers, hidden):
        for form in written:
            value = value.replace(form, REDACTED)  # noqa: PLW2901 - one key after the other
        headers.append((name.encode(), value.encode()))  # httpx takes text only where it is ASCII
    return answer._replace(headers=httpx.Headers(headers), body=body)


def _forms(secret: str) -> Iterator[str]:
    """Give the ways in which a server may write a key: alone, and escaped as in JSON."""
    for key in (secret, secret.rsplit(maxsplit=1)[-1] if secret.split() else ""):  # after "Bearer"
        if len(key) >= _SHORTEST_KEY:
            escaped = json.dumps(key)[1:-1]
            yield from (key, escaped, escaped.replace("/", "\\/"))


def redacted_error(error: Exception) -> Exception:
    """Give an error, or one of its kind if it or what led to it names a URL with its query."""
    texts = [str(link) for link in chain(error)]
    if texts == [without_queries(text) for text in texts]:
        return error
    text = without_queries(texts[0])
    if isinstance(error, httpx.RequestError):
        with suppress(TypeError):  # a caller's own class may take other arguments
            return type(error)(text)
    return httpx.TransportError(text)
