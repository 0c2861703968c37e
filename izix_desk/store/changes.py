"""What an import changes for a parker there is already; doing it twice changes nothing more."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam, update

from izix_desk.domain.credentials import Credential
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Method
from izix_desk.store import parkers, schema
from izix_desk.store.columns import to_json
from izix_desk.store.credentials import add_credentials, take_credentials
from izix_desk.store.database import Transaction
from izix_desk.store.parker_rows import Parker
from izix_desk.store.search_index import index_anew
from izix_desk.store.whole_parkers import WholeParker, whole_parkers

_profile, _right = schema.profile.c, schema.access_right.c
_SAVE_PROFILE = (
    update(schema.profile)
    .where(_profile.id == bindparam("who", type_=_profile.id.type))
    .values(version=_profile.version + 1)
)
_MOVE_RIGHT = update(schema.access_right).where(
    _right.id == bindparam("which", type_=_right.id.type)
)


def change_to_json(change: Parker) -> str:
    """Return what a sheet says about a parker there is already, to be kept for later."""
    return to_json(change)


def json_to_change(record: str) -> Parker:
    """Return what `change_to_json` was given."""
    parts = cast("dict[str, Any]", json.loads(record))
    return Parker(
        profile=_to_profile(parts["profile"]),
        vehicles=tuple(_to_vehicle(each) for each in parts["vehicles"]),
        rights=tuple(_to_right(each) for each in parts["rights"]),
        credentials=tuple(_to_credential(each) for each in parts["credentials"]),
    )


def apply_changes(tx: Transaction, changes: Sequence[Parker]) -> None:
    """Bring parkers to what a sheet says; what there is stays, but for a PIN."""
    before = whole_parkers(tx, {change.profile.id for change in changes})
    after = dict(before)
    for change in changes:
        there = after.get(change.profile.id)
        if there is not None:  # else deleted meanwhile
            after[change.profile.id] = replace(there, parker=_changed(there.parker, change))
    pairs = [(there, after[each]) for each, there in before.items() if after[each] != there]
    _save_profiles(tx, [(old.parker.profile, new.parker.profile) for old, new in pairs])
    _move_rights(tx, [(old.parker.rights, new.parker.rights) for old, new in pairs])
    parkers.add_rights(
        tx, [each for old, new in pairs for each in new.parker.rights[len(old.parker.rights) :]]
    )
    parkers.add_vehicles(
        tx, [each for old, new in pairs for each in new.parker.vehicles[len(old.parker.vehicles) :]]
    )
    _save_credentials(tx, pairs)
    index_anew(tx, pairs)


def _changed(known: Parker, sheet: Parker) -> Parker:
    plates = {normalise(each.plate) for each in known.vehicles}
    fresh = [each for each in sheet.vehicles if normalise(each.plate) not in plates]
    return Parker(
        profile=_kept(known.profile, sheet.profile),
        vehicles=(*known.vehicles, *fresh),
        rights=_prolonged(known.rights, sheet.rights),
        credentials=_with_new(known.credentials, sheet.credentials),
    )


def _with_new(known: Sequence[Credential], sheet: Sequence[Credential]) -> tuple[Credential, ...]:
    # A new PIN takes the place of the old one, which somebody else may know by now.
    new_pin = any(each.kind is Method.PIN for each in sheet)
    kept = [each for each in known if each in sheet or not (new_pin and each.kind is Method.PIN)]
    return (*kept, *(each for each in sheet if each not in kept))


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


def _prolonged(known: Sequence[Right], sheet: Sequence[Right]) -> tuple[Right, ...]:
    rights = {each.id: each for each in known}
    by_policy = {each.policy: each for each in known}
    for each in sheet:
        there = by_policy.get(each.policy, each)
        # Days that the sheet leaves open stay as they are.
        days = {"starts": each.starts or there.starts, "ends": each.ends or there.ends}
        rights[there.id] = replace(there, **days)
        by_policy[each.policy] = rights[there.id]
    return tuple(rights.values())


def _save_profiles(tx: Transaction, pairs: Iterable[tuple[Profile, Profile]]) -> None:
    rows = [{**parkers.PROFILES.values(new), "who": new.id} for old, new in pairs if new != old]
    for row in rows:
        del row["id"]  # else every table that names profiles would be asked
    if rows:
        tx.execute(_SAVE_PROFILE, rows)


def _move_rights(tx: Transaction, pairs: Iterable[tuple[Sequence[Right], Sequence[Right]]]) -> None:
    rows = [
        {"which": now.id, "starts": now.starts, "ends": now.ends}
        for old, new in pairs
        for before, now in zip(old, new, strict=False)
        if now != before
    ]
    if rows:
        tx.execute(_MOVE_RIGHT, rows)


def _save_credentials(tx: Transaction, pairs: Iterable[tuple[WholeParker, WholeParker]]) -> None:
    for old, new in pairs:
        had, has = old.parker.credentials, new.parker.credentials
        who = new.parker.profile.id
        take_credentials(tx, who, [each for each in had if each not in has])
        add_credentials(tx, who, [each for each in has if each not in had])


def _to_credential(parts: dict[str, str]) -> Credential:
    return Credential(Method(parts["kind"]), parts["value"])


def _to_profile(parts: dict[str, Any]) -> Profile:
    for name in ("phones", "emails", "tags"):
        parts[name] = tuple(parts[name])
    parts["id"] = UUID(parts["id"])
    return Profile(**parts)


def _to_vehicle(parts: dict[str, Any]) -> Vehicle:
    for name in ("id", "profile"):
        parts[name] = _uuid(parts[name])
    until = parts["valid_until"]
    parts["valid_until"] = None if until is None else datetime.fromisoformat(until)
    return Vehicle(**parts)


def _to_right(parts: dict[str, Any]) -> Right:
    for name in ("id", "profile", "vehicle"):
        parts[name] = _uuid(parts[name])
    for name in ("starts", "ends"):
        parts[name] = None if parts[name] is None else date.fromisoformat(parts[name])
    return Right(**parts)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
