"""The form under which a profile's name is kept for finding it by its beginning."""

from izix_desk.domain.names import tokens
from izix_desk.domain.parkers import Profile


def name_key(profile: Profile) -> str:
    """Return last and first name, simplified, without particles: `janssens marie`."""
    return " ".join((*tokens(profile.last_name), *tokens(profile.first_name)))
