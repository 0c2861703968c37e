"""What an import changes for a parker there is already; doing it twice changes nothing more."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import insert, select, update

from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.plates import normalise
from izix_desk.store import parkers, schema
from izix_desk.store.columns import to_json
from izix_desk.store.database import Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.parker_rows import Parker
from izix_desk.store.search_index import index_profile, unindex_profile


def change_to_json(change: Parker) -> str:
    """Return what a sheet says about a parker there is already, to be kept for later."""
    return to_json(change)


def json_to_change(record: str) -> Parker:
    """Return what `change_to_json` was given."""
    parts = cast("dict[str, Any]", json.loads(record))
    return Parker(
        profile=_profile(parts["profile"]),
        vehicles=tuple(_vehicle(each) for each in parts["vehicles"]),
        rights=tuple(_right(each) for each in parts["rights"]),
        badges=tuple(parts["badges"]),
    )


def apply_change(tx: Transaction, change: Parker) -> None:
    """Bring a parker to what a sheet says; plates, rights and badges are added, never taken."""
    known = parkers.profile(tx, change.profile.id)
    if known is None:  # deleted meanwhile
        return
    unindex_profile(tx, known.id)
    parkers.save_profile(tx, _kept(known, change.profile))
    _add_vehicles(tx, change)
    _add_rights(tx, change)
    _add_badges(tx, change)
    index_profile(tx, known.id)


def _kept(known: Profile, sheet: Profile) -> Profile:
    # A sheet says nothing about these, and a block must outlast every import.
    return replace(
        sheet,
        visitor=known.visitor,
        active=known.active,
        blocked=known.blocked,
        block_note=known.block_note,
        note=sheet.note or known.note,
    )


def _add_vehicles(tx: Transaction, change: Parker) -> None:
    there = {normalise(each.plate) for each in parkers.vehicles_of(tx, change.profile.id)}
    fresh = [each for each in change.vehicles if normalise(each.plate) not in there]
    parkers.add_vehicles(tx, fresh)


def _add_rights(tx: Transaction, change: Parker) -> None:
    there = {each.policy: each for each in parkers.rights_of(tx, change.profile.id)}
    parkers.add_rights(tx, [each for each in change.rights if each.policy not in there])
    for each in change.rights:
        known = there.get(each.policy)
        if known is not None:
            # Days that the sheet leaves open stay as they are.
            days = {"starts": each.starts or known.starts, "ends": each.ends or known.ends}
            mine = update(schema.access_right).where(schema.access_right.c.id == known.id)
            tx.execute(mine.values(**days))


def _add_badges(tx: Transaction, change: Parker) -> None:
    credential = schema.credential.c
    mine = select(credential.value).where(credential.profile == change.profile.id)
    there = set(tx.execute(mine).scalars())
    for badge in change.badges:
        if badge not in there:
            values = {"profile": change.profile.id, "kind": "BADGE", "value": badge}
            tx.execute(insert(schema.credential).values(id=new_id(), **values))


def _profile(parts: dict[str, Any]) -> Profile:
    for name in ("phones", "emails", "tags"):
        parts[name] = tuple(parts[name])
    parts["id"] = UUID(parts["id"])
    return Profile(**parts)


def _vehicle(parts: dict[str, Any]) -> Vehicle:
    for name in ("id", "profile"):
        parts[name] = _uuid(parts[name])
    until = parts["valid_until"]
    parts["valid_until"] = None if until is None else datetime.fromisoformat(until)
    return Vehicle(**parts)


def _right(parts: dict[str, Any]) -> Right:
    for name in ("id", "profile", "vehicle"):
        parts[name] = _uuid(parts[name])
    for name in ("starts", "ends"):
        parts[name] = None if parts[name] is None else date.fromisoformat(parts[name])
    return Right(**parts)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
