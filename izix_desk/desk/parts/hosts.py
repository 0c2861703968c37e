"""Organisations as hosts: finding one by three letters, and on what terms it takes visitors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.models.choices import Choice
from izix_desk.domain.names import simplify
from izix_desk.domain.views import HostOrganisation

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said at once about an organisation."""

    text: str
    tone: str
    takes: bool
    """Whether a visit to it can be registered."""


def matching(hosts: Sequence[HostOrganisation], typed: str) -> list[HostOrganisation]:
    """Return organisations by what was typed: those that begin so, then any word, then inside."""
    wanted = simplify(typed)
    if not wanted:
        return []
    ranked = [(_rank(simplify(host.organisation.name), wanted), host) for host in hosts]
    found = [(rank, host.organisation.name, host) for rank, host in ranked if rank is not None]
    return [host for _, _, host in sorted(found, key=lambda each: each[:2])]


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in name.split()):
        return 1
    return 2 if wanted in name else None


def host_choice(host: HostOrganisation) -> Choice:
    """Return an organisation as a row to choose."""
    if not _takes(host):
        return Choice(host.organisation.id, host.organisation.name, _no_visitors())
    note = translate("Hosts", "{0} of {1} free").format(host.free, host.spots)
    return Choice(host.organisation.id, host.organisation.name, note)


def terms(host: HostOrganisation, lots: Mapping[str, str], here: str = "") -> Terms:
    """Return whether it takes visitors, how many spots are free, and else whom to call.

    `lots` are names by id, `here` is the lot where the visitor stands.
    """
    name = host.organisation.name
    if not host.organisation.takes_visitors:
        text = translate("Hosts", "{0} takes no visitors. {1}").format(name, _call(host))
        return Terms(text.strip(), "red", takes=False)
    if not host.lots:
        text = translate("Hosts", "{0} has no visitor spots here now. {1}")
        return Terms(text.format(name, _call(host)).strip(), "red", takes=False)
    if here and here not in host.lots:
        where = ", ".join(lots.get(lot, lot) for lot in host.lots)
        text = translate("Hosts", "Its visitors park at {0}, not at {1}.")
        return Terms(text.format(where, lots.get(here, here)), "amber", takes=True)
    if host.free <= 0:
        text = translate("Hosts", "Takes visitors, but none of its {0} spots is free. {1}")
        return Terms(text.format(host.spots, _call(host)).strip(), "amber", takes=True)
    text = translate("Hosts", "Takes visitors: {0} of its {1} spots are free.")
    return Terms(f"{text.format(host.free, host.spots)}{_quota(host)}", "dim", takes=True)


def _takes(host: HostOrganisation) -> bool:
    return host.organisation.takes_visitors and bool(host.lots)


def _quota(host: HostOrganisation) -> str:
    per_day = host.organisation.visitors.per_day
    if per_day is None:
        return ""
    words = translate("Hosts", "Visits today: {0} of {1}.").format(host.visits_today, per_day)
    return f" {words}"


def _no_visitors() -> str:
    return translate("Hosts", "no visitors")


def _call(host: HostOrganisation) -> str:
    people = [
        ", ".join(part for part in (manager.name, manager.phone, manager.email) if part)
        for manager in host.organisation.managers
    ]
    return translate("Hosts", "Ask {0}.").format("; ".join(people)) if people else ""
