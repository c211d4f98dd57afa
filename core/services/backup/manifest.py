"""What a backup holds: a zip file with a manifest, the database, and what else an installation needs.

The database is one file of SQLite (`database.sqlite3`), or, from PostgreSQL, one file of lines for each table
(`tables/<table>.jsonl`, see `core.data.exact_rows`). `files.jsonl` lists the contents of attachments, each in
`files/ab/<sha256>`; `plugins/` and `archives/` are those of the home folder; `guanxi.toml` lacks what names
the database and, unless wanted, the secret key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from core.services.archives.parts import Count, Member, Name, Part, Strict

FORMAT = 1
"""Grows when an older Guanxi could not read the backup."""

DATABASE, TABLE = "database.sqlite3", "tables/{name}.jsonl"
FILES, FILE = "files.jsonl", "files/{start}/{sha256}"
CONFIGURATION, SECRET_KEY = "guanxi.toml", "secret_key"
FOLDERS = ("plugins", "archives")

FILE_COLUMNS = ("sha256", "bytes", "found")
"""A row of `files.jsonl`: a content's name, its size, its hash now; only the name if it was lost before."""


class Manifest(Strict):
    """`manifest.json`: what the installation was, and what is in which member.

    `rows` counts the rows of every table. `tables` are the members of a backup of PostgreSQL, which lacks
    the tables that belong to nobody: `left_behind`. `lost` counts the contents of attachments that were lost
    or damaged before.
    """

    format: int
    guanxi: str
    at: datetime
    database: Literal["sqlite", "postgresql"]
    revisions: dict[Name, str | None]
    rows: dict[Name, Count]
    tables: dict[Name, Part]
    files: Part
    lost: Count
    others: dict[str, Member]
    left_behind: tuple[Name, ...]

    @property
    def has_secret_key(self) -> bool:
        """Whether the secret key is in it."""
        return SECRET_KEY in self.others

    def parts(self) -> Iterator[tuple[str, Part]]:
        """The members of lines."""
        yield FILES, self.files
        for name, part in self.tables.items():
            yield TABLE.format(name=name), part


def file_name(sha256: str) -> str:
    """The member with a content of the file store; its place in the home folder, too."""
    return FILE.format(start=sha256[:2], sha256=sha256)
