"""Who may carry out a fix, and whose plan must include it; asked when it is offered and done."""

from izix_desk.domain.decision import Reason
from izix_desk.domain.errors import Refused
from izix_desk.domain.roles import Role
from izix_desk.domain.site import Organisation
from izix_desk.services.catalogue import catalogue


def may(code: str, role: Role) -> bool:
    """Tell whether somebody of a role may carry out a fix."""
    roles = catalogue().fix(code, {}).roles
    return role is not Role.AUDITOR and (not roles or role in roles)


def in_plan(code: str, organisation: Organisation | None) -> bool:
    """Tell whether the plan of the organisation that counts includes a fix."""
    feature = catalogue().fix(code, {}).plan
    return not feature or (organisation is not None and feature in organisation.plan)


def check_permit(code: str, role: Role, organisation: Organisation | None) -> None:
    """Refuse what the role or the plan does not include, with whom to ask."""
    if not may(code, role):
        raise Refused(f"{not_for(role, catalogue().fix(code, {}).roles)}. Nothing was changed.")
    if not in_plan(code, organisation):
        values = {"organisation": organisation.name if organisation else None}
        feature = {"feature": catalogue().fix(code, {}).plan}
        line = catalogue().line(Reason.PLAN_WITHOUT_FEATURE, values | feature)
        raise Refused(f"{line}. Nothing was changed.")


def not_for(role: Role, roles: tuple[str, ...]) -> str:
    """Return that a role may not do something, and which may."""
    words = catalogue().wording()
    who = words.listed([words.role(each) for each in roles])
    return catalogue().line(Reason.UNAUTHORISED_OPERATOR, {"role": words.role(role), "who": who})
