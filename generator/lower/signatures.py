"""Signatures of callbacks and webhooks: security schemes with ``x-sdk-signature``."""

import re
from collections.abc import Mapping
from typing import TypeVar

from ..diagnostics import Diagnostics, SpecError
from ..ir.events import Algorithm, KeyEncoding, Signature, SignatureEncoding
from ..load.values import is_object
from .node import Node
from .parameters import HEADER_NAME
from .security_schemes import SecuritySchemes

_KEYWORD = "x-sdk-signature"
MEMBERS = frozenset(
    {"algorithm", "encoding", "prefix", "timestamp", "tolerance", "content"}
    | {"key", "key-encoding", "key-prefix"}
)
"""The members of the extension."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOLERANCE = 300  # seconds, as those who sign with the time recommend

_ALGORITHMS: Mapping[str, Algorithm] = {"ed25519": "ed25519", "hmac-sha256": "hmac-sha256"}
_ENCODINGS: Mapping[str, SignatureEncoding] = {"base64": "base64", "hex": "hex"}
_KEY_ENCODINGS: Mapping[str, KeyEncoding] = {"base64": "base64", "hex": "hex", "text": "text"}

T = TypeVar("T")


class Signatures:
    """Lowers the signatures that callbacks and webhooks name in ``security``."""

    def __init__(self, schemes: SecuritySchemes, diagnostics: Diagnostics) -> None:
        """Begin with what the document declares."""
        self._schemes = schemes
        self._diagnostics = diagnostics

    def of_operation(self, operation: Node) -> Signature | None:
        """Return how a callback or webhook is signed; None where it is not.

        The security of the document is not inherited: it is for what clients send.

        Raises:
            SpecError: It cannot be verified as the document describes it.
        """
        signatures: dict[str, Signature] = {}
        for requirement in operation.items("security"):
            for name in requirement.value:
                scheme = self._schemes.find(name, requirement.at)
                if _KEYWORD in scheme:
                    signatures[name] = _signature(name, scheme)
                else:
                    text = f"callbacks are not checked by it: only by schemes with {_KEYWORD}"
                    self._diagnostics.warning(scheme.at, text)
        if len(signatures) > 1:
            text = f"names several schemes with {_KEYWORD}: keep one"
            raise SpecError(operation.at / "security", text)
        return next(iter(signatures.values()), None)


def _signature(name: str, scheme: Node) -> Signature:
    if (scheme.text("type"), scheme.text("in")) != ("apiKey", "header"):
        raise SpecError(scheme.at, f"{_KEYWORD} needs `type: apiKey` and `in: header`")
    header = scheme.text("name")
    if not HEADER_NAME.fullmatch(header):
        raise SpecError(scheme.at / "name", f"{header!r} is not the name of a header")
    node = scheme / _KEYWORD
    _check_members(node)
    algorithm = _choice(node, "algorithm", _ALGORITHMS)
    timestamp = _header(node, "timestamp")
    default: KeyEncoding = "base64" if algorithm == "ed25519" else "text"
    return Signature(
        scheme=name,
        algorithm=algorithm,
        header=header,
        encoding=_choice(node, "encoding", _ENCODINGS),
        prefix=_text(node, "prefix"),
        timestamp=timestamp,
        tolerance=_tolerance(node),
        content=_content(node, timestamp),
        key=_key(node),
        key_encoding=_choice(node, "key-encoding", _KEY_ENCODINGS, default),
        key_prefix=_text(node, "key-prefix"),
    )


def _check_members(node: Node) -> None:
    if not is_object(node.value):
        raise SpecError(node.at, "must be an object")
    for key in node.value:
        if key not in MEMBERS:
            members = ", ".join(sorted(MEMBERS))
            raise SpecError(node.at / key, f"is not known; there are {members}")


def _text(node: Node, key: str) -> str:
    value = node.value.get(key, "")
    if not isinstance(value, str):
        raise SpecError(node.at / key, f"must be a string, not {value!r:.60}")
    return value


def _required(node: Node, key: str) -> str:
    text = _text(node, key)
    if not text:
        raise SpecError(node.at, f"needs `{key}`")
    return text


def _choice(node: Node, key: str, choices: Mapping[str, T], default: str | None = None) -> T:
    name = _required(node, key) if default is None else _text(node, key) or default
    if name not in choices:
        raise SpecError(node.at / key, f"{name!r} is not supported: write {' or '.join(choices)}")
    return choices[name]


def _header(node: Node, key: str) -> str | None:
    name = _text(node, key)
    if name and not HEADER_NAME.fullmatch(name):
        raise SpecError(node.at / key, f"{name!r} is not the name of a header")
    return name or None


def _tolerance(node: Node) -> int:
    value = node.value.get("tolerance", _TOLERANCE)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        text = f"must be a positive number of seconds, not {value!r:.60}"
        raise SpecError(node.at / "tolerance", text)
    if "tolerance" in node and "timestamp" not in node:
        raise SpecError(node.at / "tolerance", "needs `timestamp`, the header with the time")
    return value


def _content(node: Node, timestamp: str | None) -> str:
    content, at = _required(node, "content"), node.at / "content"
    names = _PLACEHOLDER.findall(content)
    if set("{}") & set(_PLACEHOLDER.sub("", content)):
        raise SpecError(at, f"{content!r} has a brace that is not part of a placeholder")
    for name in names:
        if not HEADER_NAME.fullmatch(name):
            raise SpecError(at, f"{{{name}}} is neither body, timestamp, nor the name of a header")
    if "body" not in names:
        raise SpecError(at, "must contain {body}: nothing else would be signed")
    if timestamp is None and "timestamp" in names:
        raise SpecError(at, "contains {timestamp}: name its header in `timestamp`")
    if timestamp and not {"timestamp", timestamp} & set(names):
        raise SpecError(
            at, "must contain {timestamp}: anyone could change a time that is not signed"
        )
    return content


def _key(node: Node) -> str:
    name = _required(node, "key")
    if not _NAME.fullmatch(name):
        raise SpecError(node.at / "key", f"{name!r} is not a name in snake_case")
    return name
