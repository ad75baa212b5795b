"""Answers: what a call gives, and what its errors hold."""

import re

from attrs import frozen
from openapi_python_client import schema as oai

from . import kinds, left_out
from .components import Components
from .kinds import Kind
from .media_types import JSON, essence, is_json, is_text
from .parse import raw
from .problems import Pointer, Problem, SpecError
from .quoting import literal
from .said import doc
from .schemas import Schemas
from .spelling import converter

_STATUS = re.compile(r"[1-5](?:\d\d|XX)|DEFAULT")


@frozen
class Decoding:
    """One way to decode an answer: what it gives, and the expression for the decoder."""

    result: Kind
    decoder: str
    may_be_large: bool = False


@frozen(kw_only=True)
class Answers:
    """All answers of an operation."""

    results: dict[str, Kind]
    """What a call gives, by the status of its success."""

    decoder: str
    """The expression for the runtime's decoder."""

    may_be_large: bool
    """Whether one of success may be something other than JSON: a file, or a text without end."""

    accept: str
    text: str
    """What is said about the answer of success."""

    errors: dict[str, Kind]
    """Models of error bodies by status."""

    error_texts: dict[str, str]

    @property
    def result(self) -> Kind:
        """What a call gives."""
        return kinds.united(self.results.values() or [kinds.NULL])


class AnswerReader:
    """Reads the answers of operations."""

    def __init__(self, components: Components, schemas: Schemas) -> None:
        """Begin with what is shared in a document."""
        self._components = components
        self._schemas = schemas
        self.problems: list[Problem] = []

    def read(self, operation: oai.Operation, method: str, at: Pointer, name: str) -> Answers:
        """Read the answers of an operation.

        Args:
            operation: The operation.
            method: Its method; an answer to HEAD has no body.
            at: Where it stands.
            name: What models that an answer describes in place are named after.

        Raises:
            SpecError: A status is none, or a body cannot be generated.
        """
        answers: dict[str, tuple[Pointer, oai.Response]] = {}
        texts: dict[str, str] = {}
        for key, said in operation.responses.items():
            status = raw(key).upper()
            place = at / "responses" / raw(key)
            if not _STATUS.fullmatch(status):
                raise SpecError.at(place, f"{raw(key)!r} is no status: write 200, 2XX or default")
            place, answer = self._components.response(said, place)
            self.problems += left_out.of_answer(answer, place)
            status = status.lower() if status == "DEFAULT" else status
            answers[status] = place, answer
            texts[status] = doc(said).text or raw(answer.description)
        successes = {status: found for status, found in answers.items() if status[0] == "2"}
        if not successes and "default" in answers:
            successes = {"2XX": answers["default"]}
        if not successes:
            self.problems += left_out.of_redirects(answers, at)
        decodings, accept = self._successes(successes, name, has_body=method != "head")
        return Answers(
            results={status: decoding.result for status, decoding in decodings.items()},
            decoder=_choice("by_status", {key: each.decoder for key, each in decodings.items()}),
            may_be_large=any(decoding.may_be_large for decoding in decodings.values()),
            accept=", ".join(accept) or JSON,
            text=" ".join(texts.get(status, texts.get("default", "")) for status in successes),
            errors=self._errors(answers, name),
            error_texts={status: text for status, text in texts.items() if status[0] != "2"},
        )

    def _successes(
        self, answers: dict[str, tuple[Pointer, oai.Response]], name: str, *, has_body: bool
    ) -> tuple[dict[str, Decoding], list[str]]:
        decodings: dict[str, Decoding] = {}
        accept: dict[str, None] = {}
        for status, (at, answer) in answers.items():
            suffix = "Answer" if len(answers) == 1 else f"Answer{status}"
            content = answer.content if has_body else {}
            each: dict[str, Decoding] = {}
            for key, found in (content or {}).items():
                media_type = raw(key)
                accept[media_type] = None
                decoding = self._decoding(media_type, found, at, f"{name}{suffix}")
                known = each.get(essence(media_type))
                if known is not None and is_json(media_type):
                    # Parameters of a media type are no part of what an answer is told by.
                    decoding = _json_decoding(kinds.united([known.result, decoding.result]))
                each[essence(media_type)] = decoding
            decodings[status] = Decoding(
                kinds.united(decoding.result for decoding in each.values()),
                _choice("by_type", {key: decoding.decoder for key, decoding in each.items()}),
                any(decoding.may_be_large for decoding in each.values()),
            )
        return decodings or {"2XX": Decoding(kinds.NULL, "no_content")}, list(accept)

    def _decoding(
        self, media_type: str, content: oai.MediaType, at: Pointer, name: str
    ) -> Decoding:
        kind = self._kind(media_type, content, at, name)
        if kind is not None:
            return _json_decoding(kind)
        place = at / "content" / media_type / "schema"
        if self._schemas.has_parts(content.media_type_schema, place):
            how = f"given as {'str' if is_text(media_type) else 'bytes'}"
            self.problems.append(left_out.of_unread(media_type, place, how))
        if is_text(media_type):
            return Decoding(kinds.STRING, "text_response", may_be_large=True)
        return Decoding(kinds.BASE64, "bytes_response", may_be_large=True)

    def _kind(self, media_type: str, content: oai.MediaType, at: Pointer, name: str) -> Kind | None:
        """Read the JSON of a body; None where it is no JSON."""
        schema = content.media_type_schema
        if is_json(media_type):
            place = at / "content" / media_type / "schema"
            return self._schemas.kind(schema or oai.Schema(), place, name)
        if "*" not in media_type or schema is None:
            return None
        kind = self._schemas.kind(schema, at / "content" / media_type / "schema", name)
        return None if kind in (kinds.STRING, kinds.BINARY, kinds.ANY) else kind

    def _errors(
        self, answers: dict[str, tuple[Pointer, oai.Response]], name: str
    ) -> dict[str, Kind]:
        found: dict[str, Kind] = {}
        for status, (at, answer) in answers.items():
            if status[0] == "2":
                continue
            for media_type, content in (answer.content or {}).items():
                kind = self._kind(raw(media_type), content, at, f"{name}{status.capitalize()}")
                if kind is not None and kind != kinds.ANY:
                    found[status] = kind
                    break
        return found


def _json_decoding(kind: Kind) -> Decoding:
    return Decoding(kind, f"json_response(lambda: {converter(kind)})")


def _choice(function: str, decoders: dict[str, str]) -> str:
    """Choose among decoders at run time, where there is more than one."""
    unique = list(dict.fromkeys(decoders.values())) or ["no_content"]
    if len(unique) == 1:
        return unique[0]
    return (
        f"{function}({{{', '.join(f'{literal(key)}: {each}' for key, each in decoders.items())}}})"
    )
