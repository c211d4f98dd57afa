"""Actions: the form of what one asks for, `/customers/7/actions/NAME`, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.pages import Page, Reply, Shown, Visit
from core.contracts.resources import Action
from core.errors import FieldErrors, Invalid
from core.host.record_types import RecordType
from core.host.schemas import parse
from core.http.requests import record_id
from core.labels import translations
from core.services import records
from core.services.records.preparing import context_of
from core.services.undo.noting import ACTION
from core.web.forms.amounts import currency_shown
from core.web.forms.blank import blank_of, prefilled
from core.web.forms.controls import control
from core.web.forms.form import UNPROCESSABLE, Form, errors_of, focus_on_error, onward, problems_of, shown
from core.web.forms.naming import names_in, understand
from core.web.forms.outline import Outline, Sheet, sheet_sent
from core.web.forms.parts import Part, setting_of
from core.web.forms.values import values_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

DONE, ABOUT = _("{action}: done."), _("{action}: {record}")
Values = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Acting:
    """One action of one kind of records, as pages."""

    record_type: RecordType
    action: Action

    @property
    def path(self) -> str:
        """Its address, with a place for the record's id where it is about one."""
        place = "/{id}" if self.action.on == "record" else ""
        return f"/{self.record_type.resource.path}{place}/actions/{self.action.name}"

    @property
    def outline(self) -> Outline:
        """What it asks for."""
        return Outline(self.record_type.inputs[self.action.name])

    def pages(self) -> tuple[Page, Page]:
        """The form, and what it does."""
        shared: dict[str, Any] = {"path": self.path, "permission": self.action.permission}
        return Page(run=self.ask, **shared), Page(run=self.run, method="POST", **shared)

    def ask(self, work: Work, visit: Visit) -> Reply:
        """The form."""
        outline = self.outline
        base = Sheet({name: blank_of(work, item) for name, item in outline.fields.items()})
        return self._page(work, visit, prefilled(outline, base, visit.query))

    def run(self, work: Work, visit: Visit) -> Reply:
        """Carry it out with what was typed."""
        outline, id = self.outline, self._id(visit)
        sheet = sheet_sent(outline, visit.form, Sheet(dict.fromkeys(outline.fields, "")))
        unclear = understand(work, outline, sheet)
        if unclear:
            return self._page(work, visit, sheet, unclear)
        try:
            answer = self.action.run(work, id, self._inputs(work, outline, sheet))
        except Invalid as error:
            return self._page(work, visit, sheet, errors_of(error))
        return self._answer(work, visit, answer)

    def _id(self, visit: Visit) -> int | None:
        return record_id(visit.path["id"]) if self.action.on == "record" else None

    def _inputs(self, work: Work, outline: Outline, sheet: Sheet) -> dict[str, Any]:
        sent = {
            name: value
            for name, value in values_of(outline, sheet, outline.fields).items()
            if value is not None
        }
        return parse(self.record_type.action_model(self.action), sent, context_of(work))

    def _page(self, work: Work, visit: Visit, sheet: Sheet, errors: FieldErrors | None = None) -> Reply:
        outline, translate = self.outline, work.translate
        names = names_in(work, outline, sheet)
        currency = currency_shown(work, outline, sheet)
        setting = setting_of(work, errors=errors or {}, names=names, currency=currency)
        fields = outline.fields.items()
        controls = [control(setting, item, sheet.values[name], name, sheet.values) for name, item in fields]
        parts = [Part(controls=controls)] if controls else []
        focus_on_error(parts)
        form = Form(
            kind="action",
            title=self._title(work, visit),
            action=visit.address,
            parts=parts,
            submit=translate(self.action.title),
            back=self._back(visit),
            problems=problems_of(errors or {}, parts, translate),
        )
        return shown(form, visit, UNPROCESSABLE if errors else 200)

    def _title(self, work: Work, visit: Visit) -> str:
        """The action, and the name of the record that it is about."""
        title, id = work.translate(self.action.title), self._id(visit)
        if id is None:
            return title
        label = self.record_type.resource.label
        row = records.read(work, self.record_type, id, ("id", label))
        return work.translate(ABOUT.fill(action=title, record=row.get(label) or f"#{id}"))

    def _back(self, visit: Visit) -> str:
        collection = f"/{self.record_type.resource.path}"
        return f"{collection}/{visit.path['id']}" if self.action.on == "record" else collection

    def _answer(self, work: Work, visit: Visit, answer: Any) -> Reply:
        """To the record; or what the action says, which a page shows once."""
        title = work.translate(self.action.title)
        text = work.translate(DONE.fill(action=title))
        if self.action.answers == "record":
            to = f"/{self.record_type.resource.path}/{answer}" if answer else self._back(visit)
            undo = work.noted.get((ACTION, self.record_type.name))
            return onward(visit, to, text, undo=undo)
        values = {
            "title": title,
            "secret": self.action.secret,
            "answer": [(str(name).replace("_", " "), value) for name, value in dict(answer).items()],
            "back": self._back(visit),
        }
        template = "form_answer_dialog.html" if visit.partial else "form_answer.html"
        return Shown(template=template, values=values)
