"""Two records that are to be one: found within the actor's rights, locked, and what each field is to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.kinds import ReferenceKind
from core.data.locks import one_at_a_time
from core.errors import invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records import conflicts, trees
from core.services.records.loading import load
from core.services.records.merging.choosing import Choice, check_wanted, choose
from core.services.records.merging.lines import joined

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

SAME = _("A record cannot be merged with itself.")
NOT_MERGEABLE = _("{records} cannot be merged.")

Row = dict[str, Any]
Versions = Mapping[int, int]


@dataclass(eq=False, slots=True)
class Pair:
    """Both records as they are, and what the kept one will be: fields, lists of lines that grow, tags."""

    record_type: RecordType
    kept: Row
    lost: Row
    choices: dict[str, Choice]
    lines: dict[str, list[Row]]
    tags: list[str]

    @property
    def new_tags(self) -> list[str]:
        """The words that come from the lost record."""
        return [word for word in self.tags if word not in self.kept["tags"]]


def pair_of(
    work: Work,
    resource: Any,
    keep: int,
    lose: int,
    wanted: Mapping[str, str] | None = None,
    versions: Versions | None = None,
    *,
    lock: bool = True,
) -> Pair:
    """Look at two records that the actor may merge, and lock them unless nothing will be written.

    Raises Invalid for the same record twice or a choice that cannot be, NotFound, Merged and Forbidden for
    what the actor may not see or edit, Conflict for a stale version.
    """
    record_type = work.registry.type_of(resource)
    if record_type.resource.mergeable is None:
        raise invalid("", "not_mergeable", NOT_MERGEABLE.fill(records=record_type.resource.title))
    work.require(record_type.resource.permission("merge"))
    work.require(record_type.resource.permission("edit"))
    if keep == lose:
        raise invalid("lose", "same_record", SAME, lose)
    check_wanted(work, record_type, wanted or {})
    if lock:
        take_turns(work)
    rows = _both(work, record_type, (keep, lose), versions or {}, lock=lock)
    return _judged(work, record_type, rows[keep], rows[lose], wanted or {})


def take_turns(work: Work) -> None:
    """One merge at a time: two at once could each move what the other is about to."""
    one_at_a_time(work.session, "merge")


def _both(
    work: Work, record_type: RecordType, ids: tuple[int, int], versions: Versions, *, lock: bool
) -> dict[int, Row]:
    load(work, record_type, sorted(ids), children=(), for_action="edit", lock=lock)
    rows = load(work, record_type, ids, for_action="merge", lock=lock)
    editable = {row["id"] for row in load(work, record_type, ids, children=(), for_action="edit", lock=False)}
    found = {row["id"]: row for row in rows if row["id"] in editable}
    for id in ids:
        conflicts.require(work, record_type, found, id, versions.get(id), "merge")
    return found


def _judged(work: Work, record_type: RecordType, kept: Row, lost: Row, wanted: Mapping[str, str]) -> Pair:
    choices = choose(record_type, kept, lost, wanted)
    _keep_trees(work, record_type, choices, kept["id"], lost["id"])
    lines = joined(record_type, kept, lost, choices)
    words = sorted({*kept.get("tags", ()), *lost.get("tags", ())})
    return Pair(record_type, {"tags": [], **kept}, lost, choices, lines, words)


def _keep_trees(
    work: Work, record_type: RecordType, choices: dict[str, Choice], keep: int, lose: int
) -> None:
    """In a tree the kept record takes the place of a lost one that stood above it, and makes no circle."""
    for choice in _free_trees(choices):
        into_itself = trees.stands_above(work, record_type, choice.field, keep, choice.lost)
        if trees.stands_above(work, record_type, choice.field, lose, choice.kept):
            choice.value = None if into_itself else choice.lost
        elif choice.value != choice.kept and into_itself:
            choice.value = choice.kept


def _free_trees(choices: Mapping[str, Choice]) -> Iterator[Choice]:
    for choice in choices.values():
        if isinstance(choice.field.kind, ReferenceKind) and choice.field.kind.tree and not choice.chosen:
            yield choice
