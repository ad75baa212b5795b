"""Where the measurements are written: the terminal, ``docs/benchmarks.md`` and its plot."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table as RichTable

from .figures import Goal, Table, goals, tables
from .measure import Measurements
from .plot import plot

_CONTENDERS: Final = (
    "httpx",
    "httpcore",
    "h11",
    "anyio",
    "sniffio",
    "aiohttp",
    "httpx-aiohttp",
    "telnyx",
)
_INTRODUCTION: Final = """\
# What it costs

`make bench` measures this and writes this page. The contenders make the same call, to start a
stream, to a server on the loopback interface that runs in a process of its own:

- **ours**: the generated client, with typed results, retries, error mapping and logging in place;
- **stock**: what openapi-python-client generates from the same document;
- **vendor**: the vendor's own SDK, `telnyx`;
- **httpx by hand**: `httpx.Client.post(...).json()`, and the same awaited;
- **bare aiohttp** and **http.client**: the floor, with nothing around it;
- "aiohttp" after a name: over aiohttp, by httpx-aiohttp.

CPU is that of the calling process. All contenders have their turn in every round, in an order
that changes; the figures are medians over the rounds, the ratios medians of the ratios of each
round. Clients that are measured by their start are processes of their own, bytecode compiled.

The vendor's SDK brings sniffio along. Where it is not installed, httpcore looks for it in vain a
few times for each async call, which costs all that run on httpcore the same.
"""


def show(measured: Measurements, console: Console) -> None:
    """Print every table, and the goals last."""
    for table in tables(measured):
        shown = RichTable("", table.unit, f"x {table.base}", title=table.title)
        for bar in table.bars:
            style = "bold" if bar.is_ours else ""
            shown.add_row(bar.name, bar.text, f"{bar.ratio:.2f}", style=style)
        console.print(shown)
    shown = RichTable("", "goal", "measured", "", title="Goals")
    for goal in goals(measured):
        shown.add_row(goal.what, goal.goal, goal.reached, "reached" if goal.is_met else "missed")
    console.print(shown)


def write(measured: Measurements, folder: Path, contenders: dict[str, str]) -> list[Path]:
    """Write the page and the plot; return their paths."""
    page, picture = folder / "benchmarks.md", folder / "benchmarks.svg"
    folder.mkdir(exist_ok=True)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    page.write_text("\n".join(_page(measured, today, machine(), contenders)), encoding="utf-8")
    picture.write_text(plot(list(tables(measured)), f"{today}, {machine()}"), encoding="utf-8")
    return [page, picture]


def _page(
    measured: Measurements, today: str, machine: str, contenders: dict[str, str]
) -> Iterator[str]:
    versions = {name: contenders[name] for name in _CONTENDERS}
    versions["openapi-python-client"] = version("openapi-python-client")
    yield _INTRODUCTION
    yield "![The tables of this page as bars](benchmarks.svg)\n"
    yield f"Measured {today}. {machine}."
    yield f"Versions: {', '.join(f'{name} {number}' for name, number in versions.items())}.\n"
    yield "## Goals\n"
    yield from _goals(list(goals(measured)))
    for table in tables(measured):
        yield from _table(table)
    yield "## What is imported\n"
    yield "Beyond httpx and attrs, by `python -X importtime`; the ten slowest of "
    yield f"{len(measured.modules)}:\n"
    yield "| module | ms |\n| --- | ---: |"
    for module in measured.modules[:10]:
        yield f"| `{module.name}` | {module.seconds * 1e3:.1f} |"
    yield ""


def _goals(found: list[Goal]) -> Iterator[str]:
    yield "| what | goal | measured | | what stands in the way |"
    yield "| --- | --- | ---: | --- | --- |"
    for goal in found:
        met = "reached" if goal.is_met else "**missed**"
        yield f"| {goal.what} | {goal.goal} | {goal.reached} | {met} | {goal.below} |"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.title}\n"
    yield f"| | {table.unit} | x {table.base} |"
    yield "| --- | ---: | ---: |"
    for bar in table.bars:
        name = f"**{bar.name}**" if bar.is_ours else bar.name
        yield f"| {name} | {bar.text} | {bar.ratio:.2f} |"
    yield ""


def machine() -> str:
    """Say what Python and the machine are, without its name."""
    cpus = os.cpu_count()
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    python = platform.python_version()
    return f"Python {python}, {platform.system()}, {cpus} cores of {model}"
