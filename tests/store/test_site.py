"""The site: stored as it was given, changed by what differs, and removed by tombstone."""

from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.domain.errors import StoreFault
from izix_desk.domain.site import Group, Line, Protocol
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.store.database import Database, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import load_site, plan_changes, save_site
from tests.support import quay


@pytest.fixture
def example() -> Path:
    """Return the site file that shows every key."""
    return Path(resource("site-example.toml"))


def test_every_field_comes_back(folder: SiteFolder, example: Path) -> None:
    """Every field comes back."""
    site = read_site(example)
    store = open_database(folder)
    changes = store.write(lambda tx: save_site(tx, site))
    assert store.read(load_site) == site
    assert {"gate p1-entry", "lot p1", "organisation acme", "line north"} <= set(changes.added)
    store.close()


def test_saving_again_changes_nothing(database: Database) -> None:
    """Saving again changes nothing."""
    assert not database.write(lambda tx: save_site(tx, quay.site()))
    assert not database.read(lambda tx: plan_changes(tx, quay.site()))


def test_only_what_differs_gets_a_new_version(database: Database) -> None:
    """Only what differs gets a new version."""
    changed = quay.with_gate(quay.site(), "entry", name="Front gate")
    changes = database.write(lambda tx: save_site(tx, changed))
    assert changes.changed == ("gate entry",)
    assert not changes.added
    assert not changes.removed
    assert database.read(load_site) == changed
    assert database.read(_versions) == {"entry": 2, "exit": 1}


def test_what_is_gone_stays_as_a_tombstone_and_may_come_back(database: Database) -> None:
    """What is gone stays as a tombstone and may come back."""
    whole = quay.site()
    without = replace(whole, gates=whole.gates[:1])
    assert database.write(lambda tx: save_site(tx, without)).removed == ("gate exit",)
    assert database.read(load_site) == without
    assert set(database.read(_versions)) == {"entry", "exit"}
    assert database.write(lambda tx: save_site(tx, whole)).added == ("gate exit",)
    assert database.read(load_site) == whole


def test_another_order_is_kept(database: Database) -> None:
    """Another order is kept."""
    site = quay.site()
    turned = replace(site, gates=tuple(reversed(site.gates)))
    database.write(lambda tx: save_site(tx, turned))
    assert [gate.id for gate in database.read(load_site).gates] == ["exit", "entry"]


def test_another_connection_sees_the_new_site(folder: SiteFolder, database: Database) -> None:
    """Another connection sees the new site."""
    other = open_database(folder)
    assert other.read(load_site) == quay.site()
    line = Line(id="east", port="COM9", protocol=Protocol.MODBUS_RTU)
    wider = replace(
        quay.site(),
        lots=tuple(
            replace(lot, groups=(*lot.groups, Group("visitors", "Visitors", 3)))
            for lot in quay.site().lots
        ),
        lines=(*quay.site().lines, line),
    )
    database.write(lambda tx: save_site(tx, wider))
    assert other.read(load_site) == wider
    other.close()


def test_a_site_that_was_not_committed_is_not_remembered(database: Database) -> None:
    """A site that was not committed is not remembered."""

    def save_and_fail(tx: Transaction) -> None:
        save_site(tx, replace(quay.site(), name="Elsewhere"))
        assert load_site(tx).name == "Elsewhere"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(save_and_fail)
    assert database.read(load_site).name == "Quai Nord"


def test_a_store_without_a_site_says_how_to_get_one(folder: SiteFolder) -> None:
    """A store without a site says how to get one."""
    empty = open_database(folder)
    with pytest.raises(StoreFault, match="site load"):
        empty.read(load_site)
    empty.close()


def _versions(tx: Transaction) -> dict[str, int]:
    rows = tx.exec_driver_sql("SELECT id, version FROM gate")
    return {str(row[0]): int(row[1]) for row in rows}
