"""The pytest fixture ``telnyx_simulator``; each run of pytest imports it, so it imports little."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from telnyx_simulator import Simulator


@pytest.fixture(name="telnyx_simulator")
def fixture() -> "Iterator[Simulator]":
    """Run a simulator of Telnyx, twenty times as fast as the real one."""
    from telnyx_simulator import Simulator

    with Simulator(speed=20) as simulator:
        yield simulator
