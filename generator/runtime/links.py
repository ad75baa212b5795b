# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The header ``Link`` of a response (RFC 8288)."""

import re

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_VALUE = r'"(?:[^"\\]|\\.)*"|[^\s",;<>]*'
_LINK = re.compile(rf"<([^<>]*)>((?:\s*;\s*{_NAME}(?:\s*=\s*(?:{_VALUE}))?)*)")
_PARAMETER = re.compile(rf";\s*({_NAME})(?:\s*=\s*({_VALUE}))?")
_ESCAPED = re.compile(r"\\(.)")


def next_link(header: str) -> str | None:
    """Return the target of the first link with ``rel="next"``, a reference that may be relative.

    A link with an anchor leads from somewhere else, and not from this response.
    """
    for target, parameters in _LINK.findall(header):
        found: dict[str, str] = {}
        for name, value in _PARAMETER.findall(parameters):
            found.setdefault(name.lower(), _unquoted(value))  # of several, the first is meant
        if "anchor" not in found and "next" in found.get("rel", "").lower().split():
            return str(target).strip()
    return None


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value
