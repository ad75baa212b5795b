"""Signatures of callbacks and webhooks: what is accepted, and what never is."""

import hmac
import sys
import traceback
from base64 import b64encode
from typing import Any

import pytest

from generated_client._runtime import algorithms
from generated_client._runtime.errors import MissingCredentialsError
from generated_client._runtime.signatures import Headers, Signature, WebhookVerificationError

PUBLIC_KEY = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
SEED = b64encode(bytes(range(32))).decode()
TIME = 1767225600
BODY = (
    b"AccountSid=11111111-2222-4333-8444-555555555555&CallSid=v3%3AexampleCallSid_-0123456789"
    b"&CallSidLegacy=v3%3AexampleCallSid_-0123456789&StreamEvent=stream-started"
    b"&StreamName=demo+stream&StreamSid=66666666-7777-4888-8999-aaaaaaaaaaaa"
    b"&Timestamp=2026-01-01T00%3A00%3A00.000000Z"
)
SIGNATURE = (
    "cHs6h1Q+UvEQQMLNsihQwZFT3TJWdRBWAdWyTcAiYc8fXuneiFxmBjkA+1N+h7WHj3Rjej+Lsg9Mx1GQQAgiDw=="
)
HEADERS = {"Telnyx-Timestamp": str(TIME), "Telnyx-Signature-Ed25519": SIGNATURE}

TELNYX = Signature(
    algorithm="ed25519",
    header="telnyx-signature-ed25519",
    encoding="base64",
    timestamp="telnyx-timestamp",
    content="{timestamp}|{body}",
    key="public_key",
    key_variable="TELNYX_PUBLIC_KEY",
    key_encoding="base64",
)
STANDARD_WEBHOOKS = Signature(
    algorithm="hmac-sha256",
    header="webhook-signature",
    encoding="base64",
    prefix="v1,",
    timestamp="webhook-timestamp",
    content="{webhook-id}.{timestamp}.{body}",
    key="webhook_secret",
    key_variable="ACME_WEBHOOK_SECRET",
    key_encoding="base64",
    key_prefix="whsec_",
)
# The example that the specification of Standard Webhooks publishes.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - published
STANDARD_BODY = b'{"test": 2432232314}'
STANDARD_HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
HEX = Signature(
    algorithm="hmac-sha256",
    header="X-Hub-Signature-256",
    encoding="hex",
    prefix="sha256=",
    content="{body}",
    key="secret",
    key_variable="HUB_SECRET",
    key_encoding="text",
)


def verify(
    signature: Signature = TELNYX,
    body: Any = BODY,
    headers: Headers = HEADERS,
    key: str | None = PUBLIC_KEY,
    now: float = TIME,
) -> None:
    """Verify the vendor's example, or a variation of it."""
    signature.verify(body, headers, key=key, now=now)


def test_the_vendors_scheme_verifies() -> None:
    """Ed25519 over the time and the raw body; names of headers in any letter case."""
    verify()
    verify(headers={name.upper(): f" {value}\t" for name, value in HEADERS.items()})


def test_the_published_example_of_standard_webhooks_verifies() -> None:
    """The id, the time and the body are signed with the decoded part of the secret."""
    now = 1614265330.0
    verify(STANDARD_WEBHOOKS, STANDARD_BODY, STANDARD_HEADERS, SECRET, now)
    verify(STANDARD_WEBHOOKS, STANDARD_BODY, STANDARD_HEADERS, SECRET[6:], now)


def test_any_one_of_several_signatures_is_enough() -> None:
    """While keys are being replaced there are two; those of other versions do not count."""
    right = STANDARD_HEADERS["webhook-signature"]
    for several in (f"v1,AAAA {right}", f"v1a,AAAA {right} v2,AAAA"):
        headers = STANDARD_HEADERS | {"webhook-signature": several}
        verify(STANDARD_WEBHOOKS, STANDARD_BODY, headers, SECRET, 1614265330)
    headers = STANDARD_HEADERS | {"webhook-signature": right.replace("v1,", "v2,")}
    with pytest.raises(WebhookVerificationError, match="has no signature"):
        verify(STANDARD_WEBHOOKS, STANDARD_BODY, headers, SECRET, 1614265330)


def test_a_signature_may_be_in_hex_and_without_a_time() -> None:
    """Then it covers the body alone, and no age is checked."""
    digest = hmac.new(b"secret", b"{}", "sha256").hexdigest()
    for written in (digest, digest.upper()):
        verify(HEX, b"{}", {"x-hub-signature-256": f"sha256={written}"}, "secret", 0)
    with pytest.raises(WebhookVerificationError):
        verify(HEX, b"{} ", {"x-hub-signature-256": f"sha256={digest}"}, "secret")


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (BODY + b"\r\n", {}),
        (BODY.replace(b"demo+stream", b"demo%20stream"), {}),
        (BODY.replace(b"started", b"stopped"), {}),
        (b"", {}),
        (BODY, {"Telnyx-Timestamp": str(TIME + 1)}),
        (BODY, {"Telnyx-Timestamp": f"0{TIME}"}),
        (BODY, {"Telnyx-Signature-Ed25519": "A" * 86 + "=="}),
        (BODY, {"Telnyx-Signature-Ed25519": "A" * 20}),
        (BODY, {"Telnyx-Signature-Ed25519": "not base64"}),
        (BODY, {"Telnyx-Signature-Ed25519": SIGNATURE[:-2]}),
        (BODY, {"Telnyx-Signature-Ed25519": SIGNATURE.encode().hex()}),
        (BODY, {"Telnyx-Signature-Ed25519": ""}),
        (BODY, {"Telnyx-Signature-Ed25519": "\u00e9" * 88}),
        (BODY, {"Telnyx-Timestamp": "\ud800"}),
        (BODY, {"telnyx-signature-ed25519": SIGNATURE}),
        (BODY, {"telnyx-timestamp": str(TIME)}),
    ],
)
def test_what_was_changed_is_refused(body: bytes, changed: dict[str, str]) -> None:
    """A byte of the body, the time or the signature; a header that is there twice."""
    with pytest.raises(WebhookVerificationError):
        verify(body=body, headers=HEADERS | changed)


@pytest.mark.parametrize("missing", list(HEADERS))
def test_what_is_not_signed_is_refused(missing: str) -> None:
    """A request without a signature, or without its time, proves nothing."""
    headers = {name: value for name, value in HEADERS.items() if name != missing}
    with pytest.raises(WebhookVerificationError, match=f"{missing.lower()} is missing"):
        verify(headers=headers)


@pytest.mark.parametrize(
    ("age", "accepted"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_an_old_request_is_refused(age: int, accepted: bool) -> None:  # noqa: FBT001 - a row
    """It may be a copy that somebody sends again; neither may it come from the future."""
    if accepted:
        verify(now=TIME + age)
    else:
        with pytest.raises(WebhookVerificationError, match="300 seconds"):
            verify(now=TIME + age)


def test_the_age_is_checked_by_the_clock() -> None:
    """The example is years away from now; what is signed now is accepted."""
    with pytest.raises(WebhookVerificationError, match="300 seconds"):
        TELNYX.verify(BODY, HEADERS, key=PUBLIC_KEY, now=None)

    headers = TELNYX.sign(BODY, SEED, now=None, headers={})

    TELNYX.verify(BODY, headers, key=PUBLIC_KEY, now=None)


def test_a_time_that_is_none_is_refused() -> None:
    """Even if it is signed."""
    headers = {"telnyx-timestamp": "2026-01-01"}
    signed = Signature(
        algorithm="hmac-sha256",
        header="signature",
        encoding="hex",
        timestamp="time",
        content="{time}{body}",
        key="secret",
        key_variable="SECRET",
        key_encoding="text",
    )
    digest = hmac.new(b"key", b"2026-01-01", "sha256").hexdigest()
    headers = {"time": "2026-01-01", "signature": digest}
    with pytest.raises(WebhookVerificationError, match="time is not a time in Unix seconds"):
        signed.verify(b"", headers, key="key", now=TIME)


@pytest.mark.parametrize("body", ["text", {"a": 1}, bytearray(BODY), None])
def test_a_body_that_is_not_as_it_arrived_is_a_type_error(body: Any) -> None:
    """What was decoded or parsed cannot be turned back into the bytes that were signed."""
    with pytest.raises(TypeError, match="the bytes that arrived"):
        verify(body=body)
    with pytest.raises(TypeError, match="the bytes that arrived"):
        TELNYX.sign(body, SEED, now=TIME, headers={})


def test_the_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is passed wins; a line break behind it does not matter."""
    monkeypatch.setenv("TELNYX_PUBLIC_KEY", f"{PUBLIC_KEY}\n")
    verify(key=None)
    with pytest.raises(WebhookVerificationError):
        verify(key=SEED)


@pytest.mark.parametrize("key", [None, "", " "])
def test_without_a_key_nothing_is_accepted(key: str | None) -> None:
    """The error names the argument and the variable."""
    with pytest.raises(MissingCredentialsError, match=r"no public_key: .*TELNYX_PUBLIC_KEY"):
        verify(key=key)


@pytest.mark.parametrize(
    ("signature", "key"),
    [
        (TELNYX, "not base64"),
        (TELNYX, PUBLIC_KEY[:-4]),
        (TELNYX, "\ud800"),
        (STANDARD_WEBHOOKS, "whsec_"),
        (STANDARD_WEBHOOKS, "whsec_%"),
        (HEX, "\ud800"),
    ],
)
def test_a_key_that_cannot_be_used_is_a_value_error(signature: Signature, key: str) -> None:
    """It is not the fault of the request; the error names the argument, and not the key."""
    with pytest.raises(ValueError, match=f"{signature.key} must be") as raised:
        verify(signature, key=key)
    assert key not in str(raised.value)


def test_a_signature_of_ours_verifies() -> None:
    """Users sign what they test with; it is what the vendor would send."""
    assert TELNYX.sign(BODY, SEED, now=TIME, headers={}) == {
        "telnyx-timestamp": str(TIME),
        "telnyx-signature-ed25519": SIGNATURE,
    }
    with_id = {"webhook-id": STANDARD_HEADERS["webhook-id"]}
    signed = STANDARD_WEBHOOKS.sign(STANDARD_BODY, SECRET, now=1614265330.9, headers=with_id)
    assert signed == STANDARD_HEADERS
    assert HEX.sign(b"{}", "secret", now=None, headers={}) == {
        "X-Hub-Signature-256": f"sha256={hmac.new(b'secret', b'{}', 'sha256').hexdigest()}"
    }


def test_signing_needs_every_header_that_is_covered() -> None:
    """There is nothing to invent for an id."""
    with pytest.raises(ValueError, match="webhook-id"):
        STANDARD_WEBHOOKS.sign(b"", SECRET, now=None, headers={})


def test_without_cryptography_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is needed for Ed25519 alone."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    algorithms._ed25519_verifier.cache_clear()

    for use in (verify, lambda: TELNYX.sign(b"", SEED, now=None, headers={})):
        with pytest.raises(ImportError, match=r"\[webhooks\]"):
            use()
    verify(STANDARD_WEBHOOKS, STANDARD_BODY, STANDARD_HEADERS, SECRET, 1614265330)


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS | {"Telnyx-Timestamp": "1"},
        HEADERS | {"Telnyx-Signature-Ed25519": f"{SIGNATURE[:-2]}!"},
        {"Telnyx-Signature-Ed25519": SIGNATURE},
    ],
)
def test_no_secret_is_in_an_error(headers: dict[str, str]) -> None:
    """Neither in its text nor in that of an error that led to it."""
    with pytest.raises(WebhookVerificationError) as raised:
        verify(headers=headers)

    text = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    assert raised.value.__context__ is None
    for secret in (PUBLIC_KEY, SIGNATURE[:20], "StreamSid", "demo+stream"):
        assert secret not in text
