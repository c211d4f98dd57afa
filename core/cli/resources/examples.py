"""What examples of a kind of record's commands look like."""

from __future__ import annotations

from core.host.record_types import RecordType


def path_of(record_type: RecordType) -> str:
    """How the kind of record is written on the command line: `customers`, `sales opportunities`."""
    return record_type.resource.path.replace("/", " ")


def record_of(record_type: RecordType) -> str:
    """A record as it might be named."""
    names = {"customers": "ALFKI", "users": "anna", "roles": "salesperson", "units": "HQ", "tags": "vip"}
    return names.get(record_type.name, "17")


def assignment_of(record_type: RecordType) -> str:
    """A value that could be set."""
    known = {
        "customers": "city=Berlin",
        "contacts": "job_title=Owner",
        "activities": "status=done",
        "users": "email=anna@example.com",
        "units": "country=DE",
        "tags": "color=red",
        "exchange_rates": "rate=7.85",
    }
    texts = (field.name for field in record_type.writable if field.kind.name == "text")
    return known.get(record_type.name, f"{next(texts, record_type.writable[0].name)}=New")
