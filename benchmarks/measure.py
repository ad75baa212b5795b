"""All measurements, one after the other."""

from collections.abc import Callable
from statistics import median
from typing import Final

from attrs import frozen

from .environment import Environment
from .generation import Generation, generation
from .instructions import instructions
from .startup import Loaded, imports, memory, own_modules

Times = list[dict[str, tuple[float, float]]]
"""Rounds: CPU and wall seconds of one call, for each contender."""

Seconds = list[dict[str, float]]
"""Rounds: CPU seconds, for each contender."""


@frozen(kw_only=True)
class Effort:
    """How often things are measured."""

    sync_rounds: int
    async_rounds: int
    decoding_rounds: int
    imports: int
    memory: int
    quick: bool


FULL: Final = Effort(
    sync_rounds=80, async_rounds=4, decoding_rounds=40, imports=9, memory=3, quick=False
)
QUICK: Final = Effort(
    sync_rounds=10, async_rounds=1, decoding_rounds=5, imports=2, memory=1, quick=True
)


@frozen(kw_only=True)
class Measurements:
    """What was measured."""

    sync: Times
    asynchronous: Times
    threads: Times
    decoding: dict[str, Seconds]
    events: dict[str, Seconds]
    generation: list[Generation]
    imports: Seconds
    modules: list[Loaded]
    memory: dict[str, float]
    instructions: dict[str, float]


def measure(environment: Environment, effort: Effort, say: Callable[[str], None]) -> Measurements:
    """Measure everything; ``say`` is told what is going on."""
    with environment.server() as url:
        say("calls, one after the other")
        sync: Times = environment.worker("calls", "sync", url, str(effort.sync_rounds))
        say("calls, a hundred at a time")
        asynchronous: Times = environment.worker("calls", "async", url, str(effort.async_rounds))
        say("calls, from a hundred threads")
        threads: Times = environment.worker("calls", "threads", url, str(effort.async_rounds))
        say("memory")
        used = memory(environment, url, effort.memory)
        say("instructions")
        counted = {} if effort.quick else instructions(environment, url)
    say("decoding")
    decoding: dict[str, Seconds] = environment.worker("decoding", str(effort.decoding_rounds))
    say("events")
    events: dict[str, Seconds] = environment.worker("events", str(effort.decoding_rounds))
    say("generation")
    generated = generation(environment, quick=effort.quick)
    say("imports")
    return Measurements(
        sync=sync,
        asynchronous=asynchronous,
        threads=threads,
        decoding=decoding,
        generation=generated,
        events=events,
        imports=imports(environment, effort.imports),
        modules=own_modules(environment),
        memory=used,
        instructions=counted,
    )


def cpu(times: Times) -> Seconds:
    """Take the CPU seconds."""
    return [{name: cpu for name, (cpu, _) in each.items()} for each in times]


def wall(times: Times) -> Seconds:
    """Take the wall seconds."""
    return [{name: wall for name, (_, wall) in each.items()} for each in times]


def typical(rounds: Seconds, name: str) -> float:
    """Return the median of a contender."""
    return median(each[name] for each in rounds)


def ratio(rounds: Seconds, name: str, base: str) -> float:
    """Return the median, over the rounds, of how a contender compares with another."""
    return median(each[name] / each[base] for each in rounds)
