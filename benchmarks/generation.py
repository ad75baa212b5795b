"""Generating clients: ours against stock openapi-python-client, for documents of three sizes."""

from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import Final

from attrs import frozen

from .environment import SIZES, SPEC, Environment, Used, generate_ours, generate_stock

ROUNDS: Final = {1: 5, 100: 3, 1000: 1}
"""How often each document is generated from; what takes minutes is done once."""


@frozen
class Generation:
    """What generating took, for one size of document."""

    operations: int
    ours: Used
    stock: Used


def generation(environment: Environment, *, quick: bool) -> list[Generation]:
    """Generate from each document with both generators, in turns."""
    specs = {1: SPEC, **{size: environment.spec(size) for size in SIZES}}
    return [
        _generation(environment, size, spec, 1 if quick else ROUNDS[size])
        for size, spec in specs.items()
    ]


def _generation(environment: Environment, size: int, spec: Path, rounds: int) -> Generation:
    ours: list[Used] = []
    stock: list[Used] = []
    for _ in range(rounds):
        ours.append(generate_ours(spec, _fresh(environment, size, "ours")))
        stock.append(generate_stock(spec, _fresh(environment, size, "stock")))
    return Generation(size, _median(ours), _median(stock))


def _fresh(environment: Environment, size: int, kind: str) -> Path:
    folder = environment.folder / environment.large(size, kind)
    rmtree(folder, ignore_errors=True)
    return folder


def _median(used: list[Used]) -> Used:
    return Used(median(each.cpu for each in used), median(each.wall for each in used))
