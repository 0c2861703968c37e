"""Who may do what at the desk, as far as no data file says it."""

from enum import StrEnum


class Role(StrEnum):
    """What an operator is here to do; the words of the matrix in the catalogues."""

    SECURITY = "security"
    RECEPTIONIST = "receptionist"
    ADMINISTRATOR = "administrator"
    OWNER = "owner"
    AUDITOR = "auditor"
