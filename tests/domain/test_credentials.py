"""How badges, PINs and codes are written, compared and recorded."""

import pytest

from izix_desk.domain.credentials import Credential, badge_name, credential, masked
from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Method


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("26:123:45678", "26:123:45678"),
        (" 26 : 0123 : 00045 ", "26:123:45"),
        ("123:45", "123:45"),
        ("00045678", "45678"),
        ("04a1 b2c3", "04A1B2C3"),
        ("0x0fff", "0x0FFF"),
    ],
)
def test_a_badge_has_one_spelling(written: str, name: str) -> None:
    """Zeros in front of a number and spaces tell nothing; letters are capitals."""
    assert badge_name(written) == name
    assert credential(Method.BADGE, written) == Credential(Method.BADGE, name)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "12 34", "", "١٢٣٤"])
def test_a_pin_has_four_to_twelve_digits(pin: str) -> None:
    """The refusal does not repeat it."""
    with pytest.raises(BadInput, match="4 to 12 digits") as refused:
        credential(Method.PIN, pin)
    assert not pin or pin not in str(refused.value)


def test_nothing_recorded_tells_a_pin_or_a_code() -> None:
    """Nor how long the PIN is; of a code its end, for whoever compares."""
    assert masked(Method.PIN, "4711") == masked(Method.PIN, "471147") == "••••"
    assert masked(Method.QR, "A1B2C3D4E5") == "…D4E5"
    assert masked(Method.QR, "KM74WX") == "…WX"
    assert masked(Method.BADGE, "26:123:45678") == "26:123:45678"
    assert "4711" not in repr(Credential(Method.PIN, "4711"))
