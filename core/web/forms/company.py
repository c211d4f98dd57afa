"""The settings of the company, by their owners: `/settings`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.pages import Page, Reply, Visit
from core.errors import FieldError, FieldErrors, Invalid
from core.host.registry import Registry
from core.labels import translations
from core.services import settings
from core.web.forms.controls import control
from core.web.forms.form import UNPROCESSABLE, Form, errors_of, focus_on_error, onward, problems_of, shown
from core.web.forms.naming import names_in, understand
from core.web.forms.outline import Outline, Sheet, changed, encode, sheet_sent
from core.web.forms.parts import Part, setting_of
from core.web.forms.values import value_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

ADDRESS = "/settings"
TITLE, GENERAL, SAVED = _("Settings"), _("General"), _("Saved.")


def _outline(registry: Registry) -> Outline:
    fields = {name: settings.field_of(registry, name) for name in registry.settings}
    return Outline({name: replace(item, name=name) for name, item in fields.items()})


def _sheet(work: Work, outline: Outline) -> Sheet:
    stored, zone = settings.get_all(work), ZoneInfo(work.actor.time_zone)
    return Sheet({name: encode(item, stored[name], zone) for name, item in outline.fields.items()})


def ask(work: Work, visit: Visit) -> Reply:
    """All settings as they are."""
    outline = _outline(work.registry)
    return _page(work, visit, outline, _sheet(work, outline))


def save(work: Work, visit: Visit) -> Reply:
    """Set what was changed, all or nothing."""
    outline = _outline(work.registry)
    base = _sheet(work, outline)
    sheet = sheet_sent(outline, visit.form, base)
    errors: dict[str, Any] = dict(understand(work, outline, sheet))
    for name in changed(sheet, base):
        errors |= _set(work, outline, name, sheet.values[name])
    if errors:
        return _page(work, visit, outline, sheet, errors)
    return onward(visit, ADDRESS, work.translate(SAVED), "settings")


def _set(work: Work, outline: Outline, name: str, text: str) -> FieldErrors:
    """Set one; answers what is wrong with it."""
    try:
        settings.set_value(work, name, value_of(outline.fields[name], text))
    except Invalid as error:
        return errors_of(error)
    return {}


def _page(
    work: Work,
    visit: Visit,
    outline: Outline,
    sheet: Sheet,
    errors: dict[str, list[FieldError]] | None = None,
) -> Reply:
    names = names_in(work, outline, sheet)
    setting = setting_of(work, errors=errors or {}, names=names)
    controls = defaultdict(list)
    for name, item in outline.fields.items():
        owner = name.partition(".")[0]
        controls[owner].append(control(setting, item, sheet.values[name], name, sheet.values))
    parts = [Part(title=_title(work, owner), controls=found) for owner, found in controls.items()]
    focus_on_error(parts)
    form = Form(
        kind="settings",
        title=work.translate(TITLE),
        action=ADDRESS,
        parts=parts,
        submit=work.translate(_("Save")),
        back="/",
        draft="settings",
        problems=problems_of(errors or {}, parts, work.translate),
    )
    return shown(form, visit, UNPROCESSABLE if errors else 200)


def _title(work: Work, owner: str) -> str:
    if owner == "core":
        return work.translate(GENERAL)
    titles = {found.name: found.manifest.title for found in work.app.plugins.running if found.manifest}
    return work.translate(titles.get(owner, owner))


PAGES = (
    Page(path=ADDRESS, permission=settings.VIEW, run=ask, title=TITLE),
    Page(path=ADDRESS, permission=settings.EDIT, run=save, method="POST"),
)
