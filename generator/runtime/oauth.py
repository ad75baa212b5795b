# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""OAuth 2.0 client credentials: tokens that are fetched, and renewed before they expire (RFC 6749).

A token is fetched through the same httpx client as the calls, so proxies and tracers see that too.
Calls that begin at the same time without a token may fetch one each.
"""

import json
import re
from base64 import b64encode
from collections.abc import AsyncGenerator, Generator, Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import httpx

from .credentials import Scheme, bearer
from .decoding import is_object
from .errors import MissingCredentialsError
from .retries import Progress
from .settings import checked_base_url

_MARGIN = 30.0  # seconds before its end at which a token is renewed
_TOKEN = re.compile(r"[!-~]+")
_ERROR = re.compile(r"[a-z_]{1,40}")


def client_credentials(
    name: str, variables: tuple[str, str, str], token_url: str, scopes: tuple[str, ...]
) -> Scheme:
    """Describe a bearer token that is passed, or fetched with an id and a secret.

    Args:
        name: The scheme.
        variables: The environment variables of the token, the id and the secret.
        token_url: Where tokens are fetched; it may be relative to the base URL.
        scopes: What the token is for.
    """
    scheme = bearer(name, "api_key", variables[0])
    parts = {"client_id": variables[1], "client_secret": variables[2]}

    def auth(values: Mapping[str, str], base_url: httpx.URL, *, allow_http: bool) -> httpx.Auth:
        url = urljoin(str(base_url), token_url)
        return ClientCredentials(
            checked_base_url(url, allow_http=allow_http),
            values["client_id"],
            values["client_secret"],
            scopes,
        )

    return scheme._replace(auth_arguments=parts, auth=auth)


class ClientCredentials(httpx.Auth):
    """Sends a token with each request, after fetching it where there is none, or an old one."""

    def __init__(
        self, url: httpx.URL, client_id: str, client_secret: str, scopes: tuple[str, ...]
    ) -> None:
        """Fetch nothing yet."""
        user = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"  # RFC 6749, 2.3.1
        self._url = url
        self._basic = f"Basic {b64encode(user.encode()).decode()}"
        self._secret = client_secret
        scope = {"scope": " ".join(scopes)} if scopes else {}
        self._content = urlencode({"grant_type": "client_credentials", **scope}).encode()
        self._token: str | None = None
        self._renewed_at = 0.0

    @property
    def secrets(self) -> list[str]:
        """What must not be shown anywhere."""
        return [each for each in (self._secret, self._basic, self._token) if each]

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Fetch a token if that is needed, then send the request."""
        if self._is_needed():
            response = yield self._token_request(request)
            response.read()
            self._keep(response)
        response = yield self._with_token(request)
        self._check(response)

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Do the same, awaited."""
        if self._is_needed():
            response = yield self._token_request(request)
            await response.aread()
            self._keep(response)
        response = yield self._with_token(request)
        self._check(response)

    def _is_needed(self) -> bool:
        return self._token is None or monotonic() > self._renewed_at

    def _token_request(self, request: httpx.Request) -> httpx.Request:
        """Build the request for a token; it has the time limits of the request that needs it."""
        progress = _progress(request)
        progress.stage = "connecting"  # if this fails, nothing of the request itself was sent
        own = Progress(deadline=progress.deadline)
        return httpx.Request(
            "POST",
            self._url,
            headers={
                "Authorization": self._basic,
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            content=self._content,
            extensions={
                "timeout": request.extensions.get("timeout", {}),
                "progress": own,
                "is_for_token": True,
            },
        )

    def _with_token(self, request: httpx.Request) -> httpx.Request:
        _progress(request).stage = None
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _keep(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            text = f"the token URL responded {status}"
            raise httpx.ConnectError(text, request=response.request)
        body = _object(response.content)
        token, lifetime = body.get("access_token"), body.get("expires_in")
        is_bearer = str(body.get("token_type", "bearer")).lower() == "bearer"
        if status != HTTPStatus.OK or not is_bearer or not _is_token(token):
            code = body.get("error")
            reason = f" {code}" if isinstance(code, str) and _ERROR.fullmatch(code) else ""
            raise MissingCredentialsError(
                f"no token: the token URL responded {status}{reason}, not a bearer token"
            )
        self._token, seconds = token, _seconds(lifetime)
        self._renewed_at = monotonic() + seconds - min(_MARGIN, seconds / 10)

    def _check(self, response: httpx.Response) -> None:
        """Forget a token that was refused: the next call fetches another."""
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            self._token = None


def _progress(request: httpx.Request) -> Progress:
    found = request.extensions.get("progress")
    return found if isinstance(found, Progress) else Progress()


def _object(content: bytes) -> dict[str, Any]:
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if is_object(found) else {}


def _is_token(token: object) -> bool:
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def _seconds(lifetime: Any) -> float:
    """Return how long a token lives: without an end, until it is refused."""
    try:
        return max(float(lifetime), 0.0)
    except (TypeError, ValueError):
        return float("inf")
