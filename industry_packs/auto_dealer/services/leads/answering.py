"""What programs are answered that send documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.plugin_api import Document, Work
from industry_packs.auto_dealer.services.leads.arriving import Arrived
from industry_packs.auto_dealer.services.leads.form import as_form
from industry_packs.auto_dealer.services.leads.receiving import receive


def answer(work: Work, document: Document) -> dict[str, Any]:
    """What came of one document, or of those in a mail: in the form of the worked cases, by name."""
    return forms(receive(work, [document]))


def forms(arrived: Sequence[Arrived]) -> dict[str, Any]:
    """By the name of each document."""
    return {each.name: as_form(each.reading) for each in arrived}
