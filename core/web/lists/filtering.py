"""The form in which a filter is put together: any field, any operator that its kind has, groups by and/or."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from core.contracts.choices import ChoiceKind, ChoicesKind
from core.contracts.fields import Field
from core.contracts.kinds import EmailKind, FlagKind, PhoneKind, ReferenceKind, TextKind
from core.contracts.pages import Parameters, Redirect, Reply, Shown, Visit
from core.errors import FieldErrors, Invalid, NotFound, invalid
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.labels import translations
from core.services import lists
from core.services.filters.paths import FieldPath
from core.web.forms.controls import Control, Setting, control
from core.web.forms.naming import Names, id_of
from core.web.lists.sketch import Group, Line, Sketch, sketch_of, sketch_sent
from core.web.lists.state import ListState, state_of
from core.web.lists.wording import (
    default_operator,
    field_label,
    offered_fields,
    operator_label,
    operators_of,
    words_for,
)
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

DIALOG = "list/dialog.html"
PARTS: Mapping[str, str] = {"rest": "list/_filter_rest.html", "value": "list/_filter_value.html"}
MARK = "#"
AS_TEXT = frozenset({"contains", "starts"})
HELD, MOST_HELD = "list", 200


@dataclass(frozen=True, eq=False, kw_only=True)
class Builder:
    """Makes the controls of the conditions."""

    setting: Setting
    groups: Sequence[tuple[str, list[FieldPath]]]
    errors: FieldErrors

    def lines(self, sketch: Sketch) -> list[dict[str, Any]]:
        """The groups with their conditions, as the template shows them."""
        return [
            {"joiner": group.joiner, "lines": list(self._of(place, group))}
            for place, group in enumerate(sketch.groups)
        ]

    def _of(self, place: int, group: Group) -> Iterator[dict[str, Any]]:
        known = {path.name: path for _title, paths in self.groups for path in paths}
        for number, line in enumerate(group.lines):
            at, path = f"c.{place}.{number}", known.get(line.field)
            operator = _operator(path, line) if path else ""
            yield {
                "at": at,
                "place": f"{place}.{number}",
                "id": f"condition-{place}-{number}",
                "field": line.field,
                "unknown": bool(line.field) and path is None,
                "operators": self._operators(path, operator) if path else [],
                "value": self._value(path, replace(line, operator=operator), f"{at}.value") if path else None,
                "errors": [self.setting.translate(item.message) for item in self.errors.get(line.field, ())],
            }

    def _operators(self, path: FieldPath, chosen: str) -> list[dict[str, Any]]:
        return [
            {
                "value": name,
                "text": self.setting.translate(operator_label(path.field, name)),
                "selected": name == chosen,
            }
            for name in operators_of(path)
        ]

    def _value(self, path: FieldPath, line: Line, name: str) -> Control:
        shown = _shown_as(path.field, line.operator)
        text = ", ".join(line.values) if line.operator == "in" else (line.values or ("",))[0]
        if isinstance(shown.kind, ReferenceKind) and whole_number(text) is not None:
            text = f"{MARK}{text}"
        label = field_label(path, self.setting.translate)
        if _is_yes_or_no(path.field, line.operator):
            return self._yes_or_no(name, label, text)
        made = control(self.setting, replace(shown, name=name, extension=""), text, name, {})
        if line.operator == "in" and isinstance(path.field.kind, ChoiceKind):
            chosen = set(line.values)
            options = [{**item, "selected": item["value"] in chosen} for item in made["options"]]
            made |= {"type": "multiselect", "options": options}
        return {**made, "label": label, "required": False, "help": "", "errors": []}

    def _yes_or_no(self, name: str, label: str, text: str) -> Control:
        say = self.setting.translate
        no = text.lower() in ("false", "0")
        options = [
            {"value": "true", "text": say(_("yes")), "selected": not no},
            {"value": "false", "text": say(_("no")), "selected": no},
        ]
        return {"name": name, "label": label, "type": "select", "options": options, "required": True}


def _shown_as(field: Field, operator: str) -> Field:
    """A field whose control takes what the operator compares with."""
    kind = field.kind
    if operator in AS_TEXT or (isinstance(kind, EmailKind | PhoneKind)):
        return replace(field, kind=TextKind())
    if operator == "has" and isinstance(kind, ChoicesKind):
        return replace(field, kind=ChoiceKind(kind.choices, ""))
    if operator == "in" and not isinstance(kind, ChoiceKind):
        return replace(field, kind=TextKind())
    return field


def _is_yes_or_no(field: Field, operator: str) -> bool:
    return operator == "empty" or isinstance(field.kind, FlagKind)


def _operator(path: FieldPath, line: Line) -> str:
    """The operator of a line; another one if the field that was chosen anew does not have it."""
    return line.operator if line.operator in operators_of(path) else default_operator(path.field)


def filter_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form, one step further by the button that was pressed; "apply" goes back to the list."""
    sent = HELD in visit.query
    state = state_of(work, record_type, visit, held(visit.query) if sent else None)
    sketch = sketch_sent(visit.query) if sent else sketch_of(state.now.where)
    sketch, command = _done(sketch, visit.query.get("do", ""))
    groups = offered_fields(work, record_type)
    if visit.partial and "part" in visit.query:
        return _part(work, visit, state, groups, sketch)
    if command == "apply":
        tree = _complete(sketch, groups).tree()
        try:
            lists.prepare(work, record_type, lists.Query(fields=("id",), where=tree))
        except Invalid as error:
            return _shown(work, visit, state, groups, sketch, error)
        return Redirect(to=state.to(where=tree))
    return _shown(work, visit, state, groups, sketch, None)


def _part(
    work: Work,
    visit: Visit,
    state: ListState,
    groups: Sequence[tuple[str, list[FieldPath]]],
    sketch: Sketch,
) -> Reply:
    """One part of one condition: what follows its field, or what it compares with."""
    name, group, number = (*visit.query["part"].split("."), "", "")[:3]
    builder = _builder(work, visit, state, groups, sketch)
    places = {line["place"]: line for item in builder.lines(sketch) for line in item["lines"]}
    line = places.get(f"{group}.{number}")
    if line is None or name not in PARTS or (name == "value" and line["value"] is None):
        raise NotFound
    return Shown(template=PARTS[name], values={"state": state, "line": line})


def _builder(
    work: Work,
    visit: Visit,
    state: ListState,
    groups: Sequence[tuple[str, list[FieldPath]]],
    sketch: Sketch,
) -> Builder:
    setting = setting_of(work, visit, state.record_type, sketch.tree())
    return Builder(setting=setting, groups=groups, errors={})


def held(query: Parameters) -> Parameters:
    """The state of the list that a form of it holds."""
    try:
        return Parameters(parse_qsl(query.get(HELD, ""), keep_blank_values=True, max_num_fields=MOST_HELD))
    except ValueError as error:
        raise invalid(HELD, "too_many", _("This is not the state of a list.")) from error


def _done(sketch: Sketch, command: str) -> tuple[Sketch, str]:
    """What a button does with the form."""
    name, _dot, place = command.partition(".")
    numbers = [number for part in place.split(".") if (number := whole_number(part)) is not None]
    if name == "add" and len(numbers) == 1:
        return sketch.with_line(numbers[0]), name
    if name == "drop" and len(numbers) == 2:
        return sketch.without(*numbers), name
    return (sketch.with_group() if name == "group" else sketch), name


def _complete(sketch: Sketch, groups: Sequence[tuple[str, list[FieldPath]]]) -> Sketch:
    """The same with operators that the fields have, and ids as the services know them."""
    known = {path.name: path for _title, paths in groups for path in paths}

    def line(item: Line) -> Line:
        path = known.get(item.field)
        operator = _operator(path, item) if path else item.operator
        values = tuple(str(id_of(text) or text) for text in item.values)
        return Line(item.field, operator, values or (("true",) if operator == "empty" else ()))

    return replace(
        sketch, groups=tuple(replace(group, lines=tuple(map(line, group.lines))) for group in sketch.groups)
    )


def _shown(
    work: Work,
    visit: Visit,
    state: ListState,
    groups: Sequence[tuple[str, list[FieldPath]]],
    sketch: Sketch,
    error: Invalid | None,
) -> Reply:
    errors = error.errors if error else {}
    builder = replace(_builder(work, visit, state, groups, sketch), errors=errors)
    known = {path.name for _title, paths in groups for path in paths}
    values = {
        "title": visit.translate(_("Filter")),
        "body": "list/filter.html",
        "state": state,
        "joiner": sketch.joiner,
        "groups": builder.lines(sketch),
        "fields": [
            {
                "title": title,
                "options": [{"value": p.name, "text": field_label(p, visit.translate)} for p in paths],
            }
            for title, paths in groups
        ],
        "rest": encode(list(sketch.rest)).decode() if sketch.rest else "",
        "rest_said": [words_for(work, state.record_type, part).part(part) for part in sketch.rest],
        "problems": [
            visit.translate(item.message)
            for name, found in errors.items()
            if name not in known
            for item in found
        ],
    }
    return Shown(template=DIALOG, values=values, block="dialog", status=422 if error else 200)


def setting_of(work: Work, visit: Visit, record_type: RecordType, tree: Any = None) -> Setting:
    """What controls need: the language, where references are looked up, names of those that are chosen."""
    names: Mapping[str, Mapping[int, str]] = {}
    if tree is not None:
        known = words_for(work, record_type, tree).names
        names = {work.registry.type_of(name).model.__tablename__: found for name, found in known.items()}
    addresses = {item.model.__tablename__: address(item) for item in work.registry.types.values()}
    return Setting(
        translate=visit.translate, locale=work.actor.locale, addresses=addresses, names=Names(names)
    )
