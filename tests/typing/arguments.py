"""What calls and clients take."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import httpx

from generated_client import UNSET, AsyncTelnyx, Telnyx
from generated_client.models import StreamTrack


def accepted(client: Telnyx, track: StreamTrack | None) -> None:
    """Every documented argument, and the options that all calls have."""
    client.texml.accounts.calls.streams_json(call_sid="c", account_sid="a")
    client.texml.accounts.calls.streams_json(
        "c",
        account_sid="a",
        url="wss://example.com/media",
        track=track,
        name=None,
        bidirectional_mode="rtp",
        bidirectional_codec="G722",
        status_callback="https://example.com/status",
        status_callback_method="GET",
        extra_headers={"x-trace": "1"},
        extra_query={"page": 1},
        extra_body={"Newer": True},
        timeout=httpx.Timeout(5),
    )
    client.texml.accounts.calls.streams_json("c", account_sid="a", timeout=None)
    client.texml.accounts.calls.streams_json("c", account_sid="a", timeout=UNSET)


def refused(client: Telnyx) -> None:
    """Wrong names, values, types and positions are errors, as they are without the descriptor."""
    start = client.texml.accounts.calls.streams_json
    # A misspelt value.
    start("c", account_sid="a", track="both")  # type: ignore[arg-type]
    # A value in the wrong case.
    start("c", account_sid="a", bidirectional_codec="pcmu")  # type: ignore[arg-type]
    # An unknown argument.
    start("c", account_sid="a", urll="wss://example.com")  # type: ignore[call-arg]
    # The account is given by name only: two ids in a row are easily exchanged.
    start("c", "a")  # type: ignore[call-arg]
    # The account is required.
    start("c")  # type: ignore[call-arg]
    # An id is a string.
    start(1, account_sid="a")  # type: ignore[arg-type]
    # An id is not None.
    start(None, account_sid="a")  # type: ignore[arg-type]


async def refused_async(client: AsyncTelnyx) -> None:
    """The async methods take just the same."""
    start = client.texml.accounts.calls.streams_json
    # A misspelt value.
    await start("c", account_sid="a", track="both")  # type: ignore[arg-type]
    # The account is given by name only.
    await start("c", "a")  # type: ignore[call-arg]


def settings(pool: httpx.Client, async_pool: httpx.AsyncClient) -> None:
    """The settings of a client; each kind takes its own kind of pool."""
    Telnyx(
        api_key="KEY",
        base_url=httpx.URL("https://api.telnyx.com/v2"),
        timeout=None,
        max_retries=0,
        default_headers={"x-trace": "1"},
        http_client=pool,
        strict=True,
        allow_http=False,
        max_response_size=1,
    )
    AsyncTelnyx(http_client=async_pool)
    # The key is not positional.
    Telnyx("KEY")  # type: ignore[call-arg]
    # A pool of the other kind.
    Telnyx(http_client=async_pool)  # type: ignore[arg-type]
    AsyncTelnyx(http_client=pool)  # type: ignore[arg-type]
    # The key of a client cannot be changed in a copy.
    Telnyx().with_options(api_key="OTHER")  # type: ignore[call-arg]
