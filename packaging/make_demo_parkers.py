"""Makes resources/demo/parkers.csv: 5,000 invented parkers with 7,000 plates, the same every time.

Run it after changing the demo site: `python packaging/make_demo_parkers.py`.
"""

import csv
import random
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PARKERS = 5_000
PLATES = 7_000
TARGET = Path(__file__).parent.parent / "resources" / "demo" / "parkers.csv"
HEADINGS = (
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Licence plates",
    "Organisation",
    "Access policies",
    "External ID",
    "Language",
    "Tags",
    "Badge",
)


@dataclass(frozen=True, slots=True)
class People:
    """Names that go together, the language they speak, and where their cars are registered."""

    language: str
    share: int
    first: list[str]
    last: list[str]
    plates: str


def _people() -> list[People]:
    text = (Path(__file__).parent / "demo_names.toml").read_text(encoding="utf-8")
    return [
        People(each["language"], each["share"], each["first"], each["last"], each["plates"])
        for each in tomllib.loads(text)["people"]
    ]


MIX: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {
    "Acme": (
        1150,
        (
            ("acme-staff", 52),
            ("acme-staff;acme-staff-p2", 14),
            ("acme-reserved", 8),
            ("acme-weekdays", 10),
            ("acme-booking", 5),
            ("acme-2025", 6),
            ("acme-staff;acme-chargers", 3),
            ("", 2),
        ),
    ),
    "Delta": (420, (("delta-staff", 74), ("delta-weekdays", 20), ("", 6))),
    "Nord Logistique": (
        680,
        (("nord-staff", 66), ("nord-vans", 18), ("nord-booking", 12), ("", 4)),
    ),
    "Banque du Quai": (
        640,
        (("banque-staff", 64), ("banque-reserved", 18), ("banque-weekdays", 14), ("", 4)),
    ),
    "Clinique Saint-Rémi": (
        760,
        (("clinique-staff", 62), ("clinique-nights", 20), ("clinique-reserved", 14), ("", 4)),
    ),
    "Notariaat De Smet & Vermeulen": (110, (("notaris-staff", 70), ("notaris-p2", 25), ("", 5))),
    "Studio Lumière": (190, (("lumiere-staff", 66), ("lumiere-project", 28), ("", 6))),
    "Haven Consult": (360, (("haven-staff", 70), ("haven-weekdays", 26), ("", 4))),
    "Atelier Fès": (270, (("atelier-staff", 72), ("atelier-vans", 22), ("", 6))),
    "Kade Architecten": (220, (("kade-staff", 70), ("kade-booking", 25), ("", 5))),
    "Boulangerie Maison Léon": (80, (("leon-staff", 60), ("leon-vans", 36), ("", 4))),
    "Quai Nord Beheer": (120, (("quai-staff", 55), ("quai-p1-pass;quai-p2-pass", 45))),
}
"""Organisation → how many parkers, and their policies by weight; the rest of 5,000 is below."""

KNOWN = (
    "Marie,Janssens,Acme,acme-staff,1-ABC-234;BE 2 DEF 111,fr_BE",
    "Jan,Peeters,Acme,acme-booking,1-KLM-456,nl_BE",
    "Sophie,Lambert,Acme,acme-2025,1-NPV-902,fr_BE",
    "Bert,Claes,Delta,delta-staff,1-XYZ-937,nl_BE",
    "Pieter,Maes,Delta,delta-staff,2-DEF-112,nl_BE",
    "Jean-François,D'Hondt,Delta,,,fr_BE",
    "Ahmed,El Idrissi,Nord Logistique,nord-staff,2-GHI-222,fr_BE",
    "Fatima Zahra,El Amrani,Atelier Fès,atelier-staff,1-FES-001,fr_BE",
)
"""Parkers that descriptions and tests may name."""

TAGS = ("", "", "", "", "staff", "staff", "ev", "carpool", "night shift", "contractor")


class Plates:
    """Hands out plates that nobody has yet, in the form of a country."""

    def __init__(self, chance: random.Random, taken: Iterable[str]) -> None:
        self._chance = chance
        self._taken = set(map(_bare, taken))

    def fresh(self, country: str) -> str:
        """Return a plate as somebody would write it."""
        while True:
            plate = self._made(country)
            if _bare(plate) not in self._taken:
                self._taken.add(_bare(plate))
                return plate

    def _made(self, country: str) -> str:
        letters, digits = self._letters, self._digits
        if country == "FR":
            return f"{letters(2)}-{digits(3)}-{letters(2)}"
        if country == "NL":
            return self._chance.choice(
                (f"{letters(2)}-{digits(3)}-{letters(1)}", f"{digits(1)}-{letters(3)}-{digits(2)}")
            )
        plate = f"{self._chance.choice('1112')}-{letters(3)}-{digits(3)}"
        return plate.replace("-", "") if self._chance.random() < 0.1 else plate

    def _letters(self, count: int) -> str:
        return "".join(self._chance.choices(string.ascii_uppercase, k=count))

    def _digits(self, count: int) -> str:
        return "".join(self._chance.choices(string.digits, k=count))


def _bare(plate: str) -> str:
    return re.sub("[^A-Z0-9]", "", plate.upper())


def _shares(chance: random.Random) -> list[int]:
    """Return how many plates each parker has: mostly one, some none, PLATES in all."""
    known = [len(line.split(",")[4].split(";")) if line.split(",")[4] else 0 for line in KNOWN]
    counts: list[int] = chance.choices(range(5), weights=(6, 56, 30, 7, 1), k=PARKERS - len(KNOWN))
    missing = PLATES - sum(known) - sum(counts)
    while missing:
        place = chance.randrange(len(counts))
        step = 1 if missing > 0 else -1
        if 1 <= counts[place] + step <= 3:
            counts[place] += step
            missing -= step
    return counts


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("œ", "oe")).encode("ascii", "ignore")
    return re.sub("[^a-z]", "", folded.decode().lower())


def _known_rows() -> Iterator[list[str]]:
    for number, line in enumerate(KNOWN, start=1):
        first, last, organisation, policies, plates, language = line.split(",")
        yield _row(
            (first, last, language), (organisation, policies, f"K-{number:04d}"), plates=plates
        )


def _row(
    who: tuple[str, str, str],
    rights: tuple[str, str, str],
    *,
    plates: str = "",
    contact: tuple[str, str] = ("", ""),
    extra: tuple[str, str] = ("", ""),
) -> list[str]:
    first, last, language = who
    organisation, policies, external = rights
    return [first, last, *contact, plates, organisation, policies, external, language, *extra]


def _organisations(chance: random.Random) -> list[tuple[str, str]]:
    """Return an organisation and policies for each parker, in mixed order."""
    drawn: list[tuple[str, str]] = []
    for organisation, (count, policies) in MIX.items():
        names, weights = zip(*policies, strict=True)
        drawn += [(organisation, choice) for choice in chance.choices(names, weights, k=count)]
    chance.shuffle(drawn)
    return drawn[: PARKERS - len(KNOWN)]


def rows() -> Iterator[list[str]]:
    """Return every row below the headings."""
    chance = random.Random(1830)  # noqa: S311 - invented people, not secrets
    known = list(_known_rows())
    yield from known
    plates = Plates(chance, (plate for row in known for plate in row[4].split(";")))
    shared: list[str] = []
    crowd = _people()
    several = zip(_organisations(chance), _shares(chance), strict=True)
    for number, ((organisation, policies), cars) in enumerate(several, start=1):
        people = chance.choices(crowd, weights=[each.share for each in crowd])[0]
        own = [plates.fresh(people.plates) for _ in range(cars)]
        if own and number % 400 == 0 and shared:
            own[0] = shared.pop()
        shared += own[:1] if number % 400 == 200 else []
        yield _person(chance, people, (organisation, policies, f"Q-{number:04d}"), own)


def _person(
    chance: random.Random, people: People, rights: tuple[str, str, str], plates: list[str]
) -> list[str]:
    first = chance.choice(people.first)
    last = chance.choice(people.last)
    domain = _plain(rights[0].split()[0])
    email = f"{_plain(first)}.{_plain(last)}{rights[2][-3:]}@{domain}.example"
    phone = f"+32 47{chance.randrange(10)} {chance.randrange(10**6):06d}"
    return _row(
        (first, last, "en_US" if chance.random() < 0.04 else people.language),
        rights,
        plates=";".join(plates),
        contact=(email if chance.random() < 0.6 else "", phone if chance.random() < 0.7 else ""),
        extra=(
            chance.choice(TAGS),
            f"26:{chance.randrange(256)}:{chance.randrange(65536)}"
            if _has_badge(rights[2])
            else "",
        ),
    )


def _has_badge(external: str) -> bool:
    return int(external[-2:]) % 4 == 0


def main() -> None:
    """Write the file."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
