"""From the bytes of a document to its leads, or to the reason why a person must look at it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from industry_packs.auto_dealer.services.adf.decoding import decode
from industry_packs.auto_dealer.services.adf.leads import Lead, lead_of
from industry_packs.auto_dealer.services.adf.parsing import Element, parse
from industry_packs.auto_dealer.services.adf.refusals import Quarantined, Reason
from industry_packs.auto_dealer.services.adf.repairing import declares_types, repaired

Outcome = Literal["accepted", "repaired", "quarantined"]

LARGEST = 256 * 1024
"""How many bytes a document may have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a document. A quarantined one has a reason and no leads; keep it for a person."""

    outcome: Outcome
    reason: Reason | None
    repairs: tuple[str, ...]
    leads: tuple[Lead, ...]


def read(document: bytes, seen: Container[str] = ()) -> Reading:
    """Read a document, whatever it is; there is always an outcome.

    `seen` holds the keys of leads that this provider account sent before. A key that comes twice in one
    document is a duplicate, too.
    """
    repairs: list[str] = []
    try:
        root = _root_of(document, repairs)
    except Quarantined as refusal:
        return Reading("quarantined", refusal.reason, tuple(repairs), ())
    return Reading("repaired" if repairs else "accepted", None, tuple(repairs), _leads_of(root, seen))


def _root_of(document: bytes, repairs: list[str]) -> Element:
    """The root of the document; what had to be repaired is added to `repairs`."""
    if len(document) > LARGEST:
        raise Quarantined("too_large")
    text = decode(document)
    if declares_types(text):
        raise Quarantined("dtd_forbidden")
    stripped = text.strip()
    if text[:1].isspace() and stripped:
        repairs.append("leading_whitespace")
    return _parsed(stripped, repairs)


def _parsed(text: str, repairs: list[str]) -> Element:
    """As it stands, or else repaired: what is well-formed has nothing around it."""
    try:
        return parse(text)
    except Quarantined as refusal:
        better, done = repaired(text)
        if refusal.reason != "malformed_xml" or not done:
            raise
        repairs.extend(done)
    return parse(better)


def _leads_of(root: Element, seen: Container[str]) -> tuple[Lead, ...]:
    found: dict[str, Lead] = {}
    leads = []
    for prospect in root.all("prospect"):
        lead = lead_of(prospect, lambda key: key in seen or key in found)
        found[lead.key] = lead
        leads.append(lead)
    return tuple(leads)
