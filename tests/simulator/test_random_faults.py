"""A few of the random calls of the soak test."""

import asyncio

import pytest

from tests.simulator.random_faults import run


@pytest.mark.parametrize("seed", [1, 2])
def test_every_stream_is_accounted_for(seed: int) -> None:
    """Started = reported + told as unknown, none twice; no task and no socket is left behind."""
    outcomes = asyncio.run(run(seed, 40))
    assert outcomes.started == outcomes.reported + outcomes.unknown
    assert outcomes.started
    assert outcomes.unknown
    assert outcomes.not_executed
    assert not +outcomes.wrong
    assert not +outcomes.left
