"""What this project uses of sqlcipher3, which has the interface of sqlite3."""

from collections.abc import Callable, Iterable, Iterator, Sequence

sqlite_version: str
SQLITE_BUSY: int
SQLITE_CANTOPEN: int
SQLITE_CORRUPT: int
SQLITE_FULL: int
SQLITE_IOERR: int
SQLITE_LOCKED: int
SQLITE_NOTADB: int
SQLITE_PERM: int
SQLITE_READONLY: int

_Value = str | bytes | int | float | None

class Error(Exception):
    sqlite_errorcode: int
    sqlite_errorname: str

class DatabaseError(Error): ...
class OperationalError(DatabaseError): ...
class IntegrityError(DatabaseError): ...

class Cursor(Iterator[tuple[_Value, ...]]):
    rowcount: int
    lastrowid: int | None
    def execute(self, sql: str, parameters: Sequence[_Value] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, rows: Iterable[Sequence[_Value]], /) -> Cursor: ...
    def fetchone(self) -> tuple[_Value, ...] | None: ...
    def fetchall(self) -> list[tuple[_Value, ...]]: ...
    def __next__(self) -> tuple[_Value, ...]: ...
    def close(self) -> None: ...

class Connection:
    in_transaction: bool
    isolation_level: str | None
    def cursor(self) -> Cursor: ...
    def execute(self, sql: str, parameters: Sequence[_Value] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, rows: Iterable[Sequence[_Value]], /) -> Cursor: ...
    def executescript(self, sql: str, /) -> Cursor: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...
    def backup(
        self,
        target: Connection,
        *,
        pages: int = ...,
        progress: Callable[[int, int, int], None] | None = ...,
        name: str = ...,
        sleep: float = ...,
    ) -> None: ...

def connect(
    database: str,
    *,
    timeout: float = ...,
    isolation_level: str | None = ...,
    check_same_thread: bool = ...,
) -> Connection: ...
