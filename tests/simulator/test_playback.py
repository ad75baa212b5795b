"""The queue with a clock."""

from telnyx_simulator.playback import QUEUE_LIMIT, Playback

SILENCE = 0xFF


def test_a_mark_waits_for_the_audio_before_it() -> None:
    """It is returned when the last sample before it was heard, and no sooner."""
    playback = Playback(SILENCE)
    playback.add(0, 320, bytes(320))
    assert playback.mark(0, "end")

    assert playback.advance(160).marks == []
    assert playback.advance(319).marks == []
    assert playback.advance(320).marks == ["end"]


def test_a_mark_with_nothing_before_it_is_due_at_once() -> None:
    """An empty queue, or one that was heard, holds no mark back."""
    playback = Playback(SILENCE)
    assert not playback.mark(0, "at once")
    playback.add(0, 160, bytes(160))
    playback.advance(160)
    assert not playback.mark(160, "heard")


def test_clear_returns_all_marks_and_cuts_the_sound() -> None:
    """What was not heard by then is never heard."""
    playback = Playback(SILENCE)
    playback.add(0, 160, bytes(160))
    playback.mark(0, "one")
    playback.add(0, 160, bytes(160))
    playback.mark(0, "two")

    assert playback.clear(80) == ["one", "two"]
    assert playback.advance(160).audio == bytes(80) + bytes([SILENCE]) * 80
    assert playback.advance(320).audio is None
    assert playback.queued == 0


def test_gaps_are_silent() -> None:
    """Audio that comes late begins where it came."""
    playback = Playback(SILENCE)
    playback.add(40, 40, bytes(40))
    assert playback.advance(160).audio == b"\xff" * 40 + bytes(40) + b"\xff" * 80


def test_sound_that_is_not_known_is_said_to_be_so() -> None:
    """MP3 has a length and no samples."""
    playback = Playback(SILENCE)
    playback.add(0, 200, None)
    assert playback.advance(160).is_opaque
    assert playback.advance(320).is_opaque
    assert not playback.advance(480).is_opaque


def test_a_flood_of_audio_takes_no_memory() -> None:
    """Beyond ten minutes only lengths are kept, and marks still come in time."""
    playback = Playback(SILENCE)
    half_a_minute = bytes(240_000)
    for _ in range(120):
        playback.add(0, len(half_a_minute), half_a_minute)
    playback.mark(0, "an hour later")

    kept = sum(len(chunk.data or b"") for chunk in playback._chunks)
    assert kept <= QUEUE_LIMIT
    assert playback.queued == 120 * 240_000
    assert playback.advance(120 * 240_000 - 1).marks == []
    assert playback.advance(120 * 240_000).marks == ["an hour later"]
