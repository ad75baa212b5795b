"""A document of a case in which something is wrong is refused, or its client is sound.

`make fuzz` looks at many more of them, see `tests.fuzz`; a document that it finds gets a test of
its own, beside the code that was wrong.
"""

from pathlib import Path

import pytest

from tests.generator.contract import check, write_mutated
from tests.generator.mutations import mutated

SEEDS = range(20)


def test_a_seed_makes_one_document() -> None:
    """What `make fuzz` reports can be made again; other seeds make others."""
    assert [mutated(seed) for seed in SEEDS] == [mutated(seed) for seed in SEEDS]
    assert len({mutated(seed) for seed in SEEDS}) == len(SEEDS)


def test_mutated_documents_are_refused_or_their_clients_import(tmp_path: Path) -> None:
    """Without a traceback, and with a location for each error; there are some of both."""
    found = [
        check(write_mutated(seed, tmp_path / str(seed)), tmp_path / f"client_{seed}")
        for seed in SEEDS
    ]

    assert set(found) == {True, False}


def test_an_error_without_a_location_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail: a traceback ends it, and so does a message that says nowhere."""
    monkeypatch.setattr("generator.cli.report", lambda *_, **__: None)
    (tmp_path / "spec.yaml").write_text("openapi: 3.1.0\n")
    with pytest.raises(AssertionError):
        check(tmp_path / "spec.yaml", tmp_path / "client")
