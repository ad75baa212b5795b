"""What is wrong with a bot, found by watching it: what it did, what follows, how to fix it.

All findings are in one table. Where the vendor's documents do not say what it does, the table says
what is likely, and a quirk may change it.
"""

from typing import Final

from attrs import define, frozen


@frozen(kw_only=True)
class Advice:
    """What there is to say of a finding, whatever the occasion.

    Attributes:
        what: What was done, as a sentence.
        vendor: What Telnyx does then.
        heard: What the person on the telephone hears.
        fix: What to do about it.
    """

    what: str
    vendor: str
    heard: str
    fix: str


_NO_STREAM: Final = "The call goes on without your bot: silence."
_ONE_CHUNK: Final = "A gap where this chunk should have been."

ADVICE: Final[dict[str, Advice]] = {
    "authentication": Advice(
        what="A request came without a usable API key.",
        vendor="Returns 401 with code 10009 and starts nothing.",
        heard=_NO_STREAM,
        fix="Send the header `Authorization: Bearer KEY`; there is no Basic authentication.",
    ),
    "not-a-form": Advice(
        what="The body of a request was not form-urlencoded.",
        vendor="Documents forms only. Its own SDKs send JSON, which it may accept.",
        heard="If it is refused, " + _NO_STREAM[0].lower() + _NO_STREAM[1:],
        fix="Send application/x-www-form-urlencoded, or try json_bodies='accepted' in Quirks.",
    ),
    "unknown-field": Advice(
        what="A request had a field that the operation does not know.",
        vendor="Ignores it.",
        heard="Whatever the field was meant to change stays as it is.",
        fix="Compare the field with the reference: other operations have other fields.",
    ),
    "wrong-case": Advice(
        what="A field was written in the wrong case.",
        vendor="Ignores it: names of fields are case-sensitive.",
        heard="Without `Url`, silence; else whatever the field was meant to change stays as it is.",
        fix="Write fields in PascalCase: `Url`, `Track`, `BidirectionalMode`.",
    ),
    "wrong-value": Advice(
        what="A field had a value that it cannot have.",
        vendor="Returns 422 with code 10032 and starts nothing.",
        heard=_NO_STREAM,
        fix="Use one of the values that the reference lists; case matters.",
    ),
    "missing-url": Advice(
        what="A stream was started without `Url`.",
        vendor="Returns code 10004: there is nothing to dial.",
        heard=_NO_STREAM,
        fix="Send the address of your WebSocket server as `Url`.",
    ),
    "url-not-dialable": Advice(
        what="`Url` is not the address of a WebSocket server.",
        vendor="Cannot dial it: no stream, and a status callback stream-error.",
        heard=_NO_STREAM,
        fix="Use wss://HOST/PATH (ws:// is possible), of at most 2,000 characters.",
    ),
    "unknown-call": Advice(
        what="A request named an account, a call or a stream that is not there.",
        vendor="Returns 404 with code 10005.",
        heard=_NO_STREAM,
        fix="Use the account's id (organization_id) and the call control id of a live call.",
    ),
    "codec-without-rtp": Advice(
        what="`BidirectionalCodec` was set without `BidirectionalMode=rtp`.",
        vendor="Ignores the codec, and expects MP3 files.",
        heard="Nothing of the raw audio that your server sends.",
        fix="Send `BidirectionalMode=rtp` as well.",
    ),
    "second-stream": Advice(
        what="A second stream was started on a call that had one.",
        vendor="Documents one stream a call. It may refuse the second, or run and bill both.",
        heard="Perhaps two bots at once.",
        fix="Do not repeat a start whose outcome is unknown; stop the first stream, or use it.",
    ),
    "socket-refused": Advice(
        what="Your WebSocket server could not be reached, or refused the handshake.",
        vendor="Ends the stream and sends a status callback stream-error, connection_failed.",
        heard=_NO_STREAM,
        fix="Check address, path and TLS certificate; accept the handshake with 101.",
    ),
    "socket-silent": Advice(
        what="Your WebSocket server took the connection and never responded to the handshake.",
        vendor="Gives up after some seconds, as if the connection had been refused.",
        heard=_NO_STREAM,
        fix="Respond to the handshake before loading models or opening other connections.",
    ),
    "socket-lost": Advice(
        what="Your server closed the socket abnormally while the call went on.",
        vendor="Ends the stream, or dials again: then a second `start` frame comes.",
        heard="The bot falls silent in the middle of the call.",
        fix="Look for an exception in your handler; close with code 1000 to end a stream.",
    ),
    "slow-reader": Advice(
        what="Your server did not read its socket for more than a second.",
        vendor="Cannot send; frames are late or lost.",
        heard="Late responses to what was said.",
        fix="Read in a task of its own; never wait for a model between two reads.",
    ),
    "malformed-frame": Advice(
        what="A frame could not be read.",
        vendor="Sends an error frame, code 100003.",
        heard="Nothing of this frame.",
        fix='Send JSON objects as text: {"event": "media", "media": {"payload": "..."}}.',
    ),
    "unknown-event": Advice(
        what="A frame had an event that servers cannot send.",
        vendor="Sends an error frame, code 100003.",
        heard="Nothing of this frame.",
        fix="Send `media`, `mark` and `clear` only; close the socket to end a stream.",
    ),
    "bad-base64": Advice(
        what="The payload of a media frame was not base64.",
        vendor="Sends an error frame, code 100004.",
        heard=_ONE_CHUNK,
        fix="Encode with the standard alphabet and padding, without line breaks or `data:` URLs.",
    ),
    "raw-audio-in-mp3-mode": Advice(
        what="Raw audio was sent in mp3 mode, which is the default.",
        vendor="Takes it for a broken MP3 file and does not play it.",
        heard="Nothing of what your bot says.",
        fix="Start the stream with `BidirectionalMode=rtp`, and a codec if it is not PCMU.",
    ),
    "mp3-in-rtp-mode": Advice(
        what="An MP3 file was sent in rtp mode.",
        vendor="Plays its bytes as if they were raw audio.",
        heard="Loud noise.",
        fix="Send raw audio in the codec of the stream, or start it with `BidirectionalMode=mp3`.",
    ),
    "wav-in-rtp-mode": Advice(
        what="A WAV file with its header was sent.",
        vendor="Plays header and samples as if they were audio in the codec of the stream.",
        heard="A click; loud noise if the samples are 16-bit.",
        fix="Strip the header and encode the samples as PCMU or PCMA.",
    ),
    "mp3-too-often": Advice(
        what="MP3 files came faster than one a second.",
        vendor="Sends an error frame, code 100005, and drops the file.",
        heard="Parts of what your bot says are missing.",
        fix="Send longer files, one a second at most; they are queued.",
    ),
    "chunk-too-short": Advice(
        what="A chunk of audio was shorter than 20 ms.",
        vendor="Documents at least 20 ms; it may play or drop shorter ones.",
        heard="Perhaps clicks, or words without their end.",
        fix="Collect 20 ms (160 bytes) before sending, and pad the last chunk with silence.",
    ),
    "chunk-too-long": Advice(
        what="A chunk of audio was longer than 30 s.",
        vendor="Documents at most 30 s; it may drop longer ones.",
        heard=_ONE_CHUNK,
        fix="Split audio into chunks of at most 30 s (240,000 bytes).",
    ),
    "callback-failed": Advice(
        what="Your server did not accept a status callback.",
        vendor="Sends it again a few times, then gives up.",
        heard="Nothing; but your server does not know the state of the stream.",
        fix="Respond to any valid status callback with 200 within two seconds; work afterwards.",
    ),
    "forged-callback-accepted": Advice(
        what="Your server accepted a status callback with a wrong signature.",
        vendor="Never sent it: anybody can.",
        heard="Whatever your server does when it believes that a stream has ended.",
        fix="Verify telnyx-signature-ed25519 over the raw body before reading it; reply with 400.",
    ),
    "old-callback-accepted": Advice(
        what="Your server accepted a status callback that was signed an hour ago.",
        vendor="Never sends it so late: somebody replays it.",
        heard="Whatever your server does when it believes it.",
        fix="Refuse timestamps (telnyx-timestamp) that are more than 300 s from now.",
    ),
}


@define
class Finding:
    """One thing that is wrong.

    Attributes:
        code: Its key in ``ADVICE``.
        detail: What was seen the first time.
        call_sid: The call it is about, if any.
        stream_sid: The stream it is about, if any.
        count: How often it was seen.
    """

    code: str
    detail: str = ""
    call_sid: str | None = None
    stream_sid: str | None = None
    count: int = 1

    @property
    def advice(self) -> Advice:
        """What follows, and how to fix it."""
        return ADVICE[self.code]

    def __str__(self) -> str:
        """Say it all in a few lines."""
        times = f" ({self.count} times)" if self.count > 1 else ""
        return "\n".join(
            [
                f"{self.code}{times}: {self.advice.what}",
                *([f"    Seen:    {self.detail}"] if self.detail else []),
                f"    Telnyx:  {self.advice.vendor}",
                f"    Caller:  {self.advice.heard}",
                f"    Fix:     {self.advice.fix}",
            ]
        )
