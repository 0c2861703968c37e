"""Hints that can be typed as they stand, also when another site folder is in use."""

import re
import shlex

_HINT = re.compile(r"`izix-desk (?!demo)")


def typed(text: str, site: str | None) -> str:
    """Return a text whose commands are for the folder that `--site` named, if it named one."""
    if not site:
        return text
    command = f"`izix-desk --site {shlex.quote(site)} "
    return _HINT.sub(lambda _: command, text)
