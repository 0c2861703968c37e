"""How long bytes take on a line."""

from izix_desk.domain.site import Line


def character_seconds(line: Line) -> float:
    """Return the time of one byte: start bit, eight data bits, parity if any, stop bits."""
    return (9 + (line.parity != "N") + line.stopbits) / line.baudrate
