"""Imports and memory: what a client costs before the first call, and after it.

Each figure is of a process of its own, several times, in turns.
"""

from collections.abc import Iterator
from statistics import median
from typing import Final

from attrs import frozen

from .contenders import STOCK
from .environment import SIZES, Environment

BASE: Final = "httpx + attrs"
_TIMED = """
from time import process_time
began = process_time()
{code}
print(process_time() - began)
"""
_FIRST_CALL = """
from benchmarks.contenders import SYNC
SYNC[{name!r}]({url!r})()
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
_MEASURED_IN_MEMORY = ("httpx by hand", "ours", "stock", "vendor", "http.client")
_OURS = """
from {package} import {client}
{client}(api_key="K").{method}
"""
_STOCK = """
from {package} import AuthenticatedClient
from {package}.api.{module} import sync
AuthenticatedClient(base_url="http://127.0.0.1", token="K")
"""


def _snippets(environment: Environment) -> dict[str, str]:
    """Return the code that gets from nothing to the first method."""
    size = SIZES[-1]
    return {
        BASE: "import attrs\nimport httpx",
        "ours": _OURS.format(
            package="generated_client", client="Telnyx", method="texml.accounts.calls.streams_json"
        ),
        "stock": _STOCK.format(
            package=STOCK, module="te_xml_rest_commands.start_te_xml_call_streaming"
        ),
        "vendor": _OURS.format(
            package="telnyx", client="Telnyx", method="texml.accounts.calls.streams_json"
        ),
        f"ours, {size:,} operations": _OURS.format(
            package=environment.large(size, "ours"),
            client="Large",
            method="resource_001.list_resource_001",
        ),
        f"stock, {size:,} operations": _STOCK.format(
            package=environment.large(size, "stock"), module="resource_001.list_resource_001"
        ),
    }


def imports(environment: Environment, rounds: int) -> list[dict[str, float]]:
    """Measure the CPU seconds from nothing to the first method, for each contender."""
    snippets = _snippets(environment)
    for code in snippets.values():
        environment.run("-c", code)  # compiles
    return [
        {
            name: float(environment.run("-c", _TIMED.format(code=code)).stdout)
            for name, code in snippets.items()
        }
        for _ in range(rounds)
    ]


def memory(environment: Environment, url: str, rounds: int) -> dict[str, float]:
    """Measure the most memory that was in use, in MiB, after the first call."""
    return {
        name: median(
            float(environment.run("-c", _FIRST_CALL.format(name=name, url=url)).stdout) / 1024
            for _ in range(rounds)
        )
        for name in _MEASURED_IN_MEMORY
    }


@frozen
class Loaded:
    """One module, and how long it took to load without those that it loads itself."""

    name: str
    seconds: float


def own_modules(environment: Environment) -> list[Loaded]:
    """List what our client loads besides httpx and attrs, the slowest first."""
    snippets = _snippets(environment)
    code = f"{snippets[BASE]}\nimport marker_of_benchmarks\n{snippets['ours']}"
    (environment.folder / "marker_of_benchmarks.py").touch()
    output = environment.run("-X", "importtime", "-c", code).stderr
    return sorted(_loaded(output.partition("marker_of_benchmarks")[2]), key=_by_time, reverse=True)


def _by_time(module: Loaded) -> float:
    return module.seconds


def _loaded(output: str) -> Iterator[Loaded]:
    """Read lines such as ``import time:   120 |   340 |   json``."""
    for line in output.splitlines():
        if line.startswith("import time:"):
            own, _, name = line.removeprefix("import time:").split("|")
            yield Loaded(name.strip(), float(own) / 1e6)
