"""Which errors say that an index file is damaged.

A damaged index is thrown away and built anew, so a mistake in a question must never look like damage.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.errors import DatabaseDamaged, translating


@contextmanager
def judging_damage(*, opening: bool = False) -> Iterator[None]:
    """Raise DatabaseDamaged for damage, sqlite3's other errors as ours, and bugs as they are.

    With `opening`, what runs is always the same and has run before: then nothing can be wrong with it,
    and what SQLite takes for a wrong statement is a file that it cannot make sense of.
    """
    try:
        with translating():
            yield
    except UnicodeDecodeError as error:  # also within a message of SQLite's own
        raise DatabaseDamaged(str(error)) from error
    except sqlite3.OperationalError as error:
        # Python itself raises it, without a code, for a text that is no UTF-8.
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or (opening and code == sqlite3.SQLITE_ERROR):
            raise DatabaseDamaged(str(error)) from error
        raise
