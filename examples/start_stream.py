"""Start streaming the audio of a live call, and print the id of the stream.

TELNYX_API_KEY=... python examples/start_stream.py ACCOUNT_SID CALL_SID wss://example.com/media
"""

import sys
from argparse import ArgumentParser

from generated_client import APIResponseValidationError, Telnyx


def main() -> None:
    """Start one stream, of both sides of the call."""
    parser = ArgumentParser(description="Start streaming the audio of a live call.")
    parser.add_argument("account_sid", help="the account that the call belongs to")
    parser.add_argument("call_sid", help="the call")
    parser.add_argument("url", help="the WebSocket server to stream to")
    arguments = parser.parse_args()

    with Telnyx() as client:
        try:
            stream = client.texml.accounts.calls.streams_json(
                arguments.call_sid,
                account_sid=arguments.account_sid,
                url=arguments.url,
                track="both_tracks",
            )
        except APIResponseValidationError as error:
            # A success that is not what the spec says: the id may be in it.
            print(error.response.text, file=sys.stderr)
            raise
    # The id can be missing, for the spec promises no field; all that came is in raw.
    print(stream.sid or stream.raw)


if __name__ == "__main__":
    main()
