"""ADF documents of any kind, and what is read from them in the form of tests/data/adf_expected.json."""

import json
from collections.abc import Container
from dataclasses import asdict
from typing import Any

from industry_packs.auto_dealer.public import Lead, read

CONTACT = "<customer><contact><name>Ann</name><email>ann@example.com</email></contact></customer>"
VEHICLE = "<vehicle><year>2026</year><make>Buick</make><model>GL8</model></vehicle>"
ASKED = "<requestdate>2026-11-20T10:00:00Z</requestdate>"
ID = '<id source="web">7</id>'


def prospect(
    inner: str = "", id: str = ID, asked: str = ASKED, vehicle: str = VEHICLE, by: str = CONTACT
) -> str:
    return f"<prospect>{id}{asked}{vehicle}{by}{inner}</prospect>"


def adf(*prospects: str) -> str:
    return f"<adf>{''.join(prospects or (prospect(),))}</adf>"


def told(document: str | bytes, seen: Container[str] = ()) -> dict[str, Any]:
    """What is read, as the data file writes it."""
    content = document if isinstance(document, bytes) else document.encode()
    reading: dict[str, Any] = json.loads(json.dumps(asdict(read(content, seen))))
    for lead in reading["leads"]:
        lead["key"] = "sha256" if lead["key"].startswith("sha256:") else lead["key"]
    return reading


def outcome(document: str | bytes) -> tuple[str | None, list[str]]:
    """The reason, or else the outcome, and the repairs."""
    reading = told(document)
    assert (reading["reason"] is not None) == (reading["outcome"] == "quarantined")
    return reading["reason"] or reading["outcome"], reading["repairs"]


def lead(document: str) -> Lead:
    """The only lead of a document."""
    (found,) = read(document.encode()).leads
    return found
