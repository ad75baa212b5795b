"""The answer to a call before it is decoded: what ``with_raw_response`` gives."""

from datetime import timedelta
from typing import Generic, TypeVar

import httpx

from .answers import Answer
from .exchange import Exchange

T_co = TypeVar("T_co", covariant=True)


class RawResponse(Generic[T_co]):
    """An answer of success; other answers raise before there is one of these.

    Attributes:
        status_code: The status, 200 to 299.
        headers: The headers as they came.
        request_id: The id that the server gave the request, or None.
        retries_taken: How many attempts came before this answer.
        elapsed: From the call to the end of the answer, all attempts and waits included.
    """

    def __init__(self, exchange: Exchange[T_co], answer: Answer) -> None:
        """Keep the answer and the way to decode it."""
        self._exchange = exchange
        self._answer = answer
        self.status_code = answer.status
        self.headers = answer.headers
        self.request_id = answer.request_id
        self.retries_taken = exchange.retries_taken
        self.elapsed = timedelta(seconds=exchange.elapsed)

    def __repr__(self) -> str:
        """Show the status."""
        return f"<{type(self).__name__} {self.status_code}>"

    def parse(self) -> T_co:
        """Decode the answer.

        Raises:
            APIResponseValidationError: It is not what the spec says.
        """
        return self._exchange.decode(self._answer)

    @property
    def http_response(self) -> httpx.Response:
        """The answer as httpx knows it; its request holds no credentials."""
        return self._exchange.as_httpx(self._answer)
