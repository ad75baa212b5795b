"""Start streaming the audio of a live call, and print the id of the stream.

TELNYX_API_KEY=... python examples/start_stream.py ACCOUNT_SID CALL_SID wss://example.com/media
"""

from argparse import ArgumentParser

from generated_client import Telnyx


def main() -> None:
    """Start one stream, of both sides of the call."""
    parser = ArgumentParser(description="Start streaming the audio of a live call.")
    parser.add_argument("account_sid", help="the account that the call belongs to")
    parser.add_argument("call_sid", help="the call")
    parser.add_argument("url", help="the WebSocket server to stream to")
    arguments = parser.parse_args()

    with Telnyx() as client:
        stream = client.texml.accounts.calls.streams_json(
            arguments.call_sid,
            account_sid=arguments.account_sid,
            url=arguments.url,
            track="both_tracks",
        )
    print(stream.sid)


if __name__ == "__main__":
    main()
