"""Reads the lots, organisations, leases and policies of a site file."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from izix_desk.domain.site import (
    Community,
    Group,
    Lease,
    Lot,
    Manager,
    Organisation,
    Policy,
    Sequence,
    Strategy,
    VisitorPolicy,
)
from izix_desk.services.site_lines import identified
from izix_desk.services.site_tables import Table

PLAN = ("control_room", "visitors", "bookings", "export")
VISIT_FIELDS = (
    "organisation",
    "last_name",
    "first_name",
    "company",
    "phone",
    "email",
    "plates",
    "host",
)
SPOTS = range(1_000_000)
HoursCheck = Callable[[str], object]
"""Raises BadInput when opening hours are not understood."""
T = TypeVar("T")


def read_lot(table: Table, hours: HoursCheck) -> Lot:
    """Return one `[[lot]]`."""
    table, lot_id = identified(table, "lot")
    lot = Lot(
        id=lot_id,
        name=table.text("name"),
        groups=tuple(_group(group) for group in table.tables("groups", f"{table.where}.groups")),
        hours=_hours(table, "hours", hours),
        closed_on=table.days("closed_on"),
        address=table.text("address", ""),
        entry_instructions=table.words("entry_instructions"),
        exit_instructions=table.words("exit_instructions"),
        pedestrian_instructions=table.words("pedestrian_instructions"),
        internal_note=table.text("internal_note", ""),
        owner=table.optional_text("owner"),
    )
    table.finish()
    if not lot.groups:
        table.missing("groups", 'a list such as [{ id = "staff", name = "Staff", spots = 10 }]')
    _refuse_twice(table, "groups", [group.id for group in lot.groups])
    return lot


def _group(table: Table) -> Group:
    table, group_id = identified(table, f"{table.where.rpartition(' ')[0]}: group")
    group = Group(group_id, table.text("name"), table.whole("spots", SPOTS))
    table.finish()
    return group


def _refuse_twice(table: Table, key: str, ids: list[str]) -> None:
    twice = [name for name in ids if ids.count(name) > 1]
    if twice:
        table.fault(key, f'must have different ids, but "{twice[0]}" is there twice')


def _hours(table: Table, key: str, check: HoursCheck) -> str:
    text = table.text(key, "")
    if text.strip():
        table.check(key, check, text)
    return text


def read_organisation(table: Table) -> Organisation:
    """Return one `[[organisation]]`."""
    table, organisation_id = identified(table, "organisation")
    organisation = Organisation(
        id=organisation_id,
        name=table.text("name"),
        plan=_subset(table, "plan", PLAN, ("control_room",)),
        managers=_managers(table),
        takes_visitors=table.flag("takes_visitors", default=False),
        visitors=_visitors(table),
    )
    table.finish()
    return organisation


def _subset(
    table: Table, key: str, known: tuple[str, ...], default: tuple[str, ...]
) -> tuple[str, ...]:
    values = table.texts(key, default)
    if not set(values) <= set(known):
        table.wrong(key, f"a list of {', '.join(known)}")
    return values


def _managers(table: Table) -> tuple[Manager, ...]:
    one = table.table("manager")
    several = table.tables("managers", f"{table.where}.manager")
    return tuple(_manager(each) for each in ((one,) if one else ()) + several)


def _manager(table: Table) -> Manager:
    manager = Manager(table.text("name"), table.text("phone", ""), table.text("email", ""))
    table.finish()
    return manager


def _visitors(table: Table) -> VisitorPolicy:
    terms = table.table("visitors")
    if terms is None:
        return VisitorPolicy()
    usual = VisitorPolicy()
    policy = VisitorPolicy(
        groups=terms.texts("groups"),
        longest_stay_hours=terms.number("longest_stay_hours", 0.25, 8760, usual.longest_stay_hours),
        per_day=terms.optional_whole("per_day", SPOTS),
        host_must_confirm=terms.flag("host_must_confirm", default=False),
        mandatory=_subset(terms, "mandatory", VISIT_FIELDS, usual.mandatory),
    )
    terms.finish()
    return policy


def read_lease(table: Table, hours: HoursCheck) -> Lease:
    """Return one `[[lease]]`; it has no id, so errors name its tenant and lot."""
    table = table.renamed(f'lease "{table.text("tenant")}" of "{table.text("lot")}"')
    starts, ends = table.day("from"), table.optional_day("until")
    lease = Lease(
        tenant=table.text("tenant"),
        lot=table.text("lot"),
        spots=table.numbers("spots"),
        starts=starts,
        ends=ends,
        hours=_hours(table, "hours", hours),
    )
    table.finish()
    if ends is not None and ends < starts:
        table.wrong("until", f"a date that is not before {starts}")
    return lease


def read_community(table: Table) -> Community:
    """Return one `[[community]]`."""
    table, community_id = identified(table, "community")
    community = Community(
        id=community_id,
        name=table.text("name"),
        lot=table.text("lot"),
        organisations=table.texts("organisations"),
        spots=table.numbers("spots"),
    )
    table.finish()
    if len(community.organisations) < 2:
        table.wrong("organisations", "a list of two organisations or more")
    if not community.spots:
        table.missing("spots", "a table such as { visitors = 20 }")
    return community


def read_policy(table: Table, hours: HoursCheck) -> Policy:
    """Return one `[[policy]]`."""
    table, policy_id = identified(table, "policy")
    grace = table.table("grace")
    minutes = partial(_grace, grace)
    policy = Policy(
        id=policy_id,
        organisation=table.text("organisation"),
        strategy=table.one_of("strategy", Strategy),
        lot=table.text("lot"),
        groups=table.texts("groups"),
        name=table.text("name", ""),
        timetable=_hours(table, "timetable", hours),
        grace_before=minutes("before_minutes"),
        grace_after=minutes("after_minutes"),
        starts=table.optional_day("from"),
        ends=table.optional_day("until"),
        **_sequence(table),
        reentry=table.flag("reentry", default=True),
        planning_days=table.optional_whole("planning_days", range(1, 3651)),
        credits=table.whole("credits", SPOTS, 0),
        pay_first=table.flag("pay_first", default=False),
        instructions=table.words("instructions"),
        internal_note=table.text("internal_note", ""),
    )
    table.finish()
    if grace is not None:
        grace.finish()
    if policy.starts and policy.ends and policy.ends < policy.starts:
        table.wrong("until", f"a date that is not before {policy.starts}")
    return policy


def _sequence(table: Table) -> Mapping[str, Any]:
    """Return the rule of both ways, or one for each: { entry = "hard", exit = "soft" }."""
    ways = table.table("sequence") if table.holds_table("sequence") else None
    if ways is None:
        return {"sequence": table.one_of("sequence", Sequence, Sequence.OFF)}
    inward = ways.one_of("entry", Sequence, Sequence.OFF)
    outward = ways.one_of("exit", Sequence, Sequence.OFF)
    ways.finish()
    return {"sequence": inward, "sequence_out": None if outward is inward else outward}


def _grace(table: Table | None, key: str) -> int:
    return 15 if table is None else table.whole(key, range(1441), 15)
