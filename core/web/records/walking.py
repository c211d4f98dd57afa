"""From one record to the next in the list that it was opened from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from core.contracts.pages import Parameters, Redirect, Reply, Shown, Toast, Visit
from core.errors import Invalid, NotFound
from core.host.record_types import RecordType
from core.http.requests import record_id
from core.labels import translations
from core.services.lists import Query
from core.services.lists.neighbours import Place, beside, place_of
from core.web.lists.state import state_of
from core.web.records.subject import Subject, list_in, subject_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

LAST, FIRST = _("This is the last one."), _("This is the first one.")


def show_place(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Where the record stands in its list: links to both sides, and "12 of 340"."""
    subject = _unread(visit, record_type)
    try:
        place = place_of(work, record_type, query_of(work, visit, subject), subject.id)
    except (Invalid, NotFound):
        place = Place()  # the list was of another time, or was never one
    if place == Place():
        subject = subject_of(work, visit, record_type)
    return Shown(template="record/place.html", values={"subject": subject, "place": place})


def step(record_type: RecordType, backwards: bool, work: Work, visit: Visit) -> Reply:
    """On to the record beside this one."""
    subject = _unread(visit, record_type)
    found = beside(work, record_type, query_of(work, visit, subject), subject.id, backwards=backwards)
    if found is None:
        subject = subject_of(work, visit, record_type)
        return Redirect(to=subject.to(), toast=Toast(text=FIRST if backwards else LAST, tone="warning"))
    return Redirect(to=subject.beside(found))


def _unread(visit: Visit, record_type: RecordType) -> Subject:
    """The record of the path; whether it can be seen is asked with its place in the list."""
    row = {"id": record_id(visit.path["id"])}
    return Subject(record_type=record_type, row=row, of_list=list_in(visit))


def query_of(work: Work, visit: Visit, subject: Subject) -> Query:
    """The list that the record was opened from."""
    parameters = Parameters(parse_qsl(subject.of_list or "", keep_blank_values=True))
    return state_of(work, subject.record_type, visit, parameters).query(work)
