"""Start streams on several calls at once, over one client.

TELNYX_API_KEY=... python examples/start_stream_async.py ACCOUNT_SID wss://example.com CALL_SID...
"""

import asyncio
from argparse import ArgumentParser

from generated_client import APIError, AsyncTelnyx


async def start(client: AsyncTelnyx, account_sid: str, call_sid: str, url: str) -> str:
    """Start the stream of one call, and say in a line what came of it.

    Errors are caught here: one that left a task could cancel the others, and whether a cancelled
    call has started its stream, nobody knows.
    """
    try:
        stream = await client.texml.accounts.calls.streams_json(
            call_sid, account_sid=account_sid, url=url
        )
    except APIError as error:
        return f"{call_sid}: {error}"
    return f"{call_sid}: {stream.sid}"


async def main() -> None:
    """Start all streams, and print a line for each call."""
    parser = ArgumentParser(description="Start streams on several live calls.")
    parser.add_argument("account_sid", help="the account that the calls belong to")
    parser.add_argument("url", help="the WebSocket server to stream to")
    parser.add_argument("call_sids", nargs="+", metavar="call_sid", help="a call")
    arguments = parser.parse_args()

    async with AsyncTelnyx() as client:
        lines = await asyncio.gather(
            *(
                start(client, arguments.account_sid, call_sid, arguments.url)
                for call_sid in arguments.call_sids
            )
        )
    print(*lines, sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
