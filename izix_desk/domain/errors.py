"""The world's faults: each is one sentence that says what happened and what to do."""


class DeskError(Exception):
    """Something outside the program is not as it should be; shown to the person as it reads."""

    exit_status = 1


class NotFound(DeskError):
    """What was named does not exist here."""


class BadInput(DeskError):
    """A file or field that a person must correct; names the place and what was expected."""


class BadUsage(DeskError):
    """The command line was called in a way that cannot be meant."""

    exit_status = 2


class StoreFault(DeskError):
    """The local store cannot be opened, read or written."""


class LineFault(DeskError):
    """A serial line cannot be opened or was lost."""


class EngineMissing(DeskError):
    """No engine runs for this site, so nothing could be sent to a gate."""


class EngineRuns(DeskError):
    """Another engine already owns this store."""


class HelperLost(DeskError):
    """A process that worked for this one ended too early."""


class Refused(DeskError):
    """A rule does not allow what was asked."""
