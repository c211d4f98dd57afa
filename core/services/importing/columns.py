"""Which column fills what, and everything that can be wrong with that before a row is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.contracts.kinds import ParseContext, Problem
from core.errors import FieldError, Invalid, invalid
from core.host.schemas import REQUIRED
from core.labels import translations
from core.services.files.heading_words import normalised
from core.services.files.mapping import ColumnMapping, MappedColumn, guess_mapping, parse_map
from core.services.importing.cells import reader
from core.services.importing.offering import Offer
from core.services.importing.options import ImportOptions
from core.services.importing.plans import Column, Plan

_ = translations("core")

OF_THE_SYSTEM = _("The system sets this itself.")
NOT_YOURS = _("You may not set this field.")
NOTHING = _("No column of the file fills a field.")
HEADINGS = _("Its headings are: {headings}.")
SAY_MAPPING = _("Say which heading is which field, as in {example}.")
NO_KEY = _("The key {key} is not in the file.")
NEITHER_KEY = _("{key} cannot be a key.")
KEYS = _("A key is a field that finds records by one value, such as: {names}.")
NEEDED = _("Every new record needs {field}, and no column fills it.")
TWICE = _("The columns {first} and {second} fill the same field.")
NO_SUCH_FIELD = _("There is no field {name} that could be set.")
NEVER_A_KEY = frozenset({"money", "json", "choices", "tags", "phone", "long_text", "flag"})


def plan(offer: Offer, headings: Sequence[str], options: ImportOptions, context: ParseContext) -> Plan:
    """The plan for a file with these headings; Invalid for what cannot work."""
    fields = offer.fields([*headings, *options.mapping, *options.defaults])
    said = {**_not_to_fill(offer, headings), **parse_map(options.mapping, headings, fields)}
    mapping = _explained(offer, guess_mapping(headings, fields, said))
    columns = tuple(_columns(offer, mapping, context))
    defaults = tuple(_defaults(offer, options, context))
    made = Plan(offer.record_type, offer.groups, mapping, columns, defaults, options.key)
    _check(made, headings)
    return made


def _not_to_fill(offer: Offer, headings: Sequence[str]) -> dict[str, str | None]:
    """Columns of our own exports that nobody may write are left out, not guessed at."""
    own = offer.groups[""].fields
    closed = {normalised(name) for name, field in offer.record_type.fields.items() if name not in own}
    return {heading: None for heading in headings if heading and normalised(heading) in closed}


def _explained(offer: Offer, mapping: ColumnMapping) -> ColumnMapping:
    """The mapping, with the reason why a column of ours is left out."""
    known = {normalised(name): field for name, field in offer.record_type.fields.items()}
    own = offer.groups[""].fields

    def explain(column: MappedColumn) -> MappedColumn:
        field = known.get(normalised(column.heading)) if column.path is None and column.heading else None
        if field is None or field.name in own:
            return column
        why = OF_THE_SYSTEM if field.read_only or field.computed else NOT_YOURS
        return MappedColumn(column.index, column.heading, None, why)

    return ColumnMapping(tuple(map(explain, mapping.columns)))


def _columns(offer: Offer, mapping: ColumnMapping, context: ParseContext) -> Iterator[Column]:
    taken: dict[tuple[str, int, str], str] = {}
    for column in mapping.columns:
        place = offer.place(column.path) if column.path else None
        if place is None:
            continue
        if place.key in taken:
            message = TWICE.fill(first=repr(taken[place.key]), second=repr(column.heading))
            raise invalid("map", "map_invalid", message)
        taken[place.key] = column.heading
        read = reader(place.field, offer.catalogues, context)
        yield Column(place, read, column.index, column.heading)


def _defaults(offer: Offer, options: ImportOptions, context: ParseContext) -> Iterator[Column]:
    """The values that were said for all rows, read once."""
    for path, said in options.defaults.items():
        place = offer.place(path)
        if place is None:
            raise invalid(path, "unknown_field", NO_SUCH_FIELD.fill(name=path), said)
        read = reader(place.field, offer.catalogues, context)
        try:
            value = read(said)
        except Problem as problem:
            raise invalid(path, problem.code, problem.message, said) from problem
        if value is None and place.field.required:
            raise invalid(path, "required", REQUIRED)
        yield Column(place, read, value=value)


def _check(made: Plan, headings: Sequence[str]) -> None:
    """Refuse a plan by which no row could be good."""
    if not made.columns:
        example = f"{next(filter(None, headings), 'heading')}=name"
        raise Invalid(
            {"map": (FieldError("nothing_mapped", NOTHING),)},
            why=HEADINGS.fill(headings=", ".join(filter(None, headings))),
            fix=SAY_MAPPING.fill(example=example),
        )
    if made.key:
        _check_key(made, made.key)
        return
    filled = {column.place.key for column in (*made.columns, *made.defaults)}
    for field in made.record_type.writable:
        made_up = field.default is not None or field.name in made.record_type.resource.transitions
        if field.required and not made_up and ("", 1, field.name) not in filled:
            message = NEEDED.fill(field=field.name)
            raise invalid("map", "required", message, fix=SAY_MAPPING.fill(example=f"...={field.name}"))


def _check_key(made: Plan, key: str) -> None:
    field = made.record_type.fields.get(key)
    if field is None or field.hidden or not field.attribute or field.kind.name in NEVER_A_KEY:
        names = [f.name for f in made.record_type.public if f.unique or f.name == "id"]
        raise invalid("key", "key_invalid", NEITHER_KEY.fill(key=key), fix=KEYS.fill(names=", ".join(names)))
    if made.column("", 1, key) is None:
        message = NO_KEY.fill(key=key)
        raise invalid("key", "key_missing", message, fix=SAY_MAPPING.fill(example=f"...={key}"))
