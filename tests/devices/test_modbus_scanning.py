"""What a board says of itself, as MODBUS Application Protocol V1.1b3, 6.21 shows it."""

import pytest

from izix_desk.devices.modbus.frames import seal
from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.tally import Verdict

TEXTS = (b"Company identification", b"Product code XX", b"V2.11")
OBJECTS = b"".join(bytes((number, len(text))) + text for number, text in enumerate(TEXTS))
IDENTITY = seal(b"\x01\x2b\x0e\x01\x01\x00\x00\x03" + OBJECTS)
REFUSAL = seal(b"\x01\xab\x01")
ASKED = ModbusProbe().details(1)[-1]
DAMAGED = IDENTITY[:20] + b"?" + IDENTITY[21:]
CASES = [
    (IDENTITY, Verdict.GOOD),
    (IDENTITY + IDENTITY, Verdict.GOOD),
    (IDENTITY[:-1], Verdict.BAD_CHECK),
    (DAMAGED, Verdict.BAD_CHECK),
    (IDENTITY[:7], Verdict.BAD_CHECK),
    (REFUSAL, Verdict.GOOD),
    (REFUSAL + REFUSAL, Verdict.GOOD),
    (REFUSAL[:-1], Verdict.BAD_CHECK),
    (b"\x02" + IDENTITY[1:], Verdict.NO_FRAME),
    (b"", Verdict.NOTHING),
]


@pytest.mark.parametrize(("received", "verdict"), CASES)
def test_an_identity_is_judged(received: bytes, verdict: Verdict) -> None:
    """Whole once is enough; an adapter that doubles it does not damage it."""
    assert ModbusProbe().judge(ASKED, received) is verdict


@pytest.mark.parametrize("received", [IDENTITY, IDENTITY + IDENTITY])
def test_an_identity_is_told(received: bytes) -> None:
    """All its texts, each once."""
    words = ModbusProbe().words(1, {ASKED: received})
    assert words.endswith("; Company identification Product code XX V2.11")


@pytest.mark.parametrize("received", [b"", REFUSAL, DAMAGED, IDENTITY[:7]])
def test_what_is_no_identity_tells_none(received: bytes) -> None:
    """A refusal names nobody, nor does damage."""
    assert "ompany" not in ModbusProbe().words(1, {ASKED: received})
