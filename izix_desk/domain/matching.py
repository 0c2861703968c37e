"""Which parker a read belongs to: none, a look-alike, several, or the one."""

from collections.abc import Sequence

from izix_desk.domain.case import Finding
from izix_desk.domain.decision import Candidate, Known, Read, Reason, Value
from izix_desk.domain.judging_access import Judged
from izix_desk.domain.plates import normalise
from izix_desk.domain.site import Method


def present(known: Known, read: Read) -> Sequence[Candidate]:
    """Return the candidates without plates linked for a while that is over, each parker once."""
    valid = [candidate for candidate in known.candidates if not _over(candidate, read)]
    if len(valid) < 2:
        return valid
    ordered = sorted(valid, key=lambda c: str(c.vehicle.id) if c.vehicle else "")
    return tuple({_who(candidate): candidate for candidate in ordered}.values())


def shown(read: Read) -> dict[str, Value]:
    """Return what a person showed, as the values of a rule."""
    if read.method is Method.PLATE:
        return {"plate": read.plate}
    return {"method": read.method.value, "credential": read.raw}


def nobody(read: Read, known: Known) -> Finding:
    """Return why a read that fits no parker is refused."""
    if read.method is not Method.PLATE:
        return Finding(Reason.UNKNOWN_CREDENTIAL, shown(read))
    values: dict[str, Value] = {"plate": read.plate}
    plates = {normalise(c.vehicle.plate): c.vehicle.plate for c in known.similar if c.vehicle}
    if len(plates) == 1:
        # Only ever suggested: a person confirms it, nothing opens unattended.
        values |= {"similar": min(plates.values()), "names": _names(known.similar)}
        return Finding(Reason.PLATE_SIMILAR, values)
    if plates:
        values["lookalikes"] = len(plates)
    return Finding(Reason.UNKNOWN_PLATE, values)


def only_one(judged: Sequence[Judged], *, leaving: bool) -> Judged | None:
    """Return the one meant: who leaves and is inside, or the only one with a valid right."""
    if len(judged) == 1:
        return judged[0]
    inside = [each for each in judged if leaving and each.candidate.inside is not None]
    valid = [each for each in judged if each.valid]
    return next((found[0] for found in (inside, valid) if len(found) == 1), None)


def several(read: Read, judged: Sequence[Judged]) -> Finding:
    """Return why a read that fits several parkers is refused."""
    values: dict[str, Value] = {
        **shown(read),
        "profiles": len(judged),
        "valid": sum(each.valid for each in judged),
        "names": _names([each.candidate for each in judged]),
    }
    return Finding(Reason.AMBIGUOUS_MATCH, values)


def _over(candidate: Candidate, read: Read) -> bool:
    vehicle = candidate.vehicle
    return (
        vehicle is not None and vehicle.valid_until is not None and read.at >= vehicle.valid_until
    )


def _who(candidate: Candidate) -> object:
    if candidate.profile is not None:
        return candidate.profile.id
    return candidate.vehicle.id if candidate.vehicle else None


def _names(candidates: Sequence[Candidate]) -> str:
    return ", ".join(sorted({c.profile.name for c in candidates if c.profile}))
