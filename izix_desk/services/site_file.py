"""A site as one TOML file: read with every key validated, and written in the same form."""

import re
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from izix_desk.domain.errors import BadInput
from izix_desk.domain.hours import Hours
from izix_desk.domain.site import Site
from izix_desk.services.catalogue import LANGUAGES
from izix_desk.services.site_checks import check_site, refuse_twice
from izix_desk.services.site_gates import read_gate
from izix_desk.services.site_lines import read_line
from izix_desk.services.site_people import (
    read_community,
    read_lease,
    read_lot,
    read_organisation,
    read_policy,
)
from izix_desk.services.site_tables import Table, parse_toml
from izix_desk.services.site_writing import write_site

__all__ = ["read_site", "read_site_text", "write_site"]


def read_site(path: Path) -> Site:
    """Return the site of a TOML file; BadInput names file, key and what was expected."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist; name a site file.") from None
    except UnicodeDecodeError as bad:
        raise BadInput(
            f"{path.name} must be UTF-8 text, but byte {bad.start + 1} is not; save it as UTF-8."
        ) from None
    except OSError as bad:
        raise BadInput(f"{path} cannot be read: {bad.strerror}.") from None
    return read_site_text(text, path.name, path.parent)


def read_site_text(text: str, name: str, folder: Path | None = None) -> Site:
    """Return the site of a TOML text; `name` is how errors call it.

    `folder` is where the text lies, if it does: tables of frames may lie beside it.
    """
    top = Table(name, "", parse_toml(text, name))
    site = _site(top, folder)
    check_site(name, site)
    return site


def _site(top: Table, folder: Path | None) -> Site:
    table = top.table("site")
    if table is None:
        top.missing("site", "a table [site] with name and timezone")
    timezone, country = _timezone(table), _country(table)
    hours = partial(Hours.parse, country=country, timezone=timezone)
    lines = tuple(read_line(each, folder) for each in top.tables("line", "line"))
    refuse_twice(top, "line", [line.id for line in lines])
    by_id = {line.id: line for line in lines}
    site = Site(
        name=table.text("name"),
        timezone=timezone,
        country=country,
        control_room_phone=table.text("control_room_phone", ""),
        technician=table.text("technician", ""),
        on_call=table.text("on_call", ""),
        language=_language(table),
        lines=lines,
        lots=tuple(read_lot(each, hours) for each in top.tables("lot", "lot")),
        gates=tuple(read_gate(each, by_id) for each in top.tables("gate", "gate")),
        organisations=tuple(
            read_organisation(each) for each in top.tables("organisation", "organisation")
        ),
        leases=tuple(read_lease(each, hours) for each in top.tables("lease", "lease")),
        communities=tuple(read_community(each) for each in top.tables("community", "community")),
        policies=tuple(read_policy(each, hours) for each in top.tables("policy", "policy")),
    )
    table.finish()
    top.finish()
    return site


def _timezone(table: Table) -> str:
    name = table.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("timezone", "a time zone such as Europe/Brussels")
    return name


def _language(table: Table) -> str:
    language = table.text("language", "")
    if language not in {"", *LANGUAGES}:
        table.wrong("language", f"one of {', '.join(LANGUAGES)}")
    return language


def _country(table: Table) -> str:
    country = table.text("country", "BE")
    if not re.fullmatch("[A-Z]{2}", country):
        table.wrong("country", "a country of two capitals such as BE")
    return country
