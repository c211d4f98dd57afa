"""Reasons, each with how many records it holds for and some of these; kept as JSON, translated later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.errors import Conflict, GuanxiError, Invalid, NotFound
from core.labels import Label, translations

_ = translations("core")

Stored = dict[str, Any]

MOST_NAMED = 1000
"""What stays when something is undone is named, each of it up to here."""

PROBLEM = _("{field}: {message}")
CHANGED_SINCE = _("It was changed since.")


class Reasons:
    """Collects reasons; of each at most `most` examples are named."""

    def __init__(self, most: int, stored: Sequence[Mapping[str, Any]] | None = None) -> None:
        self._most = most
        self._found: dict[str, Stored] = {}
        self.count = 0
        for item in stored or ():
            self._found[repr(item["reason"])] = {**item, "examples": list(item["examples"])}
            self.count += item["count"]

    def add(self, reason: str, example: str | int) -> None:
        """One more record for which this is the reason."""
        known = self.add_many(reason, 1)
        if len(known["examples"]) < self._most:
            known["examples"].append(example)

    def add_many(self, reason: str, count: int) -> Stored:
        """So many more, none of them named."""
        written = to_stored(reason)
        known = self._found.setdefault(repr(written), {"reason": written, "count": 0, "examples": []})
        known["count"] += count
        self.count += count
        return known

    def add_all(self, other: Reasons) -> None:
        """All that another one has collected."""
        for key, item in other._found.items():
            known = self._found.setdefault(key, {**item, "count": 0, "examples": []})
            known["count"] += item["count"]
            known["examples"] += item["examples"][: self._most - len(known["examples"])]
        self.count += other.count

    def stored(self) -> list[Stored]:
        """As the database keeps them, the most frequent first."""
        return sorted(self._found.values(), key=lambda item: -int(item["count"]))

    def examples(self) -> Iterator[str]:
        """Everything that is named."""
        for item in self._found.values():
            yield from map(str, item["examples"])


def reason_of(error: GuanxiError) -> str:
    """Why something was refused, said so that it is the same for many records."""
    if isinstance(error, Conflict | NotFound):
        return error.default
    for path, found in error.errors.items() if isinstance(error, Invalid) else ():
        return found[0].message if path in ("", "id") else PROBLEM.fill(field=path, message=found[0].message)
    return error.message


def shown(stored: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """`[{reason, count, examples}]` with labels for reasons."""
    return [{**item, "reason": from_stored(item["reason"])} for item in stored or ()]


def to_stored(text: object) -> Any:
    """A label with all that it takes to translate it, as JSON."""
    if not isinstance(text, Label):
        return text if isinstance(text, int) else str(text)
    values = {name: to_stored(value) for name, value in text.values.items()}
    return {"owner": text.owner, "text": text.template, "values": values}


def from_stored(stored: Any) -> Any:
    """The label again."""
    if not isinstance(stored, dict):
        return stored
    values = {name: from_stored(value) for name, value in stored["values"].items()}
    return Label(stored["text"], stored["owner"], values)
