"""Going through types: what is inside of one, and a copy with some replaced."""

from collections.abc import Callable, Iterator

from attrs import evolve

from .types import Array, Discriminator, Map, Nullable, Type, Union


def parts(of: Type) -> Iterator[Type]:
    """Yield the types that a type is made of, one level down."""
    match of:
        case Array(inner) | Map(inner) | Nullable(inner):
            yield inner
        case Union(variants):
            yield from variants
        case _:
            pass


def leaves(of: Type) -> Iterator[Type]:
    """Yield the types at the bottom of a type: scalars, constants, enums and models."""
    waiting = [of]
    while waiting:
        found = waiting.pop()
        below = list(parts(found))
        waiting += reversed(below)
        if not below:
            yield found


def size(of: Type) -> int:
    """Return how many types a type is made of, itself included."""
    return 1 + sum(map(size, parts(of)))


def depth(of: Type) -> int:
    """Return how many types stand inside of each other."""
    return 1 + max(map(depth, parts(of)), default=0)


def replace(of: Type, change: Callable[[Type], Type]) -> Type:
    """Return a type whose leaves have been replaced."""
    match of:
        case Array(items):
            return Array(replace(items, change))
        case Map(values):
            return Map(replace(values, change))
        case Nullable(inner):
            return Nullable(replace(inner, change))
        case Union(variants, discriminator):
            return evolve(
                of,
                variants=tuple(replace(each, change) for each in variants),
                discriminator=discriminator
                and Discriminator(
                    discriminator.key,
                    tuple((value, replace(each, change)) for value, each in discriminator.mapping),
                ),
            )
        case _:
            return change(of)
