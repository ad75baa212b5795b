"""Compressed responses, whatever the server calls them and however they are cut."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_client._runtime.inflating import Inflater

DATA = b'{"sid": "e9cea0be"}' * 20
FORMS = {
    "gzip": ("gzip", gzip.compress(DATA)),
    "x-gzip": ("x-gzip", gzip.compress(DATA)),
    "two members": ("gzip", gzip.compress(DATA[:50]) + gzip.compress(DATA[50:])),
    "an empty member": ("gzip", gzip.compress(b"") + gzip.compress(DATA)),
    "padded": ("gzip", gzip.compress(DATA) + b"\0" * 20),
    "zlib": ("deflate", zlib.compress(DATA)),
    "zlib, called gzip": ("gzip", zlib.compress(DATA)),
    "no header": ("deflate", zlib.compress(DATA, wbits=-15)),
    "not compressed": ("gzip", DATA),
}


@pytest.mark.parametrize("form", FORMS)
@given(cuts=st.lists(st.integers(0, 400), max_size=6))
@settings(max_examples=20, deadline=None)
def test_it_does_not_matter_where_the_pieces_are_cut(form: str, cuts: list[int]) -> None:
    """Nor which of its formats the server chose."""
    encoding, packed = FORMS[form]
    inflater = Inflater(encoding)
    places = [0, *sorted(cuts), len(packed)]
    pieces = [packed[start:end] for start, end in pairwise(places)]

    assert b"".join(inflater.feed(piece, 10_000) for piece in pieces) == DATA
    assert inflater.problem is None


@pytest.mark.parametrize("form", ["gzip", "two members", "zlib", "no header"])
def test_a_body_that_is_cut_off_is_not_complete(form: str) -> None:
    """So that half of a response is not taken for all of it."""
    encoding, packed = FORMS[form]
    inflater = Inflater(encoding)
    inflater.feed(packed[:-3], 10_000)

    assert inflater.problem


def test_no_more_comes_out_than_there_is_room_for() -> None:
    """However much is packed into a few bytes."""
    inflater = Inflater("gzip")

    assert len(inflater.feed(gzip.compress(bytes(10**7)), 1000)) == 1000


@pytest.mark.parametrize(
    "packed",
    [b"\x1f\x8b\xff\xff", gzip.compress(DATA)[:-8] + b"12345678"],
    ids=["no gzip", "wrong checksum"],
)
def test_broken_data_is_an_error(packed: bytes) -> None:
    """Also where only the checksum is wrong."""
    inflater = Inflater("gzip")
    inflater.feed(packed * 2, 10_000)

    assert inflater.is_broken
    assert inflater.problem


def test_what_came_before_a_wrong_checksum_is_kept() -> None:
    """A running stream's id may be in it."""
    packed = gzip.compress(DATA)[:-8] + b"12345678"

    assert Inflater("gzip").feed(packed, 10_000) == DATA


def test_parts_without_number_are_broken_data() -> None:
    """A response of empty parts would keep the processor busy for nothing."""
    inflater = Inflater("gzip")
    inflater.feed(gzip.compress(b"") * 100_000, 10_000)

    assert inflater.is_broken
