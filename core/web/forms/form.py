"""`Form`: everything that its template shows, and the replies that a form gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from core.contracts.pages import Redirect, Reply, Shown, Toast, Visit
from core.errors import FieldError, FieldErrors, Invalid
from core.labels import Translator, translations
from core.web.forms.parts import Part
from core.web.origin import local_address

_ = translations("core")

MODAL = "modal"
UNPROCESSABLE, CONFLICT = 422, 409
RECORD = _("Record")

Kind = Literal["new", "edit", "action", "settings"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A line of the summary above a form: what is wrong, and the address of where."""

    text: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A record that is likely the same as the one that is being typed."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Warned:
    """What is to be known before saving, with the records that it is about."""

    text: str
    twins: Sequence[Twin] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A field that somebody else changed too: both values, and which is taken."""

    name: str
    label: str
    mine: str
    theirs: str
    who: str


@dataclass(kw_only=True)
class Form:
    """A form as it is shown. `draft` is the name under which a browser keeps what is typed and not saved."""

    kind: Kind
    title: str
    action: str
    parts: Sequence[Part]
    submit: str
    back: str
    draft: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    problems: Sequence[Problem] = ()
    warnings: Sequence[Warned] = ()
    choices: Sequence[Choice] = ()
    changes: Sequence[str] = ()
    row: Mapping[str, Any] = field(default_factory=dict)
    twins: str = ""
    another: bool = False


def shown(form: Form, visit: Visit, status: int = 200) -> Shown:
    """The page of a form, or the inside of the dialog in which it was asked for."""
    template = "form_dialog.html" if visit.partial and visit.target == MODAL else "form.html"
    return Shown(template=template, values={"form": form}, status=status)


def errors_of(error: Invalid) -> FieldErrors:
    """What is wrong by field; where the error names none, under the empty name."""
    return error.errors or {"": (FieldError(error.code, error.message),)}


def problems_of(errors: FieldErrors, parts: Iterable[Part], translate: Translator) -> list[Problem]:
    """The summary of errors: fields by their labels, in the order of the form, then all others."""
    labels = {name: label for part in parts for name, label in _labels(part)}
    found = []
    for path in sorted(errors, key=lambda path: list(labels).index(path) if path in labels else len(labels)):
        href = f"#field-{path.replace('.', '-')}" if path in labels else ""
        label = labels.get(path, path.replace("_", " "))
        found += [Problem(text=translate(item.message), label=label, href=href) for item in errors[path]]
    return found


def _labels(part: Part) -> Iterable[tuple[str, str]]:
    yield from ((item["name"], item["label"]) for item in part.controls)
    for line in part.lines or ():
        yield from (
            (item["name"], f"{part.title} {line.number + 1}: {item['label']}") for item in line.controls
        )


def focus_on_first(parts: Iterable[Part]) -> None:
    """Have the first field that is empty get the focus, where somebody begins to type."""
    for part in parts:
        for item in part.controls:
            if item["type"] not in ("select", "checkbox", "multiselect") and not item["value"]:
                item["autofocus"] = True
                return


def focus_on_error(parts: Iterable[Part]) -> None:
    """Have the first field that is wrong get the focus."""
    for part in parts:
        controls = [*part.controls, *(item for line in part.lines or () for item in line.controls)]
        for item in controls:
            if item["errors"]:
                item["autofocus"] = True
                return


def onward(visit: Visit, to: str, text: str, draft: str = "", undo: int | None = None) -> Reply:
    """On to a page that says what was done."""
    return Redirect(to=local_address(to), toast=Toast(text=text, draft=draft, undo=undo))
