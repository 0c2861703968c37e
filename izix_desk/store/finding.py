"""Finding parkers by whatever a person says of them, in a few milliseconds among a million.

Beginnings of names, plates, addresses and numbers come from one B-tree, words in any order from
the full-text index. Both only propose: what a profile says now decides whether it fits.
"""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import select

from izix_desk.domain.names import index_tokens
from izix_desk.domain.plates import fold
from izix_desk.store import schema
from izix_desk.store.database import Transaction
from izix_desk.store.queries import Query, nearly, one_error, understand
from izix_desk.store.ranking import Ground, Match, ranked
from izix_desk.store.search_keys import KeyKind
from izix_desk.store.search_words import organisation_word, typo_keys
from izix_desk.store.site import load_site

_LIMIT = 40
_SHORTEST_INSIDE = 3
_SHORTEST_NEARLY = 5
_LONGEST_NEARLY = 9
_SHORTEST_ID = 3
_SHORTEST_NAME = 4
_MOST_NAMES = 8


def find(tx: Transaction, text: str, limit: int = _LIMIT) -> tuple[Match, ...]:
    """Return who fits a text, exact matches first; one typing error is forgiven if nobody does."""
    query = understand(text)
    if not query.glued:
        return ()
    found = _certain(tx, query, limit)
    return found or _forgiven(tx, query, limit)


def _certain(tx: Transaction, query: Query, limit: int) -> tuple[Match, ...]:
    proposals: dict[int, Ground] = {}
    for ground, numbers in (
        (Ground.CODE, _by_code(tx, query)),
        (Ground.BADGE, _by_key(tx, KeyKind.BADGE + query.glued, limit, whole=True)),
        (Ground.PLATE, _by_plate(tx, query, limit)),
        (Ground.NAME, _by_name(tx, query, limit)),
        (Ground.PHONE, _by_phone(tx, query, limit)),
        (Ground.EMAIL, _by_email(tx, query, limit)),
        (Ground.EXTERNAL_ID, _by_external_id(tx, query, limit)),
    ):
        for number in numbers:
            proposals.setdefault(number, ground)
    return ranked(tx, query, proposals, limit)


def _forgiven(tx: Transaction, query: Query, limit: int) -> tuple[Match, ...]:
    proposals = dict.fromkeys(_by_misspelt_name(tx, query, limit), Ground.NEARLY)
    plate = fold(query.whole_plate)
    if query.plates and not plate.isalpha():
        if _SHORTEST_NEARLY <= len(plate) <= _LONGEST_NEARLY:
            proposals |= dict.fromkeys(_by_nearly_plate(tx, plate, limit), Ground.NEARLY)
        if not proposals and len(plate) >= _SHORTEST_INSIDE:
            proposals = dict.fromkeys(_by_plate_inside(tx, plate, limit), Ground.PLATE)
    return ranked(tx, query, proposals, limit)


def _by_key(tx: Transaction, key: str, limit: int, *, whole: bool = False) -> list[int]:
    if whole:
        sql, end = "SELECT nr FROM search_key WHERE key = ? AND key <= ? LIMIT ?", key
    else:
        sql, end = "SELECT nr FROM search_key WHERE key >= ? AND key < ? LIMIT ?", key + "\uffff"
    return [int(row[0]) for row in tx.exec_driver_sql(sql, (key, end, limit))]


def _by_words(tx: Transaction, expression: str, limit: int) -> list[int]:
    sql = "SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?"
    return [int(row[0]) for row in tx.exec_driver_sql(sql, (expression, limit))]


def _by_code(tx: Transaction, query: Query) -> list[int]:
    sql = (
        "SELECT p.nr FROM reservation r JOIN profile p ON p.id = r.profile"
        " WHERE r.code = ? AND r.code != '' AND r.deleted_at IS NULL"
    )
    code = query.glued.upper()
    return [int(row[0]) for row in tx.exec_driver_sql(sql, (code,))]


def _by_plate(tx: Transaction, query: Query, limit: int) -> Iterable[int]:
    each = (_by_key(tx, KeyKind.PLATE + plate, limit) for plate in query.plates)
    return islice((number for numbers in each for number in numbers), limit)


def _by_plate_inside(tx: Transaction, plate: str, limit: int) -> list[int]:
    # Reads every plate there is, so it is asked only when nothing else was found.
    sql = "SELECT nr FROM search_key WHERE key >= ? AND key < ? AND instr(key, ?) > 0 LIMIT ?"
    kind = KeyKind.PLATE.value
    return [
        int(row[0]) for row in tx.exec_driver_sql(sql, (kind, chr(ord(kind) + 1), plate, limit))
    ]


def _by_nearly_plate(tx: Transaction, plate: str, limit: int) -> list[int]:
    key = schema.search_key.c
    keys = [KeyKind.PLATE + other for other in nearly(plate)]
    return list(tx.execute(select(key.nr).where(key.key.in_(keys)).limit(limit)).scalars())


def _by_name(tx: Transaction, query: Query, limit: int) -> list[int]:
    if not query.words:
        return []
    # Half of them at most by last name, in its order: the others may have it as first name.
    numbers = _by_key(tx, KeyKind.NAME + " ".join(query.words), limit // 2)
    alternatives = [_alternatives(tx, word) for word in query.words]
    return numbers + _by_words(tx, " AND ".join(alternatives), limit)


def _alternatives(tx: Transaction, word: str) -> str:
    asked = [f'"{word}"*']
    for organisation in load_site(tx).organisations:
        if any(each.startswith(word) for each in index_tokens(organisation.name)):
            asked.append(f'"{organisation_word(organisation.id)}"')
    return f"({' OR '.join(asked)})"


def _by_misspelt_name(tx: Transaction, query: Query, limit: int) -> list[int]:
    groups: list[str] = []
    for word in query.words:
        meant = _names_like(tx, word) if len(word) >= _SHORTEST_NAME else []
        groups.append("(" + " OR ".join([f'"{word}"*', *(f'"{each}"' for each in meant)]) + ")")
    return _by_words(tx, " AND ".join(groups), limit) if groups else []


def _names_like(tx: Transaction, word: str) -> list[str]:
    typo = schema.name_typo.c
    query = select(typo.token).where(typo.key.in_(typo_keys(word))).distinct()
    near = (each for each in tx.execute(query).scalars() if one_error(word, each))
    return list(islice(near, _MOST_NAMES))


def _by_phone(tx: Transaction, query: Query, limit: int) -> list[int]:
    return _by_words(tx, f'"{query.phone}"*', limit) if query.phone else []


def _by_email(tx: Transaction, query: Query, limit: int) -> list[int]:
    return _by_key(tx, KeyKind.EMAIL + query.glued, limit) if "@" in query.text else []


def _by_external_id(tx: Transaction, query: Query, limit: int) -> list[int]:
    if len(query.glued) < _SHORTEST_ID:
        return []
    return _by_key(tx, KeyKind.EXTERNAL + query.glued, limit)
