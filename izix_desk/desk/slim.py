"""Keeps out of the desk's memory what it never uses."""

import sys

UNUSED = ("ssl", "_hashlib")


def leave_out_openssl() -> None:
    """Let `import ssl` fail in this process, which speaks to no network: 5 MB less, 10 ms sooner.

    asyncio and hashlib ask for OpenSSL, and do without it where there is none: hashes then come
    from Python's own modules. To be called before either is imported.
    """
    for name in UNUSED:
        if name not in sys.modules:
            # None is how Python is told that a module is not to be found; its stubs forget it.
            sys.modules[name] = None  # pyright: ignore[reportArgumentType]
