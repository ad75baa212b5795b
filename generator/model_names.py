"""What models and value sets are called."""

from collections.abc import Callable, Iterable

from . import names
from .components import SCHEMAS
from .problems import Pointer

# What the modules of models and value sets import under its own name.
TAKEN_BY_IMPORTS = frozenset(
    {"Any", "Literal", "Mapping", "NULL", "Reader", "Self", "TypeAlias", "UNSET", "Unset"}
)


class ModelNames:
    """Gives each a name; named schemas keep theirs, whatever is described elsewhere in place."""

    def __init__(self, schemas: Iterable[str]) -> None:
        """Begin with the names of a document's schemas."""
        self._taken = set(TAKEN_BY_IMPORTS)
        self._of_schemas = {
            name: names.claim(names.pascal_case(name), self._taken) for name in schemas
        }

    def name(
        self, at: Pointer, wanted: str, is_same: Callable[[str], bool] = lambda _: False
    ) -> str:
        """Name what is made of a schema.

        Args:
            at: Where the schema stands.
            wanted: What to call it if it is described in place: ``OWNER/NAME``, of which NAME
                will do for the first.
            is_same: Tells whether what has a name already is the same; models never are, for
                each has a place of its own.
        """
        *above, key = at.steps
        if tuple(above) == SCHEMAS.steps:
            return self._of_schemas[str(key)]
        short, long = names.pascal_case(wanted.rpartition("/")[2]), names.pascal_case(wanted)
        for found in (short, long):
            if is_same(found):
                return found
        return names.claim(short if short not in self._taken else long, self._taken)
