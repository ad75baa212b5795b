"""Stream the audio of a call for as long as a block of code runs.

The stream is stopped when the block ends, also by an error. Copy `streaming` into your program.

TELNYX_API_KEY=... python examples/stream_for_a_block.py ACCOUNT_SID CALL_SID wss://example.com/media
"""

from argparse import ArgumentParser
from collections.abc import Generator
from contextlib import contextmanager

from generated_client import APIStatusError, NotFoundError, Telnyx, models

CALL_HAS_ENDED = "90018"  # a code of Telnyx


@contextmanager
def streaming(
    client: Telnyx,
    call_sid: str,
    *,
    account_sid: str,
    url: str,
    bidirectional_mode: models.BidirectionalMode | None = None,
) -> Generator[models.CallStream]:
    """Start a stream, and stop it when the block ends; one that has ended already is fine.

    Raises:
        APIError: Starting or stopping failed. If the block has raised an error too, that one is
            the ``__context__`` of this.
        ValueError: The response has no id, so the stream could not be stopped: it ends with the
            call. The block is not run; the message has all that arrived.
    """
    calls = client.texml.accounts.calls
    stream = calls.streams_json(
        call_sid, account_sid=account_sid, url=url, bidirectional_mode=bidirectional_mode
    )
    if not stream.sid:
        raise ValueError(f"a stream was started, and its id is not in the response: {stream.raw}")
    try:
        yield stream
    finally:
        try:
            calls.streams.streaming_sid_json(
                stream.sid, account_sid=account_sid, call_sid=call_sid, status="stopped"
            )
        except NotFoundError:
            pass
        except APIStatusError as error:
            if not any(entry.code == CALL_HAS_ENDED for entry in error.errors):
                raise


def main() -> None:
    """Stream until Enter is pressed."""
    parser = ArgumentParser(description="Stream the audio of a call until Enter is pressed.")
    parser.add_argument("account_sid", help="the account that the call belongs to")
    parser.add_argument("call_sid", help="the call")
    parser.add_argument("url", help="the WebSocket server to stream to")
    arguments = parser.parse_args()

    with (
        Telnyx() as client,
        streaming(
            client, arguments.call_sid, account_sid=arguments.account_sid, url=arguments.url
        ) as stream,
    ):
        input(f"streaming: {stream.sid}; press Enter to stop")


if __name__ == "__main__":
    main()
