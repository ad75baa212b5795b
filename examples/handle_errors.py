"""Start a stream, with an exit code for every way in which that can end.

    0    a stream was started; its id is printed
    1    none was started; it is safe to run this again
    2    the arguments are wrong; nothing was sent
    3    one may be running: look before you start another

TELNYX_API_KEY=... python examples/handle_errors.py ACCOUNT_SID CALL_SID wss://example.com/media
"""

import sys
from argparse import ArgumentParser

from generated_client import (
    APIError,
    APIResponseValidationError,
    RateLimitError,
    Telnyx,
    UnprocessableEntityError,
)

STARTED, NOT_STARTED, UNKNOWN = 0, 1, 3  # argparse exits with 2
CALL_HAS_ENDED = "90018"  # a code of Telnyx; the message that comes with it may change


def start(client: Telnyx, account_sid: str, call_sid: str, url: str) -> int:
    """Start a stream once; return the exit code."""
    try:
        stream = client.texml.accounts.calls.streams_json(
            call_sid, account_sid=account_sid, url=url
        )
    except RateLimitError as error:
        print("too many requests; seconds to wait:", error.retry_after, file=sys.stderr)
        return NOT_STARTED
    except UnprocessableEntityError as error:
        ended = any(entry.code == CALL_HAS_ENDED for entry in error.errors)
        print("the call has ended" if ended else error, file=sys.stderr)
        return NOT_STARTED
    except APIResponseValidationError as error:
        # A success that is not what the spec says: the id may be in it, so all of it is kept.
        print(error, error.response.text, sep="\n", file=sys.stderr)
        return UNKNOWN
    except APIError as error:
        print(error, file=sys.stderr)
        return UNKNOWN if error.may_have_executed else NOT_STARTED
    # The id can be missing, for the spec promises no field; all that came is in raw.
    print(stream.sid or stream.raw)
    return STARTED


def main() -> int:
    """Read the command line and start one stream."""
    parser = ArgumentParser(description="Start a stream and print how that ended.")
    parser.add_argument("account_sid", help="the account that the call belongs to")
    parser.add_argument("call_sid", help="the call")
    parser.add_argument("url", help="the WebSocket server to stream to")
    arguments = parser.parse_args()

    with Telnyx() as client:
        return start(client, arguments.account_sid, arguments.call_sid, arguments.url)


if __name__ == "__main__":
    sys.exit(main())
