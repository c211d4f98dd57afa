"""Controls: from a field and its text to what `ui.field` shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from core.contracts.choices import ChoiceKind, ChoicesKind, CodeKind, MoneyKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import (
    DayKind,
    DecimalKind,
    EmailKind,
    FlagKind,
    IntegerKind,
    JsonKind,
    Kind,
    LongTextKind,
    MomentKind,
    PhoneKind,
    ReferenceKind,
    TextKind,
    UrlKind,
)
from core.errors import FieldErrors
from core.labels import Translator, translations
from core.web.forms.codes import LOOKUP, code_name
from core.web.forms.naming import Names
from core.web.forms.outline import YES

_ = translations("core")

Control = dict[str, Any]
SEPARATED = _("Words with commas between them.")
PASSWORD = "password"  # noqa: S105  # the name of a field


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all controls of a form share.

    `addresses` leads from a table to its records' list; `currency` is that of amounts that name none;
    `allowed` are the choices of a field that are possible now.
    """

    translate: Translator
    locale: str
    addresses: Mapping[str, str]
    names: Names = field(default_factory=Names)
    errors: FieldErrors = field(default_factory=dict)
    currency: str = ""
    allowed: Mapping[str, Sequence[str]] = field(default_factory=dict)


def control(form: Setting, item: Field, text: str, path: str, texts: Mapping[str, str]) -> Control:
    """The control of one field; `texts` are those of the record or line that it belongs to."""
    shared: Control = {
        "name": path,
        "id": f"field-{path.replace('.', '-')}",
        "label": form.translate(item.label),
        "help": form.translate(item.help) if item.help else "",
        "required": item.required and not isinstance(item.kind, FlagKind),
        "errors": [form.translate(error.message) for error in form.errors.get(path, ())],
        "value": text,
        "unit": item.unit_of_measure,
        "attrs": {},
    }
    for kind, make in MAKERS.items():
        if isinstance(item.kind, kind):
            return {**shared, **make(form, item, text, texts)}
    return {**shared, "type": "text"}


def _plain(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    kind = item.kind
    assert isinstance(kind, TextKind)  # noqa: S101  # MAKERS
    if item.name == PASSWORD:
        return {"type": "password", "autocomplete": "new-password", "value": ""}
    return {"type": "text", "max_length": kind.max_length}


def _long(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    return {"type": "textarea"}


def _typed(type: str, mode: str) -> Callable[..., Control]:
    """A text for which telephones show another keyboard."""

    def make(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
        return {"type": type, "attrs": {"inputmode": mode}}

    return make


def _number(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    # No input of type number: a browser sends nothing at all of what it does not take for one.
    return {"type": "text", "attrs": {"inputmode": "decimal", "class": "number"}}


def _money(form: Setting, item: Field, text: str, texts: Mapping[str, str]) -> Control:
    kind = item.kind
    assert isinstance(kind, MoneyKind)  # noqa: S101  # MAKERS
    owner = f"{item.extension}." if item.extension else ""
    name = f"{owner}{kind.currency}"
    unit = texts.get(name) or form.currency or "¤"
    attrs = {"inputmode": "decimal", "class": "number", "data-currency": name}
    return {"type": "text", "unit": unit, "attrs": attrs}


def _flag(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    return {"type": "checkbox", "value": text == YES, "on": YES}


def _choice(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    return {"type": "select", "options": _options(form, item, {text})}


def _choices(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    return {"type": "multiselect", "options": _options(form, item, set(text.split(";")))}


def _options(form: Setting, item: Field, chosen: set[str]) -> list[dict[str, Any]]:
    kind = item.kind
    assert isinstance(kind, ChoiceKind)  # noqa: S101  # MAKERS
    allowed = form.allowed.get(item.name)
    options = [
        {"value": code, "text": form.translate(label), "selected": code in chosen}
        for code, label in kind.choices.items()
        if allowed is None or code in allowed or code in chosen
    ]
    # What was sent and is no choice stays to be seen, beside the error that says so.
    unknown = [code for code in sorted(chosen) if code and code not in kind.choices]
    return [*options, *({"value": code, "text": code, "selected": True} for code in unknown)]


def _reference(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    kind = item.kind
    assert isinstance(kind, ReferenceKind)  # noqa: S101  # MAKERS
    address = form.addresses.get(kind.table, "")
    lookup = f"{address}/lookup?{urlencode({'marked': '1'})}" if address else ""
    return {"type": "reference", "text": form.names.of(item, text), "lookup": lookup}


def _code(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    shown = code_name(item.kind.name, text, form.locale)
    return {"type": "reference", "text": shown, "lookup": f"{LOOKUP}/{item.kind.name}"}


def _tags(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    address = form.addresses.get("core_tag", "")
    attrs = {"data-words": f"{address}/lookup"} if address else {}
    return {"type": "text", "attrs": attrs, "help": form.translate(SEPARATED)}


def _structure(form: Setting, item: Field, text: str, _texts: Mapping[str, str]) -> Control:
    return {"type": "textarea", "attrs": {"spellcheck": "false", "class": "code"}}


MAKERS: Mapping[type[Kind], Callable[[Setting, Field, str, Mapping[str, str]], Control]] = {
    ChoicesKind: _choices,
    ChoiceKind: _choice,
    CodeKind: _code,
    TagsKind: _tags,
    MoneyKind: _money,
    FlagKind: _flag,
    DayKind: lambda _form, _item, _text, _texts: {"type": "date"},
    MomentKind: lambda _form, _item, _text, _texts: {"type": "datetime-local"},
    DecimalKind: _number,
    IntegerKind: _number,
    PhoneKind: _typed("tel", "tel"),
    EmailKind: _typed("email", "email"),
    UrlKind: _typed("text", "url"),
    LongTextKind: _long,
    ReferenceKind: _reference,
    JsonKind: _structure,
    TextKind: _plain,
}
