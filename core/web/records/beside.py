"""What stands beside a record and is read after the page: its team, its tags, its files, its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.contracts.pages import Download, Redirect, Reply, Shown, Toast, Visit
from core.contracts.resources import Children
from core.contracts.work import Actor
from core.host.record_types import RecordType
from core.http.requests import record_id
from core.labels import translations
from core.services import lists
from core.services.attachments import About, Kept, attach_kept, content_of, keep, may_have
from core.services.lists.including import name_references
from core.web.origin import local_address
from core.web.records.changing import team_of
from core.web.records.subject import Subject, may, subject_of

if TYPE_CHECKING:
    from core.services.work import App, Work

_ = translations("core")

ATTACHMENTS, CREATE = "attachments", "core.attachments.create"
MOST_FILES = 50
THOUSAND, UNITS = 1000, ("B", "kB", "MB", "GB", "TB")
NO_FILE, ATTACHED = _("Choose a file first."), _("{count} files attached.")
FILE_FIELDS = ("id", "version", "name", "description", "media_type", "size", "created_at", "created_by")


@dataclass(frozen=True, eq=False, slots=True)
class Lines:
    """The lines of one kind with the fields of each."""

    children: Children
    fields: Sequence[Field]
    rows: Sequence[dict[str, Any]]


def show_beside(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Team, tags and files."""
    team = team_of(record_type)
    wanted = [*([team[0]] if team else []), *(["tags"] if record_type.resource.taggable else [])]
    subject = subject_of(work, visit, record_type, wanted)
    files = files_of(work, subject)
    if team:
        _name_lines(work, subject, team[0])
    name_references(work, [(work.registry.type_of(ATTACHMENTS), files)])
    values = {
        "subject": subject,
        "team": _lines(work, subject, team[0]) if team else None,
        "tags": subject.row.get("tags") if record_type.resource.taggable else None,
        "files": files,
        "sized": sized,
        "with_files": may_have(record_type),
        "may_edit": may(work, record_type, "edit"),
        "may_attach": work.actor.reach(CREATE) is not None,
        "may_remove": may(work, work.registry.type_of(ATTACHMENTS), "delete"),
    }
    return Shown(template="record/beside.html", values=values, block="beside")


def show_lines(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """All lines of a record but its team: further telephones, addresses."""
    team = team_of(record_type)
    names = [name for name in record_type.children if not team or name != team[0]]
    subject = subject_of(work, visit, record_type, names)
    for name in names:
        _name_lines(work, subject, name)
    found = [lines for name in names if (lines := _lines(work, subject, name)).rows]
    values = {"subject": subject, "found": found, "may_edit": may(work, record_type, "edit")}
    return Shown(template="record/lines.html", values=values, block="lines")


def _lines(work: Work, subject: Subject, name: str) -> Lines:
    child = subject.record_type.children[name]
    visible = work.access.field_rights(work.actor, subject.record_type).visible
    fields = [item for item in child.public if item.name != "id" and f"{name}.{item.name}" in visible]
    return Lines(child.children, [item for item in fields if not item.read_only], subject.row.get(name, []))


def _name_lines(work: Work, subject: Subject, name: str) -> None:
    """Give lines the names of what they refer to."""
    child = subject.record_type.children[name]
    rows = [line for line in subject.row.get(name, ()) if child.references]
    name_references(work, [(child, rows)])


def files_of(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """The files of a record, the newest first."""
    attachments = work.registry.type_of(ATTACHMENTS)
    if not may_have(subject.record_type) or not may(work, attachments, "view"):
        return []
    about = (("resource", subject.record_type.name), ("record_id", subject.id))
    where = {"and": [{"field": name, "op": "eq", "value": value} for name, value in about]}
    query = lists.Query(fields=FILE_FIELDS, where=where, sort="-id", limit=MOST_FILES, count="none")
    return lists.list_records(work, attachments, query).rows


def sized(size: int) -> tuple[Decimal, str]:
    """How large a file is, in the unit in which that is a short number."""
    number, units = Decimal(size), iter(UNITS)
    unit = next(units)
    for larger in units:
        if number < THOUSAND:
            break
        number, unit = number / THOUSAND, larger
    return number.quantize(Decimal("1") if unit == UNITS[0] or number >= 10 else Decimal("0.1")), unit


def keep_files(record_type: RecordType, app: App, actor: Actor, visit: Visit) -> list[tuple[About, Kept]]:
    """Take the files that were chosen or dropped into the store, before anything is locked."""
    id = record_id(visit.path["id"])
    uploads = [item for items in visit.files.values() for item in items]
    places = [(About(record_type.name, id, upload.name), upload.file) for upload in uploads]
    return [(about, keep(app, actor, about, file)) for about, file in places]


def attach_files(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Attach them, all or none."""
    back = local_address(visit.form.get("next", ""), subject_of(work, visit, record_type).address)
    for about, kept in visit.staged:
        attach_kept(work, about, kept)
    if not visit.staged:
        return Redirect(to=back, toast=Toast(text=NO_FILE, tone="warning"))
    return Redirect(to=back, toast=Toast(text=ATTACHED.fill(count=len(visit.staged))))


def give_file(work: Work, visit: Visit) -> Reply:
    """The content of an attachment, to be saved."""
    content = content_of(work, record_id(visit.path["id"]))
    return Download(name=content.name, media_type=content.media_type, file=content.path.open("rb"))
