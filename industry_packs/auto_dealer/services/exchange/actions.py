"""Doors of the exchange: a document at the API, a page of lines, lines that a person decides about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Document, Work, records
from industry_packs.auto_dealer.services.exchange.giving import give_page
from industry_packs.auto_dealer.services.exchange.lines import in_parts, lines_of
from industry_packs.auto_dealer.services.exchange.names import LINES
from industry_packs.auto_dealer.services.exchange.taking import PART, Tally, take

LARGEST = 16 * 1024 * 1024
UNNAMED = "exchange.jsonl"


def receive(work: Work, document: Document) -> dict[str, Any]:
    """Take a document in: all of its good lines in one transaction."""
    tally = Tally()
    for part in in_parts(lines_of(document.content.splitlines()), PART):
        tally.add(take(work, document.name or document.account or UNNAMED, part))
    return tally.told()


def give(work: Work, _id: int | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """A page of lines, and what to ask for the next one; `next` is None at the end."""
    lines, following = give_page(work, inputs.get("after") or "")
    return {"lines": "".join(f"{line}\n" for line in lines), "next": following}


def take_again(work: Work, id: int | None, inputs: Mapping[str, Any]) -> int:
    """Take a line in that was kept aside, corrected or now that others are there."""
    assert id is not None  # noqa: S101  # an action on a record
    row = records.read(work, LINES, id)
    content = inputs.get("corrected") or row["content"]
    records.update(work, LINES, [records.Update(id, {"content": content, "state": "taken"})])
    lines = list(lines_of([content.encode()]))  # none of a heading, which there is nothing to take of
    for line in lines:
        line.number = row["line"]
    take(work, row["file"], lines)
    return id


def discard(work: Work, id: int | None, _inputs: Mapping[str, Any]) -> int:
    """A line is not wanted."""
    assert id is not None  # noqa: S101
    records.update(work, LINES, [records.Update(id, {"state": "discarded"})])
    return id
