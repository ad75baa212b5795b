"""Receive the status callbacks of streams, and print each once.

Pass the address of this program as `status_callback` when you start a stream. The public key is in
the Telnyx portal, under Keys & Credentials.

pip install 'telnyx-texml-streams[webhooks]' fastapi uvicorn
TELNYX_PUBLIC_KEY=... python examples/receive_status_callbacks.py --port 8000
"""

import logging
import os
import sys
from argparse import ArgumentParser

import uvicorn
from fastapi import FastAPI, Request, Response

from generated_client import WebhookPayloadError, WebhookVerificationError, events, models

app = FastAPI()
logger = logging.getLogger(__name__)
seen: set[models.StreamStatusEvent] = set()


@app.post("/stream-status")
async def stream_status(request: Request) -> Response:
    """Verify a callback; it may be a copy of an earlier one, and earlier ones may follow."""
    try:
        status = events.stream_status.unwrap(await request.body(), request.headers)
    except WebhookVerificationError:
        return Response(status_code=400)
    except WebhookPayloadError:
        # It is from Telnyx, and newer than this client: the same again would not help.
        logger.exception("a status callback was ignored")
        return Response()
    if status not in seen:  # equal if all their fields are
        seen.add(status)
        print(status.stream_sid, status.stream_event, status.stream_error or "", flush=True)
    return Response()


def main() -> int:
    """Serve until Ctrl-C."""
    parser = ArgumentParser(description="Print the status callbacks of streams.")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve at (8000)")
    port: int = parser.parse_args().port
    if not os.environ.get("TELNYX_PUBLIC_KEY"):
        print("set TELNYX_PUBLIC_KEY: nothing is accepted unverified", file=sys.stderr)
        return 2
    uvicorn.run(app, port=port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
