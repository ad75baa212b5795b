# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""How operations become methods of a client.

An operation is one function that builds a `Call`. Here it becomes a method that sends the call:
a plain function in the class of its resource, with the signature and the docstring of the
operation, so that it can be overridden, patched and inspected like any other.
"""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false
# (a resource is a part of its client)

import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from .operations import Call
from .raw_response import RawResponse

if TYPE_CHECKING:
    from .async_client import AsyncClient
    from .sync_client import SyncClient

P = ParamSpec("P")
T = TypeVar("T")


class BoundResource:
    """A resource of one client."""

    def __init_subclass__(cls) -> None:
        """Name the methods as they are called, for tracebacks and help()."""
        for name, value in vars(cls).items():
            if hasattr(value, "__wrapped__"):
                value.__name__, value.__qualname__ = name, f"{cls.__qualname__}.{name}"


class Resource(BoundResource):
    """A resource of a sync client: operations, and further resources."""

    def __init__(self, client: "SyncClient") -> None:
        """Belong to a client."""
        self._client = client


class AsyncResource(BoundResource):
    """A resource of an async client: operations, and further resources."""

    def __init__(self, client: "AsyncClient") -> None:
        """Belong to a client."""
        self._client = client


def sync_method(build: Callable[P, Call[T]]) -> Callable[Concatenate[Resource, P], T]:
    """Make a method that sends and waits."""

    def method(self: Resource, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._client._send(build(*args, **kwargs))

    return described(method, build, "{}")


def async_method(
    build: Callable[P, Call[T]],
) -> Callable[Concatenate[AsyncResource, P], Coroutine[Any, Any, T]]:
    """Make a method that sends and awaits."""

    async def method(self: AsyncResource, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._client._send(build(*args, **kwargs))

    return described(method, build, "{}")


def raw_method(
    build: Callable[P, Call[T]],
) -> Callable[Concatenate[Resource, P], RawResponse[T]]:
    """Make a method that sends, waits and leaves the response undecoded."""

    def method(self: Resource, /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        return self._client._send_raw(build(*args, **kwargs))

    return described(method, build, "RawResponse[{}]", RawResponse)


def async_raw_method(
    build: Callable[P, Call[T]],
) -> Callable[Concatenate[AsyncResource, P], Coroutine[Any, Any, RawResponse[T]]]:
    """Make a method that sends, awaits and leaves the response undecoded."""

    async def method(self: AsyncResource, /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        return await self._client._send_raw(build(*args, **kwargs))

    return described(method, build, "RawResponse[{}]", RawResponse)


MethodT = TypeVar("MethodT", bound=Callable[..., Any])


def described(
    method: MethodT, build: Callable[..., Any], shown: str, returns: object = None
) -> MethodT:
    """Make a method look like its operation to help(), inspect, mock and typing.get_type_hints().

    Args:
        method: The method.
        build: The operation.
        shown: What it returns, ``{}`` being what the operation does.
        returns: The same as a type, where it is another than that of the operation.
    """
    signature = inspect.signature(build)
    result = str(signature.return_annotation).removeprefix("Call[").removesuffix("]")
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    parameters = [
        inspect.Parameter(
            each.name, each.kind, default=each.default, annotation=_Plain(each.annotation)
        )
        for each in signature.parameters.values()
    ]
    described: Any = method
    described.__module__ = build.__module__
    described.__doc__ = build.__doc__
    described.__wrapped__ = build  # in whose module the annotations are found
    described.__annotations__ = {**build.__annotations__, "return": returns or result}
    described.__signature__ = inspect.Signature(
        [own, *parameters], return_annotation=_Plain(shown.format(result))
    )
    return method


class _Plain(str):
    """An annotation as it is in the source; help() shows it without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
