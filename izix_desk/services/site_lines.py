"""Reads the lines of a site file: ports, protocols, and the patterns of cameras."""

import re
from pathlib import Path

from izix_desk.domain.site import Line, Protocol
from izix_desk.services.frame_tables import read_frames, shipped_tables
from izix_desk.services.site_ports import check_framing, read_baudrate, read_port
from izix_desk.services.site_tables import Table, shown

READ_GROUPS = ("plate", "badge", "qr")
PATTERN_GROUPS = (*READ_GROUPS, "confidence", "direction")
_GROUP = "a regular expression with a group (?P<plate>…), (?P<badge>…) or (?P<qr>…)"


def read_line(table: Table, folder: Path | None) -> Line:
    """Return one `[[line]]`; `folder` is where a table of frames may lie."""
    table, line_id = identified(table, "line")
    protocol = table.one_of("protocol", Protocol)
    port = read_port(table)
    line = Line(
        id=line_id,
        port=port,
        protocol=protocol,
        baudrate=read_baudrate(table, port, protocol),
        parity=_parity(table),
        stopbits=table.whole("stopbits", range(1, 3), 1),
        pattern=_expression(table, "pattern"),
        heartbeat=_expression(table, "heartbeat"),
        silent_after=table.optional_number("silent_after", 1, 86_400),
        frames=read_frames(table, folder),
    )
    table.finish()
    check_framing(table, line)
    _check_frames(table, line)
    _check_camera(table, line)
    return line


def identified(table: Table, kind: str) -> tuple[Table, str]:
    """Return the table called by its id, and the id."""
    name = table.text("id")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        table.wrong("id", "letters, digits, dots, hyphens and underscores without spaces")
    return table.renamed(f'{kind} "{name}"'), name


def _parity(table: Table) -> str:
    parity = table.text("parity", "N")
    if parity not in {"N", "E", "O"}:
        table.wrong("parity", "one of N, E, O")
    return parity


def _expression(table: Table, key: str) -> str | None:
    text = table.optional_text(key)
    if text is None:
        return None
    try:
        re.compile(text)
    except re.error as bad:
        table.fault(key, f"must be a regular expression, but {bad} in {shown(text)}")
    return text


def _check_frames(table: Table, line: Line) -> None:
    speaks = line.protocol is Protocol.FRAMES
    if speaks and line.frames is None:
        known = ", ".join(shipped_tables())
        table.missing("frames", f"one of {known}, or a file such as gate.toml")
    if not speaks and line.frames is not None:
        table.fault("frames", "is only for a line with the protocol frames")


def _check_camera(table: Table, line: Line) -> None:
    if line.protocol is not Protocol.PLATES:
        for key in ("pattern", "heartbeat", "silent_after"):
            if key in table:
                table.fault(key, "is only for a line with the protocol plates")
        return
    if line.pattern is None:
        table.missing("pattern", _GROUP)
    groups = re.compile(line.pattern).groupindex
    if set(READ_GROUPS).isdisjoint(groups):
        table.wrong("pattern", _GROUP)
    if strange := [group for group in groups if group not in PATTERN_GROUPS]:
        table.fault("pattern", f"has the group {strange[0]}; known are {', '.join(PATTERN_GROUPS)}")
