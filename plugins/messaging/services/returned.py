"""Addresses that do not take messages: they are passed over until somebody removes the mark."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from core.plugin_api import Work, records
from plugins.messaging.models import Bounce
from plugins.messaging.services.groups import groups

RESOURCE = "messaging.bounces"
LONGEST = 500


def mark(channel: str, address: str) -> str:
    """Channel and address as one text."""
    return f"{channel} {address}"


def returned(work: Work, marks: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Which of these (channel, address as the channel compares it) are marked."""
    texts = {mark(*pair): pair for pair in marks}
    found: set[tuple[str, str]] = set()
    for part in groups(list(texts)):
        rows = work.session.scalars(select(Bounce.mark).where(Bounce.mark.in_(part)))
        found |= {texts[text] for text in rows}
    return frozenset(found)


def note(work: Work, addresses: Sequence[tuple[str, str, str]]) -> None:
    """Mark addresses: (channel, address as the channel compares it, what the other side said)."""
    there = returned(work, {(channel, address) for channel, address, _said in addresses})
    rows = {
        mark(channel, address): {
            "mark": mark(channel, address),
            "channel": channel,
            "address": address,
            "detail": said[:LONGEST],
            "at": work.now,
        }
        for channel, address, said in addresses
        if (channel, address) not in there
    }
    if rows:
        records.create(work, RESOURCE, list(rows.values()))
