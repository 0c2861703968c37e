"""Keys become PINs; a keypad at which one guesses is locked."""

import pytest

from izix_desk.domain.credentials import credential
from izix_desk.domain.errors import BadInput
from izix_desk.domain.methods import Method
from izix_desk.engine.keypads import Guess, Keypad, Keypads, Reader


@pytest.mark.parametrize(
    ("pressed", "pins"),
    [
        (["4711#"], ["4711"]),
        (["4", "7", "1", "1", "#"], ["4711"]),
        (["47", "*4711#"], ["4711"]),
        (["#", "*", "##"], []),
        (["4711#0815#"], ["4711", "0815"]),
        (["4711"], []),
        (["47A1#"], ["47A1"]),
    ],
)
def test_keys(pressed: list[str], pins: list[str]) -> None:
    """`#` ends a PIN, `*` begins anew."""
    pad = Keypad()
    got = [pin for n, keys in enumerate(pressed) for pin in pad.press(keys, float(n))]
    assert got == pins


def test_whoever_walks_away_leaves_nothing_behind() -> None:
    """Ten seconds without a key, and the next one begins another PIN."""
    pad = Keypad()
    assert pad.press("47", 0) == ()
    assert pad.press("11#", 9.9) == ("4711",)
    assert pad.press("47", 20) == ()
    assert pad.press("11#", 30) == ("11",)


def test_what_is_too_long_fits_nobody() -> None:
    """However long it is; and it is not kept."""
    pad = Keypad()
    for n in range(1000):
        assert pad.press("1", n / 100) == ()
    (pin,) = pad.press("#", 10)
    with pytest.raises(BadInput):
        credential(Method.PIN, pin)
    assert "1111" not in repr(pad)


def test_readers_have_keypads_of_their_own() -> None:
    """Two people may press at the same time."""
    pads = Keypads()
    one, other = Reader("north", 5, 0), Reader("north", 5, 1)
    assert pads.press(one, "47", 0) == pads.press(other, "08", 0) == ()
    assert pads.press(one, "11#", 1) == ("4711",)
    assert pads.press(other, "15#", 1) == ("0815",)
    assert pads.guess(one) is not pads.guess(other)


def wrong(guess: Guess, count: int, at: float) -> list[float]:
    """Try so many wrong PINs, and return for how long each of them locked."""
    return [guess.took(at + n, known=False) for n in range(count)]


def test_five_wrong_ones_in_a_row_lock_it() -> None:
    """For a minute, then for twice as long each time; a right one makes good."""
    guess = Guess()
    assert wrong(guess, 5, 0) == [0, 0, 0, 0, 60]
    assert guess.is_locked(63.9)
    assert not guess.is_locked(64.1)
    assert wrong(guess, 5, 100)[-1] == 120
    guess.took(300, known=True)
    assert wrong(guess, 4, 301) == [0, 0, 0, 0]
    guess.took(310, known=True)
    assert wrong(guess, 5, 311)[-1] == 60


def test_it_is_never_locked_for_long() -> None:
    """A quarter of an hour at most; whoever waits for as long again begins anew."""
    guess, at = Guess(), 0.0
    locks: list[float] = []
    for _ in range(7):
        locks += wrong(guess, 5, at)[-1:]
        at = guess.until + 1
    assert locks == [60, 120, 240, 480, 900, 900, 900]
    assert wrong(guess, 5, guess.until + 901)[-1] == 60
