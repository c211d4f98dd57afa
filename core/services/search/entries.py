"""Writing the search index: for each record one row of tokens per group that roles may or may not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from core.contracts.fields import Field
from core.contracts.kinds import EmailKind, PhoneKind
from core.data.models.search import SearchEntry
from core.formats.tokens import email_tokens, identity_tokens, phone_tokens, public_tokens
from core.host.record_types import ChildType, RecordType

if TYPE_CHECKING:
    from core.services.work import Work

PUBLIC = "public"
CHUNK = 500


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
    return identity_tokens if field.sensitive == "identity" else public_tokens


def write_entries(work: Work, record_type: RecordType, subjects: Sequence[Subject], *, new: bool) -> None:
    """Make the index say what these records say; `new` ones have no rows there yet."""
    known = work.registry.prepared.get(sources, record_type)
    if not known or not subjects:
        return
    lines = {} if new else _missing_lines(work, record_type, known, subjects)
    if not new:
        remove_entries(work, record_type, [subject.id for subject in subjects])
    rows = [
        {
            "resource": record_type.name,
            "record_id": subject.id,
            "customer_id": subject.customer,
            "token_group": group,
            "tokens": tokens,
        }
        for subject in subjects
        for group, tokens in _groups(known, {**lines.get(subject.id, {}), **subject.values})
    ]
    if rows:
        statement = insert(SearchEntry).execution_options(guanxi_writer=True, render_nulls=True)
        work.session.execute(statement, rows)


def remove_entries(work: Work, record_type: RecordType, ids: Sequence[int]) -> None:
    """Take records out of the index."""
    for start in range(0, len(ids), CHUNK):
        found = SearchEntry.record_id.in_(ids[start : start + CHUNK])
        statement = delete(SearchEntry).where(SearchEntry.resource == record_type.name, found)
        work.session.execute(statement.execution_options(guanxi_writer=True, synchronize_session=False))


def _groups(known: Iterable[Source], values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Each group that has tokens, with its tokens as one text."""
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for source in known:
        words[source.group] |= dict.fromkeys(source.words(values))
    return [(group, " ".join(tokens)) for group, tokens in words.items() if tokens]


def _missing_lines(
    work: Work, record_type: RecordType, known: Iterable[Source], subjects: Sequence[Subject]
) -> dict[int, dict[str, list[Mapping[str, Any]]]]:
    """The lines that a change did not touch, and so did not load: by record and name of the children."""
    wanted: dict[str, list[Source]] = defaultdict(list)
    for source in known:
        if source.child and any(source.child not in subject.values for subject in subjects):
            wanted[source.child].append(source)
    lines: dict[int, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    ids = [subject.id for subject in subjects]
    with work.access.unrestricted(work, "the index holds what a record holds, whoever writes it") as session:
        for name, found in wanted.items():
            child = record_type.children[name]
            columns = [child.attribute(source.name).label(source.name) for source in found]
            owner = getattr(child.model, child.parent)
            for start in range(0, len(ids), CHUNK):
                part = owner.in_(ids[start : start + CHUNK])
                for id, *values in session.execute(select(owner, *columns).where(part)):
                    line = dict(zip((source.name for source in found), values, strict=True))
                    lines[id][name].append(line)
    return lines
