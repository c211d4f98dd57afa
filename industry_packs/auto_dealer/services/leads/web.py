"""What pages show of documents and of what leads want: always as text, never as what it says it is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from core.plugin_api import Download, NotFound, Page, Panel, Reply, Values, Visit, Work, translations
from industry_packs.auto_dealer.services.adf.decoding import decode
from industry_packs.auto_dealer.services.adf.refusals import Quarantined
from industry_packs.auto_dealer.services.leads.keeping import body_of
from industry_packs.auto_dealer.services.leads.models import LeadDocument, LeadVehicle
from industry_packs.auto_dealer.services.leads.names import DOCUMENTS, VEHICLES
from industry_packs.auto_dealer.services.leads.rows import MOST_VEHICLES
from plugins.sales.public import Lead

_ = translations("auto_dealer")

SEE = f"{DOCUMENTS}.view"
RAW = "/auto_dealer/raw"
MOST_SHOWN = 20_000
"""Characters of a document that a page shows; the whole of it is a download."""
BLANKS = "\n\t\u00a0\u3000"
"""What readers see as blanks, Chinese ones among them; marks that turn the direction of text are none."""
BINARY = "application/octet-stream"


def text_of(content: bytes) -> str:
    """A document for readers, whatever it is: characters that cannot be told are marked."""
    try:
        text = decode(content)
    except Quarantined:
        text = content.decode("utf-8", "replace")
    text = text.replace("\r\n", "\n")
    return "".join(each if each.isprintable() or each in BLANKS else "\ufffd" for each in text)


def of_document(work: Work, record: Values) -> Mapping[str, Any]:
    """The text of a document, or its beginning."""
    text = text_of(body_of(work, record["id"]))
    return {"text": text[:MOST_SHOWN], "is_all": len(text) <= MOST_SHOWN, "raw": f"{RAW}/{record['id']}"}


def raw(work: Work, visit: Visit) -> Reply:
    """The bytes of a document, to be saved: never opened as what they say they are."""
    id = visit.path["id"]
    if not id.isdecimal() or len(id) > 18:
        raise NotFound
    return Download(name=f"document-{int(id)}.bin", media_type=BINARY, file=BytesIO(body_of(work, int(id))))


def wanted(work: Work, lead: Values) -> Mapping[str, Any]:
    """The vehicles of a lead."""
    columns = LeadVehicle.id, LeadVehicle.interest, LeadVehicle.year, LeadVehicle.make, LeadVehicle.model
    found = select(*columns, LeadVehicle.vin).where(LeadVehicle.lead_id == lead["id"])
    rows = [
        {
            "cells": [interest, " ".join(str(each) for each in (year, make, model) if each), vin or ""],
            "href": f"/{VEHICLES.replace('.', '/')}/{id}",
        }
        for id, interest, year, make, model, vin in work.session.execute(
            found.order_by(LeadVehicle.id).limit(MOST_VEHICLES)
        )
    ]
    return {"columns": [_("Interest"), _("Vehicle"), _("VIN")], "rows": rows}


PANELS = (
    Panel(
        name="document",
        title=_("What it says"),
        of=LeadDocument,
        slot="main",
        template="auto_dealer/document.html",
        load=of_document,
        permission=SEE,
        icon="file-text",
    ),
    Panel(
        name="wanted",
        title=_("Vehicles"),
        of=Lead,
        slot="side",
        template="parts/table.html",
        load=wanted,
        permission=f"{VEHICLES}.view",
        icon="car",
    ),
)
PAGES = (Page(path=f"{RAW}/{{id}}", permission=SEE, run=raw),)
