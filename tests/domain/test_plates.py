"""Plates: compared as normalised, suggested as folded, refused when too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from izix_desk.domain.errors import BadInput
from izix_desk.domain.plates import checked_plate, fold, normalise, pretty


@pytest.mark.parametrize(("text", "plate"), [
    ("1-abc-234", "1ABC234"), (" 2 DEF 111 ", "2DEF111"), ("é-1", "E1"), ("ß 1", "SS1"),
    ("1·ABC·234", "1ABC234"), ("--", ""), ("ÅÖ 12", "AO12"),
])  # fmt: skip
def test_normalised(text: str, plate: str) -> None:
    """Upper case letters and digits remain."""
    assert normalise(text) == plate


@pytest.mark.parametrize(("one", "other"), [
    ("O0QD", "0000"), ("1IL", "111"), ("2Z", "22"), ("5S", "55"), ("8B", "88"),
    ("I-ABC-Z34", "1-A8C-234"),
])  # fmt: skip
def test_look_alikes_fold_together(one: str, other: str) -> None:
    """What a camera confuses becomes one."""
    assert fold(one) == fold(other)


def test_other_letters_stay_apart() -> None:
    """What it does not confuse stays."""
    assert len({fold(sign) for sign in "ACEFGHJKMNPRTUVWXY34679"}) == 23


@given(some.text(max_size=20))
def test_normalising_and_folding_are_done_once(text: str) -> None:
    """Doing it again changes nothing."""
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)
    assert set(normalise(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@pytest.mark.parametrize(("text", "why"), [
    ("", "is not a plate"), ("---", "is not a plate"), ("A" * 40, "at most 12"),
    ("1-ABC-234-567-8901", "at most 12"),
])  # fmt: skip
def test_what_is_no_plate_is_refused(text: str, why: str) -> None:
    """Where it enters, with a sentence."""
    with pytest.raises(BadInput, match=why):
        checked_plate(text)


def test_twelve_letters_and_digits_are_a_plate() -> None:
    """The longest that is one."""
    assert checked_plate("ABCD-EFGH-1234") == "ABCDEFGH1234"


@pytest.mark.parametrize(("text", "shown"), [
    ("1ABC234", "1-ABC-234"), ("ab123cd", "AB-123-CD"), ("1-abc-234", "1-ABC-234"),
    ("1A8C234", "1A8C234"), ("", ""),
])  # fmt: skip
def test_as_one_reads_it(text: str, shown: str) -> None:
    """With hyphens where letters and digits meet."""
    assert pretty(text) == shown
