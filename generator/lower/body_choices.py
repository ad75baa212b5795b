"""Several media types of one request body: the arguments of all, and which of them is sent."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from ..ir.api import Body, BodyChoice, ChosenBody, FormBody, JsonBody, MultipartBody
from ..ir.types import Property, Scalar, union
from ..ir.walk import leaves


def has_bytes(body: Body) -> bool:
    """Return whether a field holds bytes as base64, which look like a file when they are passed."""
    return any(leaf is Scalar.BASE64 for each in body.fields for leaf in leaves(each.type))


def adds(body: Body, others: Sequence[Body]) -> bool:
    """Return whether a body can carry what none of the others can: a further field, or a file."""
    if isinstance(body.format, MultipartBody) and body.format.files:
        return True
    known = {each.wire_name for other in others for each in other.fields}
    return any(each.wire_name not in known for each in body.fields)


def combined(bodies: Sequence[Body]) -> Body:
    """Return the body that takes the fields of all; the first one that fits is sent."""
    choices = [
        BodyChoice(
            body.format,
            tuple(each.wire_name for each in body.fields),
            tuple(each.wire_name for each in body.fields if each.required),
        )
        for body in bodies
        if isinstance(body.format, JsonBody | FormBody | MultipartBody)
    ]
    return evolve(bodies[0], format=ChosenBody(tuple(choices)), fields=tuple(_fields(bodies)))


def _fields(bodies: Sequence[Body]) -> Iterable[Property]:
    """Yield the fields; one is required if it is so in each media type."""
    by_name: dict[str, list[Property]] = {}
    for body in bodies:
        for each in body.fields:
            by_name.setdefault(each.wire_name, []).append(each)
    for same in by_name.values():
        yield evolve(
            same[0],
            type=union(each.type for each in same),
            required=len(same) == len(bodies) and all(each.required for each in same),
            docs=next((each.docs for each in same if each.docs.text), same[0].docs),
        )
