"""What is the same thing in two lists."""

from generator.diff.matching import Matched, match


def test_a_reliable_identity_wins_over_a_weaker_one() -> None:
    """Everything is paired by the first identity before the second one is asked."""
    old, new = ["a1", "b2"], ["b1", "a2"]

    by_letter = match(old, new, [lambda text: text[0], lambda text: text[1]])

    assert by_letter == Matched([("b2", "b1"), ("a1", "a2")], [], [])


def test_what_has_no_partner_is_removed_or_added() -> None:
    """Each thing is in one pair at most, the first of several; None identifies nothing."""
    identities = [lambda text: None if text == "x" else text[0]]

    assert match(["a1", "a2", "x"], ["a3", "x"], identities) == Matched(
        [("a1", "a3")], ["a2", "x"], ["x"]
    )
