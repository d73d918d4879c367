"""What scheduled backups are called, so that they are told from files that are not ours to delete."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_STAMP = "%Y%m%dT%H%M%SZ"
"""ISO 8601 without what some file systems do not take in a name."""

_SEALED = ".sealed"

PART = ".part"
"""The end of the name of what is being written, which begins with a dot."""


def stamp(at: int) -> str:
    """Return a moment (UTC milliseconds) as part of a name, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime(_STAMP)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of ours that lies in a folder."""

    path: Path
    at: int
    """When it was made, in UTC milliseconds, to the second."""


class Naming:
    """The names of the backups of one database: `newshound-20261128T173000Z.db`, `.sealed` if encrypted."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stem = database.stem
        self._form = re.compile(
            rf"{re.escape(self._stem)}-(\d{{8}}T\d{{6}}Z)\.db(?:{re.escape(_SEALED)})?", re.ASCII
        )

    def name(self, at: int, *, encrypted: bool) -> str:
        """Return the name of a backup made at `at`, in UTC milliseconds."""
        return f"{self._stem}-{stamp(at)}.db{_SEALED if encrypted else ''}"

    def kept(self, folder: Path) -> list[Kept]:
        """Return the backups in a folder, the oldest first; none where it is not there. Raises OSError."""
        if not folder.is_dir():
            return []
        found = (self._read(path) for path in folder.iterdir() if path.is_file())
        return sorted((one for one in found if one is not None), key=lambda one: one.at)

    def abandoned(self, folder: Path, before: int) -> list[Path]:
        """Return what killed processes have left of backups that they made, there or beside the database.

        `before`: in UTC milliseconds; what was written to later is perhaps being made. Raises OSError.
        """
        beginnings = (f".{self._stem}-", f".{self._database.name}.")
        return [
            path
            for place in {folder, self._database.parent}
            for path in place.iterdir()
            if path.name.startswith(beginnings)
            and path.name.endswith(PART)
            and path.stat().st_mtime * 1000 < before
        ]

    def _read(self, path: Path) -> Kept | None:
        form = self._form.fullmatch(path.name)
        if form is None:
            return None
        try:
            made = datetime.strptime(form[1], _STAMP).replace(tzinfo=UTC)
        except ValueError:  # such as the 31st of February
            return None
        return Kept(path, round(made.timestamp() * 1000))
