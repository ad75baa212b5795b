"""What was measured, as tables with bars, and as goals that were reached or not."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from .contenders import BARE, BY_HAND
from .environment import SIZES
from .generation import Generation
from .measure import Measurements, Seconds, cpu, ratio, typical, wall
from .startup import BASE

_HTTPX: Final = "httpx by hand"
_AIOHTTP: Final = "bare aiohttp"
_LARGE: Final = f"ours, {SIZES[-1]:,} operations"


@frozen
class Bar:
    """One contender in a table."""

    name: str
    value: float
    text: str
    ratio: float

    @property
    def is_ours(self) -> bool:
        """Whether it is what this project makes."""
        return self.name.startswith("ours")


@frozen
class Table:
    """One measurement: all contenders side by side."""

    title: str
    unit: str
    base: str
    """What the ratios are to."""

    bars: list[Bar]
    more_is_better: bool = False


@frozen
class Goal:
    """What was wanted, and what came of it."""

    what: str
    goal: str
    reached: str
    is_met: bool
    below: str
    """What the layers below leave: why it is not better."""


def tables(measured: Measurements) -> Iterator[Table]:
    """Return every table."""
    flying = measured.asynchronous
    yield _times("A sync call, CPU", cpu(measured.sync), _HTTPX, 1e6, "µs")
    if measured.instructions:
        yield _plain("A sync call, instructions", measured.instructions, _HTTPX, 1e-3, "thousand")
    yield _times("Async, 100 in flight, CPU per call", cpu(flying), _AIOHTTP, 1e6, "µs")
    rates = [{name: 1 / each for name, each in round_.items()} for round_ in wall(flying)]
    yield _times("Async, 100 in flight", rates, _AIOHTTP, 1, "calls/s", more_is_better=True)
    rates = [{name: 1 / each for name, each in round_.items()} for round_ in wall(measured.threads)]
    yield _times("Sync, 100 threads", rates, _HTTPX, 1, "calls/s", more_is_better=True)
    yield _times("Import to first method, CPU", measured.imports, BASE, 1e3, "ms")
    yield _plain("Peak memory after the first call", measured.memory, _HTTPX, 1, "MiB")
    for kind, rounds in measured.decoding.items():
        yield _times(f"Decoding a response, dates as {kind}", rounds, "json.loads", 1e6, "µs")
    yield _times("Decoding a frame of media", measured.events["decode"], BY_HAND, 1e6, "µs")
    yield _times("Encoding a frame of media", measured.events["encode"], BY_HAND, 1e6, "µs")
    yield _times("Verifying a callback", measured.events["verify"], BARE, 1e6, "µs")
    yield _generation(measured.generation)


def _times(
    title: str,
    rounds: Seconds,
    base: str,
    scale: float,
    unit: str,
    *,
    more_is_better: bool = False,
) -> Table:
    found = [
        _bar(name, typical(rounds, name) * scale, ratio(rounds, name, base)) for name in rounds[0]
    ]
    return Table(title, unit, base, _sorted(found, reverse=more_is_better), more_is_better)


def _plain(title: str, values: dict[str, float], base: str, scale: float, unit: str) -> Table:
    found = [_bar(name, value * scale, value / values[base]) for name, value in values.items()]
    return Table(title, unit, base, _sorted(found))


def _generation(generated: list[Generation]) -> Table:
    bars: list[Bar] = []
    for each in generated:
        noun = "operation" if each.operations == 1 else "operations"
        for kind, used in (("ours", each.ours), ("stock", each.stock)):
            name = f"{kind}, {each.operations:,} {noun}"
            bars.append(_bar(name, used.cpu, used.cpu / each.stock.cpu))
    return Table("Generating a client, CPU", "s", "stock, for the same document", bars)


def _bar(name: str, value: float, ratio: float) -> Bar:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2  # noqa: PLR2004 - three digits
    return Bar(name, value, f"{value:,.{digits}f}", ratio)


def _sorted(bars: list[Bar], *, reverse: bool = False) -> list[Bar]:
    return sorted(bars, key=lambda bar: bar.value, reverse=reverse)


def goals(measured: Measurements) -> Iterator[Goal]:
    """Compare what was measured with what was wanted."""
    yield from _call_goals(measured)
    yield from _startup_goals(measured)
    yield from _event_goals(measured.events)
    yield from _generation_goals(measured.generation)


def _event_goals(events: dict[str, Seconds]) -> Iterator[Goal]:
    decoded, verified = events["decode"], events["verify"]
    yield _at_most(
        "decoding a frame of media",
        2.5,
        ratio(decoded, "ours", BY_HAND),
        BY_HAND,
        f"msgspec takes {ratio(decoded, 'msgspec', BY_HAND):.2f}, and is a second system of models",
    )
    yield _at_most(
        "verifying a callback",
        1.2,
        ratio(verified, "ours", BARE),
        BARE,
        "headers, key, age and encoding are checked in Python",
    )


def _call_goals(measured: Measurements) -> Iterator[Goal]:
    sync, flying = cpu(measured.sync), cpu(measured.asynchronous)
    rates = wall(measured.asynchronous)
    yield _at_most(
        "sync call, CPU",
        1.0,
        ratio(sync, "ours", _HTTPX),
        _HTTPX,
        f"`http.client`, which checks and types nothing, takes "
        f"{ratio(sync, 'http.client', _HTTPX):.2f}; httpx, httpcore and h11 take the rest",
    )
    for what, rounds in (("CPU", flying), ("calls/s", rates)):
        yield _at_least(
            f"async, 100 in flight, {what}",
            2.5,
            1 / ratio(rounds, "ours", _HTTPX),
            _HTTPX,
            f"bare aiohttp has {1 / ratio(rounds, _AIOHTTP, _HTTPX):.1f}; httpx and httpcore are "
            "between",
        )
        yield _at_least(
            f"async, 100 in flight, {what}",
            3,
            1 / ratio(rounds, "ours", "vendor"),
            "the vendor's default",
            f"the vendor's over aiohttp has {1 / ratio(rounds, 'vendor, aiohttp', 'vendor'):.1f}",
        )
    yield _at_least(
        "sync, 100 threads, calls/s",
        1.2,
        1 / ratio(wall(measured.threads), "ours", _HTTPX),
        _HTTPX,
        "the interpreter's lock; each has as many connections as calls in flight, or more",
    )


def _startup_goals(measured: Measurements) -> Iterator[Goal]:
    loaded = sum(module.seconds for module in measured.modules)
    own = f"{len(measured.modules)} modules of ours and of the standard library take the rest"
    yield _at_most(
        "import to first method",
        1.10,
        ratio(measured.imports, "ours", BASE),
        BASE,
        f"{own}, {loaded * 1e3:.0f} ms while they are being timed",
    )
    yield _at_most(
        f"the same, {SIZES[-1]:,} operations",
        1.15,
        ratio(measured.imports, _LARGE, BASE),
        BASE,
        "the same modules, and one longer module of the client",
    )
    yield _at_most(
        "memory after the first call",
        1.15,
        measured.memory["ours"] / measured.memory[_HTTPX],
        _HTTPX,
        f"the vendor's SDK takes {measured.memory['vendor'] / measured.memory[_HTTPX]:.1f}",
    )
    for kind, rounds in measured.decoding.items():
        yield _at_most(
            f"decoding a response, dates as {kind}",
            2,
            ratio(rounds, "ours", "json.loads"),
            "json.loads",
            f"stock code takes {ratio(rounds, 'stock', 'json.loads'):.2f}"
            if "stock" in rounds[0]
            else "stock code cannot read them",
        )


def _generation_goals(generated: list[Generation]) -> Iterator[Goal]:
    first, small, large = generated
    yield _at_most(
        "`make generate`",
        1.0,
        first.ours.cpu / first.stock.cpu,
        "stock",
        "most of both is importing openapi-python-client and pydantic, then ruff",
    )
    yield _at_most(
        f"generation, {large.operations:,} operations",
        0.6,
        large.ours.cpu / large.stock.cpu,
        "stock",
        "deciding takes most of it, then ruff, then reading the YAML",
    )
    yield _at_most(
        "the same, linear",
        large.operations / small.operations,
        large.ours.cpu / small.ours.cpu,
        f"the CPU for {small.operations} operations",
        "stock takes " + f"{large.stock.cpu / small.stock.cpu:.1f} times as much",
    )


def _at_most(what: str, goal: float, value: float, base: str, below: str) -> Goal:
    return Goal(what, f"≤ {goal:.2f} x {base}", f"{value:.2f}", value <= goal, below)


def _at_least(what: str, goal: float, value: float, base: str, below: str) -> Goal:
    return Goal(what, f"≥ {goal:.2f} x {base}", f"{value:.2f}", value >= goal, below)
