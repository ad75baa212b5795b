# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Public names that are imported when they are first used (PEP 562)."""

from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_exports(
    package: str, namespace: dict[str, object], places: Mapping[str, str]
) -> Callable[[str], object]:
    """Build the ``__getattr__`` of a package.

    Args:
        package: The package's ``__name__``.
        namespace: The package's ``globals()``; a loaded name is stored there, so that it is
            looked up the ordinary way from then on.
        places: Where each exported name is defined, below the package: ``module.name``, or
            ``module`` for a module itself.
    """

    def load(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, attribute = places[name].rpartition(".")
        if module:
            value: object = getattr(import_module(f"{package}.{module}"), attribute)
        else:
            value = import_module(f"{package}.{attribute}")
        if isinstance(value, type) and name != attribute:
            value.__name__ = value.__qualname__ = name  # help() shows what users import
        namespace[name] = value
        return value

    return load
