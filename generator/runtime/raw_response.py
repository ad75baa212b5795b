# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""A response before it is decoded: what ``with_raw_response`` returns."""

from datetime import timedelta
from typing import Generic, TypeVar

import httpx

from .exchange import Exchange
from .redaction import PACKAGE
from .responses import Response

T_co = TypeVar("T_co", covariant=True)


class RawResponse(Generic[T_co]):
    """A 2xx response; other responses raise before there is one of these.

    Attributes:
        status_code: The status, 200 to 299.
        headers: The headers as they came.
        request_id: The id that the server gave the request, or None.
        retries_taken: How many attempts came before this response.
        elapsed: From the call to the end of the response, all attempts and waits included.
    """

    __module__ = PACKAGE

    def __init__(self, exchange: Exchange[T_co], response: Response) -> None:
        """Keep the response and the way to decode it."""
        self._exchange = exchange
        self._response = response
        self.status_code = response.status
        self.headers = response.headers
        self.request_id = response.request_id
        self.retries_taken = exchange.retries_taken
        self.elapsed = timedelta(seconds=exchange.elapsed)

    def __repr__(self) -> str:
        """Show the status."""
        return f"<{type(self).__name__} {self.status_code}>"

    def parse(self) -> T_co:
        """Decode the response.

        Raises:
            APIResponseValidationError: It is not what the spec says.
        """
        return self._exchange.decode(self._response)

    @property
    def http_response(self) -> httpx.Response:
        """The response as httpx has it; its request holds no keys."""
        return self._response.as_httpx(self._exchange.redacted_request())
