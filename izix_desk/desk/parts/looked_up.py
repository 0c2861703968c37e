"""All that the panel knows of whom, or what, it is about; asked for in one go."""

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from izix_desk.desk.backend import Backend
from izix_desk.desk.parts.fixes import Fix, advice, fixes_for
from izix_desk.desk.parts.standing import Standing, Subject, standing
from izix_desk.domain.site import Site
from izix_desk.domain.views import GateNews, Hit, Offer, ParkerView, PastView, PlateView

translate = QCoreApplication.translate
_NOBODY = Subject()
_NO_SITE = Site(name="", timezone="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What was found; empty while nothing was asked for."""

    subject: Subject = _NOBODY
    """With the parker, where the plate turned out to be somebody's for certain."""
    site: Site = _NO_SITE
    parker: ParkerView | None = None
    plate: PlateView | None = None
    news: GateNews | None = None
    """What the gate itself told, or how it failed."""
    past: PastView | None = None
    """How the row of the feed was judged that it is about."""
    expected: tuple[Hit, ...] = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be carried out, or said."""
        told = self.news.offers if self.news else ()
        view = self.parker or self.plate
        return (*told, *(view.offers if view else ()))

    @property
    def fixes(self) -> list[Fix]:
        """What can be done, most useful first: about the gate, then about the parker."""
        told = self.news.fixes if self.news else ()
        view = self.parker or self.plate
        similar = self.plate.similar if self.plate and not self.parker else ()
        codes = dict.fromkeys((*told, *(view.verdict.fixes if view else ())))
        return fixes_for(codes, similar, self.offers)

    @property
    def advice(self) -> list[str]:
        """Whom to call, and where there is room."""
        return advice(self.offers)

    def standing(self, access: str) -> Standing:
        """Return what an opening would rest on."""
        if self.parker is not None:
            return standing(self.parker, access)
        return Standing(self.plate.verdict if self.plate is not None else None)

    @property
    def whom(self) -> str:
        """Who it is, with organisation; empty when nobody is named."""
        view = self.parker
        return "" if view is None else f"{view.profile.name} · {view.organisation.name}"

    def open_words(self, subject: Subject, access: str, gate: str) -> str:
        """Return what the button says that asks for a gate: which one, and for whom."""
        valid = self.standing(access).valid or subject == Subject()
        once = translate("Panel", "Open once with a reason")
        words = translate("Panel", "Open gate") if valid else once
        if subject == Subject():
            return f"F5  {words} …"
        nobody = translate("Panel", "(not known)")
        whom = self.parker.profile.name if self.parker is not None else nobody
        about = " · ".join(part for part in (words, gate) if part)
        return f"F5  {about}\n" + translate("Panel", "for {0} …").format(whom)


async def look_up(backend: Backend, subject: Subject, event: UUID | None) -> LookedUp:
    """Ask for a parker, else for a plate, else for the gate alone."""
    site = await backend.site()
    news = await backend.gate_news(event) if event is not None else None
    past = await backend.past(subject.event) if subject.event is not None else None
    parker: ParkerView | None = None
    plate: PlateView | None = None
    if subject.profile is None and subject.plate and subject.gate is not None:
        plate = await backend.plate(subject.plate, subject.gate)
        if plate.profile is not None:
            subject = replace(subject, profile=plate.profile)
    shown = event or subject.event
    if subject.profile is None and plate is None and shown is not None:
        plate = await backend.shown(shown)
    if subject.profile is not None:
        parker = await backend.parker(subject.profile, subject.gate, subject.plate)
    expected = () if parker is not None else await backend.search("", subject.gate)
    return LookedUp(
        subject=subject, site=site, parker=parker, plate=plate, news=news, past=past,
        expected=expected,
    )  # fmt: skip
