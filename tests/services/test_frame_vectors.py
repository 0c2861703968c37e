"""The tables that come with the program, against the bytes that the makers print."""

import pytest

from izix_desk.domain.frame_pattern import read_pattern
from izix_desk.domain.frame_table import FrameTable
from izix_desk.services.frame_tables import shipped_tables

RF = "https://info.kmtronic.com/kmtronic-rf433mhz-relays-commands.html"
USB = "https://info.kmtronic.com/kmtronic-usb-relay-test-software.html"
MACH = "Mach Power AC-ATRI-018, manual, page 12, attachment II"
DIGICON = "Digicon Tx1500, manual, page 31, section 7.5"
VECTORS = [
    # source, table, what is told, address, output, bytes as printed
    (RF, "kmtronic", "on", 0, 0, "FF 01 01"),
    (RF, "kmtronic", "off", 0, 0, "FF 01 00"),
    (RF, "kmtronic", "on", 0, 7, "FF 08 01"),
    (RF, "kmtronic", "on", 0, 8, "FF 09 01"),  # board 2, relay 1
    (RF, "kmtronic", "off", 0, 15, "FF 10 00"),
    (RF, "kmtronic", "on", 0, 27, "FF 1C 01"),  # board 4, relay 4
    (USB, "kmtronic-4", "on", 0, 3, "FF 04 01"),
    (USB, "kmtronic-4", "status", 0, 0, "FF 09 00"),
    (USB, "kmtronic-8", "on", 0, 7, "FF 08 01"),
    (USB, "kmtronic-8", "off", 0, 1, "FF 02 00"),
    (USB, "kmtronic-8", "status", 0, 0, "FF 09 00"),
    (MACH, "turnstile-xor", "pulse", 1, 0, "EB 01 40 00 AA"),
    (MACH, "turnstile-xor", "pulse", 1, 1, "EB 01 41 00 AB"),
    (DIGICON, "digicon", "pulse", 0, 0, "02 02 00 48 48"),
]


def requests(table: FrameTable) -> dict[str, str]:
    """Return all requests of a table, the question for the status too."""
    told = {key: exchange.request for key, exchange in table.commands.items()}
    return told | ({"status": table.status.request} if table.status else {})


@pytest.mark.parametrize(("_source", "name", "key", "address", "output", "printed"), VECTORS)
def test_frames_are_as_the_makers_print_them(
    _source: str, name: str, key: str, address: int, output: int, printed: str
) -> None:
    """Check and all."""
    table = shipped_tables()[name]
    pattern = read_pattern(requests(table)[key], table)
    assert pattern.build(address, table.channels[output]) == bytes.fromhex(printed)


def test_every_shipped_table_has_its_vectors() -> None:
    """Each thing that can be sent was compared with a paper."""
    told = {(name, key) for name, table in shipped_tables().items() for key in requests(table)}
    printed = {(name, key) for _, name, key, *_ in VECTORS}
    assert told - printed == {("kmtronic-4", "off")}  # prints the same as of the board of eight


def test_digicon_says_whether_it_understood() -> None:
    """02 02 00 06 06 is printed as the answer OK; 15 instead of 06 is its *invalid command*."""
    table = shipped_tables()["digicon"]
    assert table.pulse
    printed = bytes.fromhex("02 02 00 06 06")
    assert read_pattern(table.pulse.reply, table).find(printed, 0) == printed
    assert not read_pattern(table.pulse.refusal, table).find(printed, 0)
    assert read_pattern(table.pulse.refusal, table).find(bytes.fromhex("0202001515"), 0)


def test_kmtronic_tells_one_byte_for_each_relay() -> None:
    """The first byte is the first relay, 01 is on."""
    table = shipped_tables()["kmtronic-8"]
    assert table.status
    reply = read_pattern(table.status.reply, table).find(bytes.fromhex("0100000000000001"), 0)
    assert reply
    lit = [bool(reply[at.byte] >> at.bit & 1) for at in table.status.outputs]
    assert lit == [True, *[False] * 6, True]


def test_what_no_write_of_a_maker_answers_is_not_awaited() -> None:
    """KMtronic and the turnstile of Mach Power reply to no command."""
    silent = {
        name
        for name, table in shipped_tables().items()
        if not any(exchange.reply for exchange in table.commands.values())
    }
    assert silent == {"kmtronic", "kmtronic-4", "kmtronic-8", "turnstile-xor"}
