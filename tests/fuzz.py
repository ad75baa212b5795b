"""Mutated documents, for as long as one likes, each within 30 s and 1 GiB.

    python -m tests.fuzz [SECONDS [FIRST_SEED]]

A document is refused with a location for each error, or its client imports and passes mypy
--strict. Those that break this are kept in build/fuzz/, by their seed; then the end is 1. It is no
part of `make test`.
"""

import resource
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generator.contract import check, write_mutated

SECONDS, BATCH = 3_600, 40
LONGEST = 30
"""Seconds for one document; those of the cases have a few kilobytes."""

MOST = 2**30
"""Bytes of memory."""

KEPT = Path("build/fuzz")
_CHILD = "--child"


def main(seconds: float = SECONDS, first: int = 0) -> int:
    """Go through documents until the time is over; return 1 if one was wrong."""
    end, seed, wrong, clients = time.monotonic() + seconds, first, 0, 0
    while time.monotonic() < end:
        with TemporaryDirectory() as name:
            folder = Path(name)
            for broken, reason in _batch(folder, range(seed, seed + BATCH)):
                wrong += 1
                _keep(folder / f"document_{broken}", broken, reason)
            clients += len(_clients(folder))
        seed += BATCH
        _say(f"{seed - first:,} documents, {clients:,} clients, {wrong:,} wrong")
    return 1 if wrong else 0


def _batch(folder: Path, seeds: range) -> Iterator[tuple[int, str]]:
    """Yield the seeds that are wrong, each with the reason; what ends a process is begun anew."""
    at = seeds.start
    while at < seeds.stop:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-m", "tests.fuzz", _CHILD, str(folder), str(at), str(seeds.stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        reached = [int(line[5:]) for line in done.stdout.splitlines() if line[:5] == "seed "]
        last = reached[-1] if reached else at
        if done.returncode:
            ended = f"ended with {done.returncode} (-{signal.SIGALRM:d}: not within {LONGEST} s)"
            yield last, f"{ended}\n{done.stdout[-5_000:]}"
        at = last + 1
    clients = _clients(folder)
    if clients and _type_errors(clients):
        for client in clients:
            if reason := _type_errors([client]):
                yield int(client.name.rpartition("_")[2]), reason


def _clients(folder: Path) -> list[Path]:
    return sorted(folder.glob("client_*"))


def _type_errors(clients: list[Path]) -> str:
    mypy = [str(Path(sys.executable).with_name("mypy")), "--strict", "--config-file="]
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*mypy, "--cache-dir=.mypy_cache/fuzz", "--no-error-summary", *map(str, clients)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _keep(document: Path, seed: int, reason: str) -> None:
    kept = KEPT / str(seed)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(document, kept)
    (kept / "reason.txt").write_text(reason, encoding="utf-8")
    _say(f"{seed} is wrong, see {kept}: {reason.strip().splitlines()[-1]:.200}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _child(folder: Path, start: int, stop: int) -> None:
    """Check some documents, until one is wrong."""
    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST, 4 * MOST))
    for seed in range(start, stop):
        _say(f"seed {seed}")
        spec = write_mutated(seed, folder / f"document_{seed}")
        signal.alarm(LONGEST)
        check(spec, folder / f"client_{seed}")
        signal.alarm(0)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
        assert used < MOST, f"took {used:,} bytes"


if __name__ == "__main__":
    if sys.argv[1:2] == [_CHILD]:
        _child(Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
