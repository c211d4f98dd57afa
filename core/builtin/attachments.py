"""Rules of attachments: a name is only a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.contracts.changes import Change
from core.formats.file_names import clean_file_name
from core.services.work import Work


def complete(work: Work, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
    """Take out of names what could be mistaken for a path or for another name."""
    names = {index: (change.after or {})["name"] for index, change in enumerate(changes)}
    cleaned = {index: clean_file_name(name) for index, name in names.items()}
    return {index: {"name": name} for index, name in cleaned.items() if name != names[index]}
