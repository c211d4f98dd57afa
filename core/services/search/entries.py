"""Writing the search index: for each record one row of tokens per group that roles may or may not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete, select

from core.contracts.fields import Field
from core.contracts.kinds import EmailKind, PhoneKind
from core.data.among import among
from core.data.bulk import insert_rows
from core.data.models.search import SearchEntry
from core.formats.tokens import email_tokens, identity_tokens, phone_tokens, public_tokens
from core.host.record_types import ChildType, RecordType
from core.services.chunks import chunks

if TYPE_CHECKING:
    from core.services.work import Work

PUBLIC = "public"
WHOEVER_WRITES = "the index says what a record says, whoever writes it"

Entries = dict[tuple[int | None, str], tuple[int | None, str]]
"""Customer and tokens by record and group."""

Lines = dict[str, list[Mapping[str, Any]]]
"""Lines of one record by the name of the children."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A record to be found: its id, the customer it belongs to, its values.

    Children whose lines are not among the values are read from the database.
    """

    id: int
    customer: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A field whose words are searched for; `child` names the children it stands in."""

    child: str
    name: str
    group: str
    tokens: Callable[[str], list[str]]

    def words(self, values: Mapping[str, Any]) -> Iterable[str]:
        """Its tokens in a record."""
        rows = values.get(self.child) or () if self.child else (values,)
        return [token for row in rows if row.get(self.name) for token in self.tokens(row[self.name])]


def sources(record_type: RecordType) -> tuple[Source, ...]:
    """Everything that records of a type are found by."""
    holders: list[tuple[str, RecordType | ChildType]] = [("", record_type), *record_type.children.items()]
    return tuple(
        Source(child, field.name, field.sensitive or PUBLIC, _tokenizer(field))
        for child, holder in holders
        for field in holder.fields.values()
        if field.search
    )


def _tokenizer(field: Field) -> Callable[[str], list[str]]:
    """How values of a field become tokens."""
    if isinstance(field.kind, PhoneKind):
        return phone_tokens
    if isinstance(field.kind, EmailKind):
        return email_tokens
    return identity_tokens if field.tails or field.sensitive == "identity" else public_tokens


def write_entries(work: Work, record_type: RecordType, subjects: Sequence[Subject], *, new: bool) -> None:
    """Make the index say what these records say; `new` ones have no rows there yet."""
    known = work.registry.prepared.get(sources, record_type)
    if not known or not subjects:
        return
    lines = {} if new else _missing_lines(work, record_type, known, subjects)
    wanted: Entries = {
        (subject.id, group): (subject.customer, tokens)
        for subject in subjects
        for group, tokens in _groups(known, {**lines.get(subject.id, {}), **subject.values})
    }
    if not new:
        _remove_stale(work, record_type, [subject.id for subject in subjects], wanted)
    _insert(work, record_type, wanted)


def remove_entries(work: Work, record_type: RecordType, ids: Sequence[int]) -> None:
    """Take records out of the index."""
    for part in chunks(ids):
        _delete(work, SearchEntry.resource == record_type.name, among(SearchEntry.record_id, part))


def remove_between(
    work: Work, record_type: RecordType, after: int, last: int | None, but: Sequence[int]
) -> None:
    """Take records out of the index whose ids are above `after`, up to `last` (None: to the end)."""
    between = [SearchEntry.resource == record_type.name, SearchEntry.record_id > after]
    if last is not None:
        between.append(SearchEntry.record_id <= last)
    _delete(work, *between, SearchEntry.record_id.not_in(but))


def _remove_stale(work: Work, record_type: RecordType, ids: Sequence[int], wanted: Entries) -> None:
    """Remove the rows that are not as they should be, and from `wanted` what stands there already."""
    columns = (SearchEntry.id, SearchEntry.record_id, SearchEntry.token_group)
    statement = select(*columns, SearchEntry.customer_id, SearchEntry.tokens)
    stale = []
    with work.access.unrestricted(work, WHOEVER_WRITES) as session:
        for part in chunks(ids):
            of_these = (SearchEntry.resource == record_type.name, among(SearchEntry.record_id, part))
            for id, record_id, group, *content in session.execute(statement.where(*of_these)):
                if wanted.get((record_id, group)) == tuple(content):
                    del wanted[record_id, group]
                else:
                    stale.append(id)
    for part in chunks(stale):
        _delete(work, among(SearchEntry.id, part))


def _delete(work: Work, *criteria: ColumnElement[bool]) -> None:
    work.session.execute(delete(SearchEntry).where(*criteria).execution_options(guanxi_writer=True))


def _insert(work: Work, record_type: RecordType, wanted: Entries) -> None:
    rows = [
        {
            "resource": record_type.name,
            "record_id": record_id,
            "customer_id": customer,
            "token_group": group,
            "tokens": tokens,
        }
        for (record_id, group), (customer, tokens) in wanted.items()
    ]
    insert_rows(work.session, SearchEntry, rows)


def _groups(known: Iterable[Source], values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Each group that has tokens, with its tokens as one text."""
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for source in known:
        words[source.group] |= dict.fromkeys(source.words(values))
    return [(group, " ".join(tokens)) for group, tokens in words.items() if tokens]


def _missing_lines(
    work: Work, record_type: RecordType, known: Iterable[Source], subjects: Sequence[Subject]
) -> dict[int, Lines]:
    """The lines that a change did not touch, and so did not load, by record."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for source in known:
        if source.child and any(source.child not in subject.values for subject in subjects):
            wanted[source.child].append(source.name)
    found: dict[int, Lines] = defaultdict(lambda: defaultdict(list))
    with work.access.unrestricted(work, WHOEVER_WRITES) as session:
        for child, names in wanted.items():
            columns = _line_columns(record_type.children[child], names)
            for part in chunks([subject.id for subject in subjects]):
                for id, *values in session.execute(select(*columns).where(among(columns[0], part))):
                    found[id][child].append(dict(zip(names, values, strict=True)))
    return found


def _line_columns(child: ChildType, names: Iterable[str]) -> list[Any]:
    """The record that a line belongs to, then these fields of the line."""
    return [getattr(child.model, child.parent), *(child.attribute(name) for name in names)]
