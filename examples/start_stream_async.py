"""Start streams on several calls at once, over one client.

A line for each call is printed as soon as it is known what came of it. After Ctrl-C, a stream may
be running on a call that has no line. The exit code is 0 if all streams were started.

TELNYX_API_KEY=... python examples/start_stream_async.py ACCOUNT_SID wss://example.com CALL_SID...
"""

import asyncio
import sys
from argparse import ArgumentParser

from generated_client import APIError, APIResponseValidationError, AsyncTelnyx


async def start(client: AsyncTelnyx, account_sid: str, call_sid: str, url: str) -> bool:
    """Start the stream of one call, print what came of it, and return whether it was started.

    Errors are caught here: one that left a task could cancel the others, and whether a cancelled
    call has started its stream, nobody knows.
    """
    outcome: object
    started = False
    try:
        stream = await client.texml.accounts.calls.streams_json(
            call_sid, account_sid=account_sid, url=url
        )
    except APIResponseValidationError as error:  # the id may be in the response
        outcome = f"{error}: {error.response.text}"
    except (APIError, ValueError) as error:  # a ValueError: an argument that cannot be sent
        outcome = error
    else:
        outcome, started = stream.sid or stream.raw, True
    print(f"{call_sid}: {outcome}", flush=True)
    return started


async def main() -> int:
    """Start all streams, and return the exit code."""
    parser = ArgumentParser(description="Start streams on several live calls.")
    parser.add_argument("account_sid", help="the account that the calls belong to")
    parser.add_argument("url", help="the WebSocket server to stream to")
    parser.add_argument("call_sids", nargs="+", metavar="call_sid", help="a call")
    arguments = parser.parse_args()
    if len(set(arguments.call_sids)) < len(arguments.call_sids):
        parser.error("a call is listed twice: it would be billed for two streams")

    async with AsyncTelnyx() as client:
        started = await asyncio.gather(
            *(
                start(client, arguments.account_sid, call_sid, arguments.url)
                for call_sid in arguments.call_sids
            )
        )
    return 0 if all(started) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
