"""The counters of who is inside say what the sessions say, whatever happened."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as some

from izix_desk.domain.commands import Action, GateCommand
from izix_desk.domain.errors import Refused
from izix_desk.domain.site import Group, Site, Strategy
from izix_desk.services.counting import Difference, mend_counters, recount
from izix_desk.services.passing import car_passed
from izix_desk.services.sessions import end_by_hand, end_too_long, stale_sessions
from izix_desk.store.database import Database, Transaction
from izix_desk.store.ids import new_id
from izix_desk.store.occupancy import counted_anew, counters, inside_counts
from tests.support import quay

_SOAK = os.environ.get("IZIX_SOAK") == "1"
_SEED = int(os.environ.get("IZIX_SEED", "0"))
_START = quay.now()


def _site() -> Site:
    plain = quay.site()
    lot, usual = plain.lots[0], plain.policies[0]
    more = (replace(gate, id=f"{gate.id}2", lot="p2", admit=False) for gate in plain.gates)
    return replace(
        plain,
        lots=(lot, replace(lot, id="p2", groups=(Group("guests", "Guests", 5),))),
        gates=(*plain.gates, *more),
        policies=(usual, replace(usual, id="kept", strategy=Strategy.PREF)),
    )


SITE = _site()


class Step(NamedTuple):
    """Something that happens to one car, so many minutes after the last."""

    what: str
    lot: str
    plate: str
    access: str
    minutes: int


_steps = some.builds(
    Step,
    some.sampled_from(["in", "in", "out", "ended by hand", "48 hours", "nothing was stored"]),
    some.sampled_from(["", "2"]),
    some.sampled_from(["1-AAA-111", "2-BBB-222", "3-CCC-333", ""]),
    some.sampled_from(["", "policy:acme-staff", "policy:kept"]),
    some.integers(0, 1500),
)


class _GivenUpError(Exception):
    """The transaction is not committed."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a connection to a store with two lots; the examples go on where the last one ended."""
    database = quay.quay(tmp_path_factory.mktemp("counting") / "site", SITE).open()
    yield database
    database.close()


def take(tx: Transaction, step: Step, at: datetime) -> None:
    """Let a step happen."""
    gate = f"{'exit' if step.what == 'out' else 'entry'}{step.lot}"
    if step.what == "48 hours":
        end_too_long(tx, SITE, at, limit=2)
    elif step.what == "ended by hand":
        for each in stale_sessions(tx, SITE, at, limit=1):
            with suppress(Refused):
                end_by_hand(tx, SITE, each.session.id, "guard", at)
    else:
        car_passed(tx, SITE, car(gate, step.plate, step.access), at)
    if step.what == "nothing was stored":
        raise _GivenUpError


def car(gate: str, plate: str, access: str = "") -> GateCommand:
    """Return the opening for a car."""
    return GateCommand(
        id=new_id(), gate=gate, action=Action.OPEN, reason="DELIVERY", operator="a", desk="b",
        asked=_START, asked_monotonic=1.0, plate=plate, access=access,
    )  # fmt: skip


@seed(_SEED)
@settings(max_examples=1000 if _SOAK else 15, deadline=None, database=None)
@given(some.lists(_steps, min_size=1, max_size=20))
def test_after_any_history_the_counters_are_what_counting_gives(
    store: Database, history: list[Step]
) -> None:
    """In, out, in again, ended by hand or by itself, and given up half-way."""
    at = _START
    for step in history:
        at += timedelta(minutes=step.minutes)
        with suppress(_GivenUpError):
            store.write(lambda tx, step=step, at=at: take(tx, step, at))
        assert store.read(counters) == store.read(counted_anew)
    assert store.read(recount) == ()


def test_a_counter_that_is_wrong_is_found_and_mended(store: Database) -> None:
    """Told with both numbers, and set to what the sessions say."""
    store.write(lambda tx: car_passed(tx, SITE, car("entry", "9-NEW-999"), _START))
    inside = store.read(counted_anew)["p1", "", "staff"]
    store.write(lambda tx: tx.exec_driver_sql("UPDATE inside_count SET cars = 77"))
    wrong = store.read(recount)
    assert Difference("p1", "", "staff", 77, inside) in wrong
    assert store.write(mend_counters) == wrong
    assert store.read(recount) == ()
    assert store.read(lambda tx: inside_counts(tx, "p1"))["staff"] >= inside
