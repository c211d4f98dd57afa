"""What examples of a kind of record's commands look like."""

from __future__ import annotations

from core.contracts.fields import Field
from core.host.record_types import RecordType


def path_of(record_type: RecordType) -> str:
    """How the kind of record is written on the command line: `customers`, `sales opportunities`."""
    return record_type.resource.path.replace("/", " ")


def record_of(record_type: RecordType) -> str:
    """A record as it might be named."""
    names = {"customers": "ALFKI", "users": "anna", "roles": "salesperson", "units": "HQ", "tags": "vip"}
    return names.get(record_type.name, "17")


def creation_of(record_type: RecordType) -> str:
    """The options that create one: `--set code=18 --set name=New`."""
    known = {
        "customers": ("name='Wang Foods'", "city=Berlin"),
        "contacts": ("customer=ALFKI", "family_name=Wang"),
        "activities": ("type=call", "customer=ALFKI", "subject='Ask for the order'"),
        "users": ("login=anna", "name='Anna Berg'", "unit=HQ"),
        "roles": ("name=advisor", "title=Advisor"),
        "units": ("code=BER", "name=Berlin", "parent=HQ"),
        "tags": ("name=vip",),
        "exchange_rates": ("base_currency=USD", "currency=CNY", "rate=7.12", "valid_from=2026-01-01"),
    }
    needed = (field for field in record_type.writable if field.required and field.default is None)
    values = known.get(record_type.name) or tuple(f"{field.name}={_sample(field)}" for field in needed)
    return " ".join(f"--set {value}" for value in values or (assignment_of(record_type),))


def _sample(field: Field) -> str:
    """A value that a field could have."""
    samples = {
        "text": "New",
        "day": "2026-01-31",
        "moment": "2026-01-31T09:00",
        "flag": "yes",
        "json": "'{}'",
    }
    return samples.get(field.kind.name, "17")


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
