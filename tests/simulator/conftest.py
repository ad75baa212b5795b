"""What the tests of the simulator share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from telnyx_simulator import Simulator
from tests.simulator.bots import Bot, Script, echo

RunBot = Callable[[Script], Bot]


@pytest.fixture
def run_bot() -> Iterator[RunBot]:
    """Run bots until the test is over."""
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(Bot(script))


@pytest.fixture
def telnyx(run_bot: RunBot) -> Iterator[Simulator]:
    """Run a simulator, twenty times as fast as the vendor."""
    del run_bot  # bots outlive the simulator, which would dial them while they end
    with Simulator(speed=20, handshake_timeout=20, callback_timeout=20) as simulator:
        yield simulator


@pytest.fixture
def bot(run_bot: RunBot) -> Bot:
    """Run a bot that sends back what is said."""
    return run_bot(echo)
