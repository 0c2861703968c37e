"""What a site file may say of OSDP lines."""

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.services.site_file import read_site_text
from tests.services.test_site_file import SMALL


def test_an_osdp_line_carries_32_devices() -> None:
    """The 33rd is refused with its place; a pulse may last as long as the command can tell."""
    gate = SMALL[SMALL.index("[[gate]]") : SMALL.index('plates = "cam"')]
    gate = gate.replace("coil = 0, seconds = 1.0", "output = 0, seconds = 6553.5")
    more = "".join(
        gate.replace('"in"', f'"g{n}"').replace('"In"', f'"G{n}"').replace("= 1\n", f"= {n}\n", 1)
        for n in range(33)
    )
    head = SMALL[: SMALL.index("[[gate]]")].replace("modbus-rtu", "osdp")
    with pytest.raises(BadInput, match=r'gate "g32".address brings line "north" more than the 32'):
        read_site_text(head + more, "yard.toml")
    fits = read_site_text(head + more[: more.index('id = "g32"') - len("[[gate]]\n")], "yard.toml")
    assert len(fits.gates) == 32


OSDP = (
    SMALL.replace("modbus-rtu", "osdp")
    .replace("coil = 0,", "output = 0,")
    .replace('coil = 1, seconds = 1.5, timed_by = "board", board = "waveshare"', "output = 1")
)
BAD = [
    ("address = 1\nopen = { output = 0", "address = 127\nopen = { output = 0", "0 to 126, not 127"),
    ("opened = 1", "opened = { input = 1, address = 127 }", r"opened.address .* 0 to 126, not 127"),
    ("seconds = 1.0", "seconds = 6553.6", r"open.seconds must be .* 6553.5, not 6553.6"),
    ("seconds = 1.0", "seconds = 0.04", r"open.seconds must be .* 0.1 to"),
    ("output = 1", "output = 256", r"open.output must be .* 0 to 255, not 256"),
    ("output = 1", "output = 0", r'gate "out".open must have an output of its own'),
    ("output = 1", "coil = 1", r"open.output is missing"),
    ("output = 1", 'output = 1, board = "waveshare"', r"open.board is not a key"),
]


@pytest.mark.parametrize(("good", "bad", "why"), BAD)
def test_what_no_device_can_do_is_refused(good: str, bad: str, why: str) -> None:
    """An address of 127 is everybody's; the time is sixteen bits of tenths."""
    assert read_site_text(OSDP, "yard.toml")
    assert good in OSDP
    with pytest.raises(BadInput, match=why):
        read_site_text(OSDP.replace(good, bad, 1), "yard.toml")
