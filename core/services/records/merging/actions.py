"""The actions of a mergeable record type: merge, with a preview, and unmerge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts.base import Record
from core.contracts.fields import flag, integer, reference, structure
from core.contracts.resources import Action, Values
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records.merging.merging import merge, preview_merge
from core.services.records.merging.unmerging import unmerge
from core.services.records.references import is_id

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]


def merge_actions(model: type[Record], permission: str) -> tuple[Action, ...]:
    """`merge` and `unmerge` of a `mergeable` resource; `permission` is its `<owner>.<name>.merge`."""
    return (
        Action(
            name="merge",
            title=_("Merge"),
            permission=permission,
            run=partial(_merge, model),
            inputs={
                "lose": reference(model, _("Merge this one into it"), required=True),
                "fields": structure(
                    _("Fields"), help=_('Whose value stands, by field: {"name": "keep", "phone": "lose"}.')
                ),
                "preview": flag(_("Only say what would happen")),
                "version": integer(_("Version of the one that is kept")),
                "lose_version": integer(_("Version of the other one")),
            },
            answers="mapping",
        ),
        Action(
            name="unmerge",
            title=_("Take apart what was merged"),
            permission=permission,
            run=partial(_unmerge, model),
            inputs={"lost": integer(_("Id of the one to bring back"), help=_("The last one when left out."))},
            answers="mapping",
        ),
    )


def _merge(model: type[Record], work: Work, id: int | None, inputs: Values) -> Row:
    assert id is not None  # noqa: S101  # an action on a record
    record_type = work.registry.type_of(model)
    lose, fields = _named(work, record_type, inputs["lose"]), inputs.get("fields") or {}
    if inputs.get("preview"):
        return preview_merge(work, record_type, id, lose, fields)
    said = {id: inputs.get("version"), lose: inputs.get("lose_version")}
    versions = {key: version for key, version in said.items() if version is not None}
    return {"merge": merge(work, record_type, id, lose, fields, versions), "keep": id, "lost": lose}


def _unmerge(model: type[Record], work: Work, id: int | None, inputs: Values) -> Row:
    assert id is not None  # noqa: S101
    return unmerge(work, model, id, inputs.get("lost"))


def _named(work: Work, record_type: RecordType, value: int | str) -> int:
    """The id that is meant: an id, or the key of a visible record. An unknown key is id 0, which none has."""
    key = record_type.resource.key
    if isinstance(value, int):
        return value
    if key != "id":
        found = select(record_type.model.id).where(record_type.attribute(key) == value)
        id: int | None = work.session.scalars(found).first()
        if id is not None:
            return id
    return int(value) if is_id(value) else 0
