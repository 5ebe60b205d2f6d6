"""How statements of the search are sent: on PostgreSQL prepared once for each connection.

There the work of a statement is a tenth of a millisecond, and what Python does around one with a
cursor is twice that. So libpq itself is asked, with the values beside the statement, and psycopg
turns the answer into rows. Where somebody listens (a log of queries, a wrapper), where Django has
not begun its transaction yet, and where psycopg prepares statements of its own, which it drops
with all others after a rollback, an ordinary cursor is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DataError, connections

_PLACE = re.compile("%s")
# Names of the statements that a connection has prepared.
_prepared: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()


def on_postgresql() -> bool:
    return bool(connections[DEFAULT_DB_ALIAS].vendor == "postgresql")


def rows_of(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement with `%s` for values: numbers, texts, None, lists of numbers."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        if _asked_directly(connection):
            return _rows(connection, statement, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _asked_directly(connection: Any) -> bool:
    """Whether nobody listens and the server stands where Django thinks it does."""
    if connection.queries_logged or connection.execute_wrappers:
        return False
    from psycopg.pq import TransactionStatus

    server = connection.connection
    if server.prepare_threshold is not None:
        return False
    status = server.pgconn.transaction_status
    if status == TransactionStatus.INTRANS:
        return True
    return bool(status == TransactionStatus.IDLE and server.autocommit)


def _rows(connection: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    from psycopg import errors
    from psycopg.adapt import Transformer
    from psycopg.pq import ExecStatus, TransactionStatus

    server = connection.connection
    given = [_written(value) for value in values]
    with connection.wrap_database_errors, server.lock:
        whole = server.pgconn.transaction_status == TransactionStatus.IDLE
        found = server.pgconn.exec_prepared(_name_of(server, statement), given)
        if found.status != ExecStatus.TUPLES_OK:
            refused = errors.error_from_result(found)
            if not (whole and isinstance(refused, errors.InvalidSqlStatementName)):
                raise refused
            # Somebody threw the statements of this connection away (DISCARD, DEALLOCATE).
            del _prepared[server]
            found = server.pgconn.exec_prepared(_name_of(server, statement), given)
            if found.status != ExecStatus.TUPLES_OK:
                raise errors.error_from_result(found)
        reader = Transformer(server)
        reader.set_pgresult(found)
        return list(reader.load_rows(0, found.ntuples, tuple))


def _name_of(server: Any, statement: str) -> bytes:
    """The prepared statement; made when it is asked for first."""
    from psycopg import errors
    from psycopg.pq import ExecStatus

    names = _prepared.get(server)
    if names is None:
        _plan_once(server)
        names = _prepared[server] = {}
    if statement not in names:
        name = f"thidua_{len(names)}".encode()
        places = count(1)
        text = _PLACE.sub(lambda _: f"${next(places)}", statement)
        made = server.pgconn.prepare(name, text.encode())
        if made.status != ExecStatus.COMMAND_OK:
            raise errors.error_from_result(made)
        names[statement] = name
    return names[statement]


def _plan_once(server: Any) -> None:
    """Prepared statements get a plan for any values; no other statement is touched by it."""
    from psycopg import errors
    from psycopg.pq import ExecStatus

    done = server.pgconn.exec_(b"SET plan_cache_mode = force_generic_plan")
    if done.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(done)


def _written(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}".encode()
    text = str(value).encode()
    if b"\0" in text:  # the server would read up to there and no further
        raise DataError("a text for PostgreSQL holds the character zero")
    return text
