"""The command: ``python -m benchmarks [--quick]``."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from .environment import ROOT, prepare
from .measure import FULL, QUICK, measure
from .report import show, write


def main(
    *, quick: Annotated[bool, typer.Option(help="Measure little, and write nothing.")] = False
) -> None:
    """Measure what calls, imports and generation cost, beside what could replace them."""
    console = Console()
    with TemporaryDirectory(prefix="benchmarks-") as folder, console.status("") as status:

        def say(what: str) -> None:
            status.update(what)

        say("preparing the contenders")
        environment = prepare(Path(folder))
        measured = measure(environment, QUICK if quick else FULL, say)
        versions = environment.versions()
    show(measured, console)
    if not quick:
        for path in write(measured, ROOT / "docs", versions):
            console.print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    typer.run(main)
