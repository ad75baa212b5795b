"""What a call costs in machine instructions: a figure that a busy machine does not change.

A process that makes many calls is compared with one that makes few: what is left is the calls.
The vendor's SDK is omitted: under valgrind, importing it alone takes minutes.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from shutil import which

from .environment import Environment

FEW, MANY = 10, 40
CONTENDERS = ("httpx by hand", "ours", "stock", "http.client")
_COLLECTED = re.compile(r"Collected : (\d+)")


def instructions(environment: Environment, url: str) -> dict[str, float]:
    """Count the instructions of one call, for each contender; nothing without valgrind."""
    valgrind = which("valgrind")
    if valgrind is None:
        return {}
    jobs = [(name, calls) for name in CONTENDERS for calls in (FEW, MANY)]
    with ThreadPoolExecutor(2) as threads:
        counts = threads.map(lambda job: _count(environment, valgrind, url, *job), jobs)
        counted = dict(zip(jobs, counts, strict=True))
    return {name: (counted[name, MANY] - counted[name, FEW]) / (MANY - FEW) for name in CONTENDERS}


def _count(environment: Environment, valgrind: str, url: str, name: str, calls: int) -> int:
    output = environment.run(
        *("-m", "benchmarks.calls", name, url, str(calls)),
        prefix=[valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null"],
    ).stderr
    found = _COLLECTED.search(output)
    if found is None:
        raise RuntimeError(f"valgrind counted nothing:\n{output[-3000:]}")
    return int(found[1])
