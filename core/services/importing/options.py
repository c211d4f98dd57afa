"""What an import is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from core.services.files.table import Format


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How a file is imported; what is not said is detected or guessed.

    `mapping` holds choices `heading=field` (`heading=` leaves a column out). `key` names the field by which a
    row finds the record that it changes; rows that find none create one. `defaults` are values for fields
    (by path, such as `owner` or `contacts.language`) where a row has none. `errors_path` takes the rows that
    failed. `all_or_nothing` writes nothing unless every row is good. `strict` makes a run with bad rows one
    that did not succeed (see `ImportReport.succeeded`). `chunk_size` is the largest number of rows in one
    transaction; on SQLite it is smaller when these take too long.
    """

    format: Format | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    mapping: Sequence[str] = ()
    key: str | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    dry_run: bool = False
    all_or_nothing: bool = False
    strict: bool = False
    errors_path: Path | None = None
    chunk_size: int = 1_000

    def essence(self) -> dict[str, Any]:
        """Everything that decides what becomes of a row, as JSON: only an equal import goes on with a run."""
        return {
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "mapping": list(self.mapping),
            "key": self.key,
            "defaults": dict(self.defaults),
            "all_or_nothing": self.all_or_nothing,
        }

    def fingerprint(self, file_hash: bytes, resource: str, actor: int | None) -> str:
        """What makes two imports the same: the file's content, the resource, who imports, and how."""
        told = orjson.dumps([resource, actor, self.essence()], default=str, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(file_hash + told).hexdigest()
