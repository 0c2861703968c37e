"""Turns one row of a sheet into one parker, or says why it cannot."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from izix_desk.domain.credentials import Credential, credential
from izix_desk.domain.errors import BadInput
from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.plates import checked_plate, normalise
from izix_desk.domain.site import Method, Site
from izix_desk.services.import_headings import Columns, Headings, alike
from izix_desk.services.plate_countries import split_country
from izix_desk.services.telephones import PhoneCheck
from izix_desk.store.ids import new_id
from izix_desk.store.parker_rows import Parker

LONGEST = 200
_EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>]+\.[^\s@.,;<>]{2,}")
_WHOLE = re.compile(r"-?\d{1,9}")
_MONEY = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_PARTED = re.compile("[;\n]")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?")
_EUROPEAN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


_COLUMNS = {Method.BADGE: "badges", Method.QR: "qr_codes", Method.APP: "app_ids"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken, by the number that the sheet shows, and why."""

    row: int
    reason: str


class RowReader:
    """Knows the columns of one sheet and the site that its rows must fit."""

    def __init__(self, site: Site, columns: Columns, headings: Headings) -> None:
        self._columns = columns
        self._phones = PhoneCheck(site.country)
        self._organisations = _organisations(site)
        self._policies = _policies(site)
        self._names = {organisation.id: organisation.name for organisation in site.organisations}
        self._languages = dict(headings.languages)
        self._seen: dict[str, int] = {}

    def read(self, number: int, cells: Sequence[str]) -> Parker | Refusal:
        """Return the parker of a row, or the refusal with its reason."""
        try:
            return self._parker(number, cells)
        except BadInput as bad:
            return Refusal(number, str(bad))

    def _parker(self, number: int, cells: Sequence[str]) -> Parker:
        profile = self._profile(cells)
        policies = self._chosen(profile.organisation, self._several("policies", cells))
        starts, ends = self._day("starts", cells), self._day("ends", cells)
        if starts and ends and ends < starts:
            raise BadInput(f"The access ends on {ends}, before it starts on {starts}.")
        parker = Parker(
            profile=profile,
            vehicles=self._vehicles(profile, cells),
            rights=tuple(
                Right(id=new_id(), policy=policy, profile=profile.id, starts=starts, ends=ends)
                for policy in policies
            ),
            credentials=self._credentials(cells),
        )
        self._refuse_again(number, profile)
        return parker

    def _profile(self, cells: Sequence[str]) -> Profile:
        organisation = self._organisation(cells)
        last_name = self._one("last_name", cells)
        if not last_name:
            raise BadInput("The last name is empty.")
        return Profile(
            id=new_id(),
            organisation=organisation,
            first_name=self._one("first_name", cells),
            last_name=last_name,
            phones=self._checked_phones(cells),
            emails=_emails(self._several("emails", cells)),
            language=self._language(cells),
            tags=self._several("tags", cells),
            external_id=self._one("external_id", cells),
            note=self._one("note", cells),
            credits=self._credits(cells),
            due_cents=self._due(cells),
        )

    def _one(self, column: str, cells: Sequence[str]) -> str:
        places = self._columns.places.get(column)
        text = cells[places[0]] if places and places[0] < len(cells) else ""
        if len(text) > LONGEST:
            raise BadInput(f"The {_words(column)} has {len(text)} characters; at most {LONGEST}.")
        return text

    def _several(self, column: str, cells: Sequence[str]) -> tuple[str, ...]:
        values: list[str] = []
        for place in self._columns.places.get(column, ()):
            text = cells[place] if place < len(cells) else ""
            if ";" in text or "\n" in text:
                values += [each for part in _PARTED.split(text) if (each := part.strip())]
            elif text:
                values.append(text)
        for value in values:
            if len(value) > LONGEST:
                raise BadInput(f"A value in {_words(column)} has more than {LONGEST} characters.")
        return tuple(values)

    def _organisation(self, cells: Sequence[str]) -> str:
        name = self._one("organisation", cells)
        if not name:
            raise BadInput("The organisation is empty.")
        found = self._organisations.get(name) or self._organisations.get(alike(name))
        if found is None:
            raise BadInput(f"The organisation “{name}” is not known here.")
        return found

    def _chosen(self, organisation: str, names: Iterable[str]) -> tuple[str, ...]:
        chosen: dict[str, None] = {}
        for name in names:
            policy = self._policies.get((organisation, name)) or self._policies.get(
                (organisation, alike(name))
            )
            if policy is None:
                raise BadInput(
                    f"The access policy “{name}” is not one of {self._names[organisation]}."
                )
            chosen[policy] = None
        return tuple(chosen)

    def _checked_phones(self, cells: Sequence[str]) -> tuple[str, ...]:
        phones = self._several("phones", cells)
        for phone in phones:
            self._phones.check(phone)
        return phones

    def _language(self, cells: Sequence[str]) -> str:
        name = self._one("language", cells)
        if not name:
            return ""
        language = self._languages.get(name)
        if language is None and (language := self._languages.get(alike(name))):
            self._languages[name] = language  # as it is written in this sheet
        if language is None:
            raise BadInput(f"The language “{name}” is not known; use en_US, fr_BE, nl_BE or de_BE.")
        return language

    def _credits(self, cells: Sequence[str]) -> int | None:
        text = self._one("credits", cells)
        if not text:
            return None
        if _WHOLE.fullmatch(text) is None:
            raise BadInput(f"“{text}” is no number of credits; write a whole number such as 12.")
        return int(text)

    def _due(self, cells: Sequence[str]) -> int | None:
        text = self._one("due", cells)
        if not text:
            return None
        amount = _MONEY.fullmatch(text)
        if amount is None:
            raise BadInput(f"“{text}” is no amount to pay; write it as 12.50.")
        return int(amount[1]) * 100 + int((amount[2] or "0").ljust(2, "0"))

    def _day(self, column: str, cells: Sequence[str]) -> date | None:
        text = self._one(column, cells)
        return _day(text) if text else None

    def _vehicles(self, profile: Profile, cells: Sequence[str]) -> tuple[Vehicle, ...]:
        vehicles: dict[str, Vehicle] = {}
        for text in self._several("plates", cells):
            plate, country = split_country(text)
            checked = checked_plate(plate)
            if checked in vehicles:
                raise BadInput(f"The plate {checked} is there twice for this parker.")
            vehicles[checked] = Vehicle(
                id=new_id(), plate=plate, country=country, profile=profile.id
            )
        return tuple(vehicles.values())

    def _credentials(self, cells: Sequence[str]) -> tuple[Credential, ...]:
        pin = self._one("pin", cells)
        found = [credential(Method.PIN, pin)] if pin else []
        for kind, column in _COLUMNS.items():
            found += [credential(kind, each) for each in self._several(column, cells)]
        return tuple(dict.fromkeys(found))

    def _refuse_again(self, number: int, profile: Profile) -> None:
        # What a stored parker would be recognised by must not be there twice in one sheet.
        external = profile.external_id
        for mark in (external,) if external else profile.emails:
            # One plain text for each: 100,000 tuples would take twice the memory.
            before = self._seen.setdefault(f"{profile.organisation}\n{mark.casefold()}", number)
            if before != number:
                what = "external ID" if external else "e-mail address"
                raise BadInput(f"The {what} “{mark}” is already in row {before}.")


def plates_of(parker: Parker) -> tuple[str, ...]:
    """Return the normalised plates of a parker."""
    return tuple(normalise(vehicle.plate) for vehicle in parker.vehicles)


def _words(column: str) -> str:
    return column.replace("_", " ")


def _emails(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if _EMAIL.fullmatch(value) is None:
            raise BadInput(f"“{value}” is not an e-mail address.")
    return values


def _day(text: str) -> date:
    iso, european = _DAY.fullmatch(text), _EUROPEAN_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if european:
            return date(int(european[3]), int(european[2]), int(european[1]))
    except ValueError:
        pass
    raise BadInput(f"“{text}” is not a date; write 2026-01-31 or 31/01/2026.")


def _organisations(site: Site) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for organisation in site.organisations:
        for name in (organisation.id, alike(organisation.name), organisation.name):
            found[name] = organisation.id
    return found


def _policies(site: Site) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for policy in site.policies:
        if policy.name:
            found.setdefault((policy.organisation, alike(policy.name)), policy.id)
    for policy in site.policies:
        found[policy.organisation, policy.id] = policy.id
        found[policy.organisation, alike(policy.id)] = policy.id
    return found
