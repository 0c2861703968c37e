"""A store as large as one likes, for measuring: skewed names, shared plates, several vehicles."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.store.database import Database, Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id
from izix_desk.store.parker_rows import (
    Parker,
    prepare,
    write_keys,
    write_names,
    write_parkers,
    write_words,
)

_WORD = re.compile(r"\w+")
_PARTS = _WORD.findall(
    "an ar bel ber bos bra cal cla cor da de den der don du el en er fa fer fon gar ger gi go ha he"
    " hen her hu ja jan jo ka kar la lan le li lo lu ma mar me mer mi mo mor na nel ni no os pa pe"
    " pi po ra re ri ro sa se si so sta ta te ti to va van ver vi vo wa wil za ze"
)
_FIRST = _WORD.findall(
    "Marie Jan Sophie Pierre Ahmed Fatima Luc Emma Noah Louise Mohamed Hugo Lina Youssef Anna Tom"
    " Eva Jules Sara Karim Lotte Bram Chloé Zoé Inès Rachid Els Dirk Koen Hélène"
)
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is made: by which seed, in which organisations, with which policies."""

    seed: int = 1
    organisations: tuple[str, ...] = ("acme",)
    policies: tuple[str, ...] = ()
    first_number: int = 1


def crowd(people: int, kind: Crowd) -> Iterator[Parker]:
    """Yield people whose names repeat as real ones do, with 1.67 plates each on average."""
    names = _last_names()
    dice = random.Random(kind.seed)  # noqa: S311 (made-up people, nothing to guard)
    for number in range(kind.first_number, kind.first_number + people):
        profile = Profile(
            id=new_id(),
            organisation=dice.choice(kind.organisations),
            # The product of two dice: a few names are very common, most are rare.
            last_name=names[int(dice.random() * dice.random() * len(names))],
            first_name=dice.choice(_FIRST),
            phones=(f"+324{dice.randrange(10**8):08}",),
            emails=(f"p{number}@example.org",),
            external_id=f"X-{number:07}",
        )
        yield Parker(
            profile=profile,
            vehicles=tuple(_vehicle(dice, profile) for _ in range(dice.choice((1, 1, 2, 2, 2, 2)))),
            rights=tuple(
                Right(id=new_id(), policy=policy, profile=profile.id)
                for policy in kind.policies[:1]
            ),
        )


def fill_store(folder: SiteFolder, people: int, kind: Crowd) -> None:
    """Add many people in large transactions; only for a store that nobody else uses."""
    database = open_database(folder, Role.BULK)
    waiting = crowd(people, kind)
    known: set[str] = set()
    while chunk := tuple(islice(waiting, _CHUNK)):
        _add(database, chunk, known)
    database.close()


def _add(database: Database, chunk: tuple[Parker, ...], known: set[str]) -> None:
    rows = [prepare(parker) for parker in chunk]
    names = {name for each in rows for name in each.names} - known
    known.update(names)

    def work(_: object) -> None:
        raw = database.raw
        numbered = list(enumerate(rows, write_parkers(raw, rows, None)))
        write_words(raw, [(nr, each.words) for nr, each in numbered])
        write_keys(raw, sorted((key, nr) for nr, each in numbered for key in each.keys))
        write_names(raw, [(name,) for name in sorted(names)])

    database.write(work)


def _last_names() -> list[str]:
    # The same for every seed: who comes with an import is called like those who are there.
    dice = random.Random(60_000)  # noqa: S311 (as above)
    return [_last_name(dice) for _ in range(60_000)]


def _last_name(dice: random.Random) -> str:
    return "".join(dice.choice(_PARTS) for _ in range(dice.choice((2, 2, 3, 3, 4)))).capitalize()


def _vehicle(dice: random.Random, profile: Profile) -> Vehicle:
    letters = "".join(dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(3))
    plate = f"{dice.randrange(1, 10)}-{letters}-{dice.randrange(1000):03}"
    return Vehicle(id=new_id(), plate=plate, country="BE", profile=profile.id)
