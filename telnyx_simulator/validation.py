"""Is a request as the spec says: openapi-core checks it, the vendor's errors say so.

    request -> authorization -> form -> names of fields -> values (openapi-core) -> what only
    prose says

openapi-core accepts fields that a schema does not list, so names are compared here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import yaml
from attrs import define, field, frozen
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import (
    InvalidRequestBody,
    ParameterValidationError,
    SecurityValidationError,
)
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from werkzeug.datastructures import Headers

from .quirks import Quirks

FORM: Final = "application/x-www-form-urlencoded"
_HOST: Final = "https://api.telnyx.com"
_LONGEST_URL: Final = 2000

Fields = Mapping[str, str]


@frozen
class Failure:
    """A response that says why a request is refused.

    Attributes:
        status: The status code.
        code: The vendor's number; its pages on errors list them.
        title: What the number stands for.
        detail: What was wrong with this request.
        field: The field of the form that it is about.
    """

    status: int
    code: str
    title: str
    detail: str
    field: str | None = None

    def body(self) -> dict[str, Any]:
        """Return the error envelope that all of the vendor's products share."""
        item: dict[str, Any] = {"code": self.code, "title": self.title, "detail": self.detail}
        if self.field is not None:
            item["source"] = {"pointer": f"/{self.field}"}
        item["meta"] = {"url": f"https://developers.telnyx.com/docs/overview/errors/{self.code}"}
        return {"errors": [item]}


NOT_FOUND: Final = Failure(404, "10005", "Resource not found", "Resource not found")


def failure_of(status: int) -> Failure:
    """Return what the vendor says with a status code, where a fault wants one."""
    known = {
        401: ("10009", "Authentication failed"),
        403: ("10010", "Not authorized"),
        404: ("10005", "Resource not found"),
        422: ("90046", "Media streaming failed to start"),
        429: ("10011", "Too many requests"),
        503: ("10037", "Service unavailable"),
    }
    code, title = known.get(status, ("10007", "Unexpected error"))
    return Failure(status, code, title, f"{title}.")


@frozen
class Checked:
    """What is known of a request.

    Attributes:
        fields: The form, without what is ignored.
        failure: Why it is refused, if it is.
        findings: Codes and details of what is wrong with it.
    """

    fields: Fields = field(factory=dict[str, str])
    failure: Failure | None = None
    findings: list[tuple[str, str]] = field(factory=list[tuple[str, str]])


@define
class _Request:
    """A request as openapi-core wants it: at the address of the vendor, which the spec names."""

    path: str
    body: bytes
    parameters: RequestParameters
    content_type: str = FORM
    host_url: str = _HOST
    method: str = "post"


def spec_file() -> Path:
    """Return the spec: beside this module in a wheel, in ``spec/`` in a checkout."""
    shipped = Path(str(files("telnyx_simulator").joinpath("streams.yaml")))
    return shipped if shipped.exists() else Path(__file__).parents[1] / "spec" / "streams.yaml"


@cache
def _spec() -> tuple[OpenAPI, dict[str, Any]]:
    """Read the spec once: that takes a tenth of a second."""
    document: dict[str, Any] = yaml.safe_load(spec_file().read_text(encoding="utf-8"))
    return OpenAPI.from_dict(document), document


class Validator:
    """Checks requests against the spec."""

    def __init__(self, quirks: Quirks) -> None:
        """Read the spec."""
        self._api, document = _spec()
        self._quirks = quirks
        schemas: dict[str, dict[str, Any]] = document["components"]["schemas"]
        self._known = {
            "start": set[str](schemas["StartCallStream"]["properties"]),
            "stop": set[str](schemas["UpdateCallStream"]["properties"]),
        }

    def check(
        self, operation: str, path: str, body: bytes, content_type: str, authorization: str | None
    ) -> Checked:
        """Check a request to start or stop a stream; ``path`` begins with ``/v2``."""
        findings: list[tuple[str, str]] = []
        fields, failure = self._form(body, content_type, findings)
        known = self._known[operation]
        findings.extend(_names(fields, known))
        used = {name: value for name, value in fields.items() if name in known}
        headers = Headers({"Authorization": authorization} if authorization else {})
        request = _Request(path, urlencode(used).encode(), RequestParameters(header=headers))
        for error in self._api.iter_request_errors(request):
            found, code = self._failure(error)
            if isinstance(error, SecurityValidationError):
                return Checked(failure=found, findings=[(code, found.detail)])
            if failure is None:
                findings.append((code, found.detail))
                failure = found
        if operation == "start" and failure is None:
            failure = self._prose(used, findings)
        return Checked(used, failure, findings)

    def _form(
        self, body: bytes, content_type: str, findings: list[tuple[str, str]]
    ) -> tuple[dict[str, str], Failure | None]:
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type == FORM or not body:
            return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)), None
        if media_type == "application/json" and self._quirks.json_bodies == "accepted":
            return _from_json(body)
        findings.append(("not-a-form", f"Content-Type: {content_type or 'none'}"))
        detail = f"The request must be {FORM}, not {media_type or 'without a type'}."
        return {}, Failure(415, "10034", "Request must be form-urlencoded", detail)

    def _failure(self, error: Exception) -> tuple[Failure, str]:
        """Return the vendor's response to what openapi-core found, and the code of the finding."""
        if isinstance(error, SecurityValidationError):
            if self._quirks.missing_authorization == "404":
                return NOT_FOUND, "authentication"
            detail = "Could not understand the provided credentials."
            return Failure(401, "10009", "Authentication failed", detail), "authentication"
        if isinstance(error, ParameterValidationError):
            return NOT_FOUND, "unknown-call"
        if isinstance(error, InvalidRequestBody) and isinstance(
            error.__cause__, InvalidSchemaValue
        ):
            errors: Iterable[Any] = error.__cause__.schema_errors  # of jsonschema, untyped here
            for each in errors:
                name = str(each.path[0]) if each.path else None
                if each.validator == "enum":
                    values = ", ".join(map(str, each.validator_value))
                    detail = f"{name} must be one of {values}, not {each.instance!r}"
                    title = "Invalid enumerated value"
                    return Failure(422, "10032", title, detail, name), "wrong-value"
                detail = f"{name}: {each.message}"
                return Failure(422, "10026", "Invalid parameter type", detail, name), "wrong-value"
        return Failure(400, "10015", "Bad Request", str(error)), "wrong-value"

    def _prose(self, fields: Fields, findings: list[tuple[str, str]]) -> Failure | None:
        """Check what the spec has no words for."""
        url = fields.get("Url", "")
        if "BidirectionalCodec" in fields and fields.get("BidirectionalMode") != "rtp":
            mode = fields.get("BidirectionalMode", "mp3, by default")
            detail = f"BidirectionalCodec={fields['BidirectionalCodec']}, BidirectionalMode: {mode}"
            findings.append(("codec-without-rtp", detail))
        if not url:
            findings.append(("missing-url", ""))
            status = int(self._quirks.missing_url)
            return Failure(status, "10004", "Missing required parameter", "Url is missing.", "Url")
        if len(url) > _LONGEST_URL:
            findings.append(("url-not-dialable", f"Url has {len(url)} characters"))
            detail = f"Url must have at most {_LONGEST_URL} characters."
            return Failure(422, "10003", "Invalid URL", detail, "Url")
        parts = urlsplit(url)
        if parts.scheme not in {"ws", "wss"} or not parts.hostname:
            findings.append(("url-not-dialable", f"Url={url}"))
        return None


def _from_json(body: bytes) -> tuple[dict[str, str], Failure | None]:
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = None
    if not isinstance(decoded, dict):
        return {}, Failure(400, "10015", "Bad Request", "The body is no JSON object.")
    pairs = cast("dict[str, Any]", decoded)
    return {name: str(value) for name, value in pairs.items() if value is not None}, None


def _names(fields: Fields, known: set[str]) -> Iterator[tuple[str, str]]:
    right = {name.lower().replace("_", ""): name for name in known}
    for name in fields:
        if name in known:
            continue
        meant = right.get(name.lower().replace("_", ""))
        yield ("wrong-case", f"{name}, not {meant}") if meant else ("unknown-field", name)
