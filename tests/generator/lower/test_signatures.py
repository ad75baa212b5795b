"""``x-sdk-signature``: how callbacks and webhooks are signed, and what cannot be verified."""

import pytest

from generator.ir.events import Event, Signature
from tests.generator.lower.documents import Json, errors, lowered

SCHEME = {"type": "apiKey", "in": "header", "name": "X-Signature"}
SIGNED = {"algorithm": "hmac-sha256", "encoding": "hex", "content": "{body}", "key": "secret"}
AT = "/components/securitySchemes/one"


def _document(extension: object, security: list[Json] | None = None, scheme: Json = SCHEME) -> Json:
    body = {"content": {"application/json": {"schema": {"type": "string"}}}}
    received = {"requestBody": body, "responses": {"204": {"description": "Done."}}}
    return {
        "webhooks": {"done": {"post": {**received, "security": security or [{"one": []}]}}},
        "components": {
            "securitySchemes": {
                "one": {**scheme, "x-sdk-signature": extension},
                "two": {**SCHEME, "x-sdk-signature": SIGNED},
                "plain": SCHEME,
            }
        },
    }


def _signature(document: Json) -> Signature | None:
    [event] = lowered(document).api.events
    assert isinstance(event, Event)
    return event.signature


def test_a_scheme_says_how_a_webhook_is_signed() -> None:
    """A key for HMAC is text, unless the document says otherwise."""
    assert _signature(_document(SIGNED)) == Signature(
        scheme="one",
        algorithm="hmac-sha256",
        header="X-Signature",
        encoding="hex",
        prefix="",
        timestamp=None,
        tolerance=300,
        content="{body}",
        key="secret",
        key_encoding="text",
        key_prefix="",
    )


def test_every_part_of_a_signature_can_be_described() -> None:
    """These are those of Standard Webhooks."""
    extension = {
        "algorithm": "hmac-sha256",
        "encoding": "base64",
        "prefix": "v1,",
        "timestamp": "webhook-timestamp",
        "tolerance": 60,
        "content": "{webhook-id}.{timestamp}.{body}",
        "key": "webhook_secret",
        "key-encoding": "base64",
        "key-prefix": "whsec_",
    }

    found = _signature(_document(extension))

    assert found is not None
    assert (found.prefix, found.timestamp, found.tolerance) == ("v1,", "webhook-timestamp", 60)
    assert (found.key_encoding, found.key_prefix) == ("base64", "whsec_")


def test_a_key_for_ed25519_is_base64() -> None:
    """It is no text."""
    found = _signature(_document({**SIGNED, "algorithm": "ed25519"}))

    assert found is not None
    assert found.key_encoding == "base64"


def test_the_security_of_the_document_is_not_inherited() -> None:
    """It is for what clients send."""
    document = {**_document(SIGNED), "security": [{"plain": []}]}
    del document["webhooks"]["done"]["post"]["security"]

    assert _signature(document) is None


@pytest.mark.parametrize(
    ("change", "at", "message"),
    [
        (
            {"algorithm": "hmac-sha1"},
            "/algorithm",
            "'hmac-sha1' is not supported: write ed25519 or",
        ),
        ({"algorithm": None}, "", "needs `algorithm`"),
        ({"encoding": "base32"}, "/encoding", "'base32' is not supported: write base64 or hex"),
        ({"encoding": 5}, "/encoding", "must be a string, not 5"),
        (
            {"key-encoding": "pem"},
            "/key-encoding",
            "'pem' is not supported: write base64 or hex or",
        ),
        ({"key": "Secret Key"}, "/key", "'Secret Key' is not a name in snake_case"),
        ({"key": None}, "", "needs `key`"),
        ({"content": None}, "", "needs `content`"),
        ({"content": "{timestamp}"}, "/content", "must contain {body}"),
        ({"content": "{timestamp}{body}"}, "/content", "contains {timestamp}: name its header"),
        ({"content": "{body"}, "/content", "'{body' has a brace that is not part of a"),
        ({"content": "{body}{a b}"}, "/content", "{a b} is neither body, timestamp, nor"),
        ({"timestamp": "X-Time"}, "/content", "must contain {timestamp}: anyone could change"),
        ({"timestamp": "X Time"}, "/timestamp", "'X Time' is not the name of a header"),
        ({"tolerance": 5}, "/tolerance", "needs `timestamp`, the header with the time"),
        ({"tolerance": 0}, "/tolerance", "must be a positive number of seconds, not 0"),
        ({"tolerance": True}, "/tolerance", "must be a positive number of seconds, not True"),
        ({"hash": "md5"}, "/hash", "is not known; there are algorithm, content, encoding, key"),
    ],
)
def test_a_signature_that_cannot_be_verified_is_an_error(
    change: Json, at: str, message: str
) -> None:
    """It is located at the part that is wrong."""
    extension = {key: value for key, value in {**SIGNED, **change}.items() if value is not None}

    [error] = errors(_document(extension))

    assert error.startswith(f"{AT}/x-sdk-signature{at}: {message}")


@pytest.mark.parametrize(
    ("scheme", "at", "message"),
    [
        ({"type": "http", "scheme": "bearer"}, "", "x-sdk-signature needs `type: apiKey`"),
        ({**SCHEME, "in": "query"}, "", "x-sdk-signature needs `type: apiKey`"),
        ({**SCHEME, "name": "a b"}, "/name", "'a b' is not the name of a header"),
    ],
)
def test_a_signature_is_in_a_header(scheme: Json, at: str, message: str) -> None:
    """No other place is known."""
    [error] = errors(_document(SIGNED, scheme=scheme))

    assert error.startswith(f"{AT}{at}: {message}")


def test_an_extension_that_is_no_object_is_an_error() -> None:
    """It is located at the extension."""
    assert errors(_document("ed25519")) == [f"{AT}/x-sdk-signature: must be an object"]


@pytest.mark.parametrize(
    ("security", "at", "message"),
    [
        ([{"one": []}, {"two": []}], "", "names several schemes with x-sdk-signature: keep one"),
        ([{"one": [], "two": []}], "", "names several schemes with x-sdk-signature: keep one"),
        ([{"three": []}], "/0", "'three' is not declared in components/securitySchemes"),
    ],
)
def test_one_signature_is_verified(security: list[Json], at: str, message: str) -> None:
    """Which one of several would be right, the request does not say."""
    assert errors(_document(SIGNED, security)) == [f"/webhooks/done/post/security{at}: {message}"]


def test_other_schemes_are_warned_of() -> None:
    """Whoever sends a webhook with a password is not known by it here."""
    found = lowered(_document(SIGNED, [{"one": [], "plain": []}]))

    [warning] = found.warnings
    assert warning == (
        "/components/securitySchemes/plain: "
        "callbacks are not checked by it: only by schemes with x-sdk-signature"
    )


def test_no_signature_covers_a_query() -> None:
    """It is parsed unverified, which a warning says."""
    document = _document(SIGNED)
    received = document["webhooks"]["done"].pop("post")
    received["parameters"] = [{"name": "a", "in": "query", "schema": {"type": "string"}}]
    document["webhooks"]["done"]["get"] = received

    found = lowered(document)

    assert [getattr(event, "signature", "") for event in found.api.events] == [None]
    assert found.warnings == [
        "/webhooks/done/get/security: is not verified: what is signed is a body, and GET has none"
    ]
