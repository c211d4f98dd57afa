"""References: every incoming one is resolved by a SELECT under the rights of whoever writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, null, select

from core.contracts.fields import Field
from core.contracts.kinds import PhoneKind
from core.data.among import among
from core.errors import NotFound
from core.host.record_types import RecordType
from core.labels import translations
from core.services.chunks import chunks
from core.services.records.drafts import Draft, Drafts, Line

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

UNKNOWN = _("There is no such {record}, or you may not see it.")
Found = dict[int | str, tuple[int, str | None]]


def resolve(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Replace keys by ids, refuse what cannot be seen, and find the country that a parent lends."""
    wanted: dict[str, set[int | str]] = defaultdict(set)
    uses = [(draft, line, field) for draft in drafts.values() for line, field in _sent(draft)]
    for _draft, line, field in uses:
        wanted[field.kind.table].add(line.values[field.name])  # type: ignore[attr-defined]
    found = {table: _find(work, work.registry.of_table(table), values) for table, values in wanted.items()}
    for draft, line, field in uses:
        _apply(work, record_type, draft, line, field, found[field.kind.table])  # type: ignore[attr-defined]
    _inherit(work, record_type, drafts)


def _inherit(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Find the country of the parent for new telephone numbers of records that keep their parent."""
    parent = record_type.resource.parent
    keeping = [d for d in drafts.values() if parent and parent not in d.record.sent and _has_phones(d)]
    kept = {id for draft in keeping if (id := draft.values[parent])}
    if kept:
        table = record_type.fields[parent].kind.table  # type: ignore[attr-defined]
        found = _find(work, work.registry.of_table(table), kept)
        for draft in keeping:
            _id, draft.inherited_country = found.get(draft.values[parent], (None, None))


def _has_phones(draft: Draft) -> bool:
    """Whether a telephone number was sent."""
    return any(isinstance(line.fields[name].kind, PhoneKind) for line in draft.lines() for name in line.sent)


def _sent(draft: Draft) -> Iterator[tuple[Line, Field]]:
    """Every reference that was sent with a value."""
    for line in draft.lines():
        for name in line.form.reference_names & line.sent.keys():
            if line.values.get(name) is not None:
                yield line, line.fields[name]


def _find(work: Work, target: RecordType, wanted: set[int | str]) -> Found:
    """The visible records among the ids and keys, each with its country where it has one."""
    model, key = target.model, target.resource.key
    country = target.attribute("country") if "country" in target.fields else None
    columns = [model.id, target.attribute(key), *([country] if country is not None else [])]
    found: Found = {}
    for known in _named(target, wanted):
        for id, written, *rest in work.session.execute(select(*columns).where(known)):
            answer = (id, rest[0] if rest else None)
            found |= {id: answer, str(id): found.get(str(id), answer)}
            if key != "id":
                found[written] = answer
    return found


def _named(target: RecordType, wanted: set[int | str]) -> Iterator[ColumnElement[bool]]:
    """Conditions for the ids and for the keys apart: "this or that" would read the whole table."""
    model, key = target.model, target.resource.key
    ids = [int(item) for item in wanted if isinstance(item, int) or is_id(item)]
    for part in chunks(sorted(ids)):
        yield among(model.id, part)
    keys = sorted(item for item in wanted if isinstance(item, str)) if key != "id" else []
    for words in chunks(keys):
        yield target.attribute(key).in_(words)


def is_id(text: str) -> bool:
    """Whether a text is a number that an id could be."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _apply(work: Work, record_type: RecordType, draft: Draft, line: Line, field: Field, found: Found) -> None:
    """Put the id into the line, or note that there is no such record."""
    value = line.values[field.name]
    answer = found.get(value)
    if answer is None:
        title = work.registry.of_table(field.kind.table).resource.singular  # type: ignore[attr-defined]
        draft.complain(line.path + field.name, "reference_unknown", UNKNOWN.fill(record=title), value)
        return
    line.values[field.name], country = answer
    if line is draft.record and field.name == record_type.resource.parent:
        draft.inherited_country = country


def gone(work: Work, drafts: Drafts) -> bool:
    """Whether a record that these drafts name is no longer there; for drafts that were judged a while ago."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for draft in drafts.values():
        for line, field in _sent(draft):
            wanted[field.kind.table].add(line.values[field.name])  # type: ignore[attr-defined]
    found = {table: _find(work, work.registry.of_table(table), {*ids}) for table, ids in wanted.items()}
    return any(ids - found[table].keys() for table, ids in wanted.items())


def anchor(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """For records that point at any record: find what they point at, and the customer it belongs to."""
    named = {"resource", "record_id", "customer"}
    wanted = [d for d in drafts.values() if record_type.anchored and d.record.sent.keys() & named]
    known = _anchors(work, wanted) if len(wanted) > 1 else {}
    for draft in wanted:
        _anchor(work, draft, known)


About = tuple[str | None, int | None]


def _anchors(work: Work, drafts: Sequence[Draft]) -> dict[About, int | None]:
    """The anchors of what many drafts point at, one query for each resource; without those that are not."""
    ids: dict[str, set[int]] = defaultdict(set)
    for draft in drafts:
        resource, id = draft.values.get("resource") or "", draft.values.get("record_id")
        if resource in work.registry.types and id is not None:
            ids[resource].add(id)
    found: dict[About, int | None] = {}
    for resource, some in ids.items():
        record_type = work.registry.types[resource]
        statement = _select_anchors(record_type)
        for part in chunks(sorted(some)):
            rows = work.session.execute(statement.where(among(record_type.model.id, part)))
            found |= {(resource, id): customer for id, customer in rows}
    return found


def _select_anchors(target: RecordType) -> Select[Any]:
    """A SELECT of the ids of records, each with its customer."""
    if target.name == "customers":
        return select(target.model.id, target.model.id.label("customer"))
    name = customer_field(target)
    return select(target.model.id, target.attribute(name) if name else null())


def _anchor(work: Work, draft: Draft, known: Mapping[About, int | None]) -> None:
    values, sent = draft.values, draft.record.sent
    if "customer" in sent and not sent.keys() & {"resource", "record_id"}:
        values["resource"], values["record_id"] = (
            ("customers", values["customer"]) if values["customer"] else (None, None)
        )
        return
    if values.get("resource") is None and values.get("record_id") is None:
        values["customer"] = None
        return
    about = values.get("resource"), values.get("record_id")
    try:
        values["customer"] = known[about] if about in known else anchor_of(work, *about)
    except NotFound as error:
        draft.complain("record_id", "reference_unknown", str(error), values.get("record_id"))


def anchor_of(work: Work, resource: str | None, record_id: int | None) -> int | None:
    """The customer that a visible record belongs to (a customer to itself); NotFound if there is none."""
    target = work.registry.type_of(resource or "")
    row = work.session.execute(_select_anchors(target).where(target.model.id == record_id)).one_or_none()
    if row is None:
        raise NotFound()
    customer: int | None = row[1]
    return customer


def customer_field(record_type: RecordType) -> str:
    """The field that holds a record's customer, if it has one."""
    if record_type.anchored or record_type.resource.parent == "customer":
        return "customer"
    return ""


def customer_of(record_type: RecordType, id: int, values: Mapping[str, Any]) -> int | None:
    """The anchor of a record's journal, search and tag rows."""
    if record_type.name == "customers":
        return id
    name = customer_field(record_type)
    return values[name] if name else None
