"""Tags: the members that tell the types of events and messages apart, by their values."""

from collections.abc import Iterable, Iterator, Mapping

from ..diagnostics import Pointer
from ..ir.events import Tag
from ..ir.types import Constant, Enum, EnumRef, Model, ModelRef, Type, Union, without_null

_DEEPEST = 2  # steps: ``type``, or ``data`` and in it ``event_type``

_Path = tuple[str, ...]


class Tags:
    """Finds tags in models."""

    def __init__(self, types: Mapping[Pointer, Model | Enum]) -> None:
        """Begin with the models and enums of the document, by location."""
        self._types = types

    def of_union(self, of: Type) -> Tag | None:
        """Return the tag of a union with a discriminator, None for any other type.

        The values that the members themselves allow go before the names of schemas, which stand for
        themselves where a discriminator has no mapping.
        """
        bare = without_null(of)
        if not isinstance(bare, Union) or bare.discriminator is None:
            return None
        path = (bare.discriminator.key,)
        values = [(each, self._values(each).get(path, ())) for each in bare.variants]
        if all(allowed for _, allowed in values):
            return Tag(path, tuple((value, of) for of, allowed in values for value in allowed))
        return Tag(path, bare.discriminator.mapping)

    def among(self, several: Iterable[Type]) -> Tag | None:
        """Return a tag that tells models apart; None where no member does."""
        models = list(dict.fromkeys(several))
        found = [self._values(each) for each in models]
        for path in sorted(found[0], key=len):
            cases = [
                (value, of)
                for of, values in zip(models, found, strict=True)
                for value in values.get(path, ())
            ]
            if {of for _, of in cases} == {*models} and len(dict(cases)) == len(cases):
                return Tag(path, tuple(cases))
        return None

    def _values(self, of: Type) -> dict[_Path, tuple[str, ...]]:
        """Return the values that members of a model allow, by the paths of those that list them."""
        return dict(self._listed(of, ()))

    def _listed(self, of: Type, above: _Path) -> Iterator[tuple[_Path, tuple[str, ...]]]:
        model = self._types.get(of.at) if isinstance(of, ModelRef) else None
        for each in model.properties if isinstance(model, Model) else ():
            path = (*above, each.wire_name)
            match each.type:
                case Constant(str(value)):
                    yield path, (value,)
                case EnumRef(at):
                    if values := self._texts(at):
                        yield path, values
                case ModelRef() if len(path) < _DEEPEST:
                    yield from self._listed(each.type, path)
                case _:
                    pass

    def _texts(self, at: Pointer) -> tuple[str, ...]:
        enum = self._types.get(at)
        values = enum.values if isinstance(enum, Enum) else ()
        texts = tuple(value for value in values if isinstance(value, str))
        return texts if len(texts) == len(values) else ()
