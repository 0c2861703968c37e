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
