"""What arrives, taken apart and read; nothing is written, and nothing is known of what came before."""

from __future__ import annotations

from dataclasses import dataclass

from core.plugin_api import Document
from industry_packs.auto_dealer.services.adf.reading import Reading, read
from industry_packs.auto_dealer.services.adf.refusals import Quarantined, Reason
from industry_packs.auto_dealer.services.leads import mails

UNNAMED = "document"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document out of what arrived, with what was read from it."""

    name: str
    content: bytes
    reading: Reading


def read_all(document: Document) -> list[Arrived]:
    """What is read from a document, or from each of those in a mail; nothing is known of what came before."""
    name = document.name or UNNAMED
    if not mails.is_mail(document.content, document.name):
        return [Arrived(name, document.content, read(document.content))]
    try:
        found = mails.documents_of(document.content)
    except Quarantined as refusal:
        return [Arrived(name, document.content, refused(refusal.reason))]
    names = [name] if len(found) == 1 else [f"{name}#{number}" for number in range(1, len(found) + 1)]
    return [Arrived(each, content, read(content)) for each, content in zip(names, found, strict=True)]


def refused(reason: Reason) -> Reading:
    """A reading of what was not read."""
    return Reading("quarantined", reason, (), ())
