"""What may go into an error: answers and causes without keys, cookies and queries."""

from collections.abc import Iterable, Mapping

import httpx

from .answers import Answer
from .logs import REDACTED, SECRET_HEADERS, redacted_headers, without_queries
from .retries import chain

_SHORTEST_KEY = 8  # characters; what is shorter would be found in any text


def redacted_answer(answer: Answer, sent: Mapping[str, str], secret: Iterable[str]) -> Answer:
    """Copy an answer without cookies, and without the keys where the server sends them back.

    Args:
        answer: The answer.
        sent: The headers of the request, names in lower case.
        secret: Names of headers that are secret, besides the usual ones.
    """
    hidden = SECRET_HEADERS.union(secret)
    body = answer.body
    for value in [value for name, value in sent.items() if name in hidden and value]:
        for key in (value, value.split()[-1]):  # with "Bearer" before it, and alone
            if len(key) >= _SHORTEST_KEY:
                body = body.replace(key.encode(), REDACTED.encode())
    # As bytes, because httpx takes text only where it is ASCII.
    headers = [
        (name.encode(), value.encode()) for name, value in redacted_headers(answer.headers, hidden)
    ]
    return answer._replace(headers=httpx.Headers(headers), body=body)


def redacted_error(error: Exception) -> Exception:
    """Give an error, or one of its kind if it or what led to it names a URL with its query."""
    texts = [str(link) for link in chain(error)]
    if texts == [without_queries(text) for text in texts]:
        return error
    kind = type(error) if isinstance(error, httpx.RequestError) else httpx.TransportError
    return kind(without_queries(texts[0]))
