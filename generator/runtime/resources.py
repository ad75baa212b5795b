"""How operations hang on a client.

A group of operations is written once, as a class of `Method` descriptors. What calling one does
is decided by the resource that it is looked up on: send and wait, send and await, and either of
them without decoding the answer, or without reading it.
"""

import inspect
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from .calls import Call

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from .async_client import AsyncClient
    from .raw_response import RawResponse
    from .streaming import AsyncStreamedResponse, StreamedResponse
    from .sync_client import SyncClient

P = ParamSpec("P")
T = TypeVar("T")


class _SyncGroup:
    def __init__(self, client: "SyncClient") -> None:
        """Hang the group on a client."""
        self._client = client


class _AsyncGroup:
    def __init__(self, client: "AsyncClient") -> None:
        """Hang the group on a client."""
        self._client = client


class Resource(_SyncGroup):
    """A group of operations that are sent and waited for."""

    def bind(self, build: Callable[P, Call[T]]) -> Callable[P, T]:
        """Make the method that an operation is on this group."""
        send = self._client.send

        def method(*args: P.args, **kwargs: P.kwargs) -> T:
            return send(build(*args, **kwargs))

        return method


class RawResource(_SyncGroup):
    """A group of operations that are sent and waited for, their answers left undecoded."""

    def bind(self, build: Callable[P, Call[T]]) -> "Callable[P, RawResponse[T]]":
        """Make the method that an operation is on this group."""
        send = self._client.send_raw

        def method(*args: P.args, **kwargs: P.kwargs) -> "RawResponse[T]":
            return send(build(*args, **kwargs))

        return method


class StreamingResource(_SyncGroup):
    """A group of operations that are sent and waited for, their answers left unread."""

    def bind(
        self, build: Callable[P, Call[Any]]
    ) -> "Callable[P, AbstractContextManager[StreamedResponse]]":
        """Make the method that an operation is on this group."""
        send = self._client.send_streamed

        def method(*args: P.args, **kwargs: P.kwargs) -> "AbstractContextManager[StreamedResponse]":
            return send(build(*args, **kwargs))

        return method


class AsyncResource(_AsyncGroup):
    """A group of operations that are sent and awaited."""

    def bind(self, build: Callable[P, Call[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        """Make the method that an operation is on this group."""
        send = self._client.send

        async def method(*args: P.args, **kwargs: P.kwargs) -> T:
            return await send(build(*args, **kwargs))

        return method


class AsyncRawResource(_AsyncGroup):
    """A group of operations that are sent and awaited, their answers left undecoded."""

    def bind(
        self, build: Callable[P, Call[T]]
    ) -> "Callable[P, Coroutine[Any, Any, RawResponse[T]]]":
        """Make the method that an operation is on this group."""
        send = self._client.send_raw

        async def method(*args: P.args, **kwargs: P.kwargs) -> "RawResponse[T]":
            return await send(build(*args, **kwargs))

        return method


class AsyncStreamingResource(_AsyncGroup):
    """A group of operations that are sent and awaited, their answers left unread."""

    def bind(
        self, build: Callable[P, Call[Any]]
    ) -> "Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]":
        """Make the method that an operation is on this group."""
        send = self._client.send_streamed

        def method(
            *args: P.args, **kwargs: P.kwargs
        ) -> "AbstractAsyncContextManager[AsyncStreamedResponse]":
            return send(build(*args, **kwargs))

        return method


class Method(Generic[P, T]):
    """An operation as an attribute of a group: the function that builds its `Call`, bound."""

    def __init__(self, build: Callable[P, Call[T]]) -> None:
        """Take the function; its signature and docstring become the method's."""
        self._build = build
        self._name = build.__name__
        self.__doc__ = build.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the name that the operation has in its group, and tell it in errors."""
        self._name = name
        self._build.__name__ = name
        self._build.__qualname__ = f"{owner.__name__.removeprefix('_')}.{name}"

    @overload
    def __get__(self, resource: None, owner: type) -> Self: ...
    @overload
    def __get__(self, resource: Resource, owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, resource: RawResource, owner: type) -> "Callable[P, RawResponse[T]]": ...
    @overload
    def __get__(
        self, resource: StreamingResource, owner: type
    ) -> "Callable[P, AbstractContextManager[StreamedResponse]]": ...
    @overload
    def __get__(
        self, resource: AsyncResource, owner: type
    ) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(
        self, resource: AsyncRawResource, owner: type
    ) -> "Callable[P, Coroutine[Any, Any, RawResponse[T]]]": ...
    @overload
    def __get__(
        self, resource: AsyncStreamingResource, owner: type
    ) -> "Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]": ...
    def __get__(self, resource: Any, owner: type) -> Any:
        """Bind the operation; the result is kept on the resource and found there next time."""
        if resource is None:
            return self
        method = resource.bind(self._build)
        method.__name__ = self._name
        method.__qualname__ = f"{owner.__qualname__}.{self._name}"
        method.__module__ = owner.__module__
        method.__doc__ = self._build.__doc__
        method.__signature__ = _signature_of_result(self._build)
        resource.__dict__[self._name] = method
        return method


def _signature_of_result(build: Callable[..., Call[Any]]) -> inspect.Signature:
    """Give a function's signature with T where the function gives ``Call[T]``."""
    signature = inspect.signature(build)
    parameters = [
        parameter.replace(annotation=_Spelled(parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    result = str(signature.return_annotation).removeprefix("Call[").removesuffix("]")
    return signature.replace(parameters=parameters, return_annotation=_Spelled(result))


class _Spelled(str):
    """An annotation as it stands in the source; help() shows it without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
