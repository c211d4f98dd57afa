"""`POST /{resource}/import` and `GET /{resource}/export`: tables in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast, get_args

from core.api.endpoints_records import address, find_query
from core.api.openapi.names import ref
from core.api.operations import Call, Described, FileOperation, Parameter
from core.api.parameters import IDEMPOTENCY_KEY, find_parameters, names_parameter, readable, sort_names
from core.api.responses import Answer, FileAnswer
from core.contracts.work import Actor
from core.errors import invalid
from core.formats.numbers import parse_flag
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.query import name_list, parameters, split_filters
from core.labels import translations
from core.services.exporting import export
from core.services.files.table import Format, WrittenFormat
from core.services.files.vcard_columns import KINDS
from core.services.importing import ImportOptions, import_file
from core.services.work import App

_ = translations("core")

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CARD = "text/vcard"
CARD_TYPES: Mapping[str, str] = {**MEDIA_TYPES, "vcf": CARD, "vcf3": f"{CARD}; version=3.0"}
TAKES = (*MEDIA_TYPES.values(), "application/octet-stream", "multipart/form-data")
MOST_SAID = 1_000
IMPORT_ABOUT = """
Creates a record from every row of a CSV or XLSX file, or changes the one that `key` finds; contacts and
customers also come from the cards of a vCard file. The file is the body, or the part `file` of a form.
Which column fills which field is guessed from the headings, or said by `map`. Bad rows are left out and named
in the answer; good ones are written. An import that was interrupted goes on when the same file is sent again
with the same parameters.
""".strip()

PAIR = _("Write it as name=value.")
ONE_OF = _("It must be one of: {names}.")
FLAG = _("It must be true or false.")


def operations(record_type: RecordType) -> Iterator[Described]:
    """The import and the export of a resource that offers them."""
    if "import" in record_type.resource.verbs:
        yield _import(record_type)
    if "export" in record_type.resource.verbs:
        yield _export(record_type)


def _import(record_type: RecordType) -> FileOperation:
    return FileOperation(
        method="POST",
        path=f"{address(record_type)}/import",
        name=f"{record_type.name.replace('.', '_')}_import",
        summary=f"Import {record_type.resource.title}",
        description=IMPORT_ABOUT,
        tag=str(record_type.resource.title),
        permission=record_type.resource.permission("import"),
        parameters=(*IMPORT_PARAMETERS, IDEMPOTENCY_KEY),
        answer=ref("ImportReport"),
        transfer=partial(take, record_type),
        takes=(*TAKES, CARD) if record_type.name in KINDS else TAKES,
    )


def _export(record_type: RecordType) -> FileOperation:
    names, formats = readable(record_type), formats_of(record_type)
    sort = Parameter(
        name="sort",
        schema={"type": "string", "enum": sort_names(record_type)},
        description="The order of the rows.",
    )
    columns = names_parameter("fields", names, "The columns; all when left out", names[1:3])
    return FileOperation(
        method="GET",
        path=f"{address(record_type)}/export",
        name=f"{record_type.name.replace('.', '_')}_export",
        summary=f"Export {record_type.resource.title}",
        tag=str(record_type.resource.title),
        permission=record_type.resource.permission("export"),
        parameters=(_export_format(formats), columns, sort, *find_parameters(record_type)),
        answer_headers=("Content-Disposition",),
        transfer=partial(give, record_type),
        gives=tuple(dict.fromkeys(name.partition(";")[0] for name in formats.values())),
    )


def take(record_type: RecordType, app: App, actor: Actor, call: Call, file: BinaryIO | None) -> Answer:
    """Import what was sent; answers the report."""
    assert file is not None  # noqa: S101 - for the type checker: the operation takes a file
    report = import_file(app, actor, record_type, file, import_options(call))
    shown = report.to_json(app.catalogues.accepting(call.headers.get("accept-language", "")))
    del shown["errors_path"]
    return Answer(encode(shown))


def import_options(call: Call) -> ImportOptions:
    """What the parameters of an import say."""
    several = ("map", "set")
    found = parameters([pair for pair in call.query if pair[0] not in several], IMPORT_NAMES)
    said = [pair for pair in call.query if pair[0] in several][:MOST_SAID]
    return ImportOptions(
        format=cast(Format | None, _format(found, get_args(Format))),
        encoding=found.get("encoding"),
        delimiter=found.get("delimiter"),
        sheet=found.get("sheet"),
        mapping=[value for name, value in said if name == "map"],
        key=found.get("key"),
        defaults=dict(_pair(value) for name, value in said if name == "set"),
        dry_run=_flag(found, "dry_run"),
        all_or_nothing=_flag(found, "all_or_nothing"),
    )


def give(record_type: RecordType, app: App, actor: Actor, call: Call, _file: BinaryIO | None) -> FileAnswer:
    """Export into a temporary file, so that a slow reader keeps no transaction open."""
    filters, others = split_filters(call.query)
    found = parameters(others, {"format", "fields", "sort", "where", "q"})
    formats = formats_of(record_type)
    format = cast(
        WrittenFormat, _format(found, formats) or _accepted(call.headers.get("accept", ""), formats)
    )
    query = replace(find_query(found, filters), sort=found.get("sort"))
    file = TemporaryFile()  # noqa: SIM115 - closed by the answer
    try:
        export(app, actor, record_type, query, name_list(found, "fields"), format, cast(BinaryIO, file))
    except BaseException:
        file.close()
        raise
    name = f"{record_type.name.replace('.', '_')}.{format.removesuffix('3')}"
    return FileAnswer(cast(BinaryIO, file), formats[format], name)


def formats_of(record_type: RecordType) -> Mapping[str, str]:
    """The media types of the formats that records are exported in."""
    return CARD_TYPES if record_type.name in KINDS else MEDIA_TYPES


def _format(found: Mapping[str, str], formats: Iterable[str]) -> str | None:
    text = found.get("format")
    if text is not None and text not in formats:
        raise invalid("format", "choice_unknown", ONE_OF.fill(names=", ".join(formats)))
    return text


def _accepted(accept: str, formats: Mapping[str, str]) -> str:
    """The format that the header Accept names first; CSV when it names none."""
    plain = {media_type.replace(" ", ""): name for name, media_type in formats.items()}
    wanted = (part.replace(" ", "").partition(";q=")[0].lower() for part in accept.split(","))
    return next((plain[part] for part in wanted if part in plain), "csv")


def _export_format(formats: Iterable[str]) -> Parameter:
    said = "The kind of file; that which `Accept` names when left out, else csv."
    return Parameter(
        name="format", schema={"type": "string", "enum": list(formats)}, description=said, example="csv"
    )


def _flag(found: Mapping[str, str], name: str) -> bool:
    try:
        return parse_flag(found.get(name, "false"))
    except ValueError as error:
        raise invalid(name, "flag_invalid", FLAG) from error


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not (sign and name.strip()):
        raise invalid("set", "pair_invalid", PAIR, text[:60])
    return name.strip(), value


def _text(name: str, description: str, example: str) -> Parameter:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return Parameter(name=name, schema=schema, description=description, example=example)


def _pairs(name: str, description: str, example: str) -> Parameter:
    schema = {"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": MOST_SAID}
    return Parameter(name=name, schema=schema, description=description, example=[example])


def _yes(name: str, description: str) -> Parameter:
    return Parameter(name=name, schema={"type": "boolean", "default": False}, description=description)


FORMATS = {"type": "string", "enum": list(get_args(Format))}
IMPORT_PARAMETERS = (
    _text("key", "The field that finds the record to change; without it every row creates one.", "number"),
    _pairs("map", "Which field a column fills, `Heading=field`; `Heading=` leaves it out.", "Company=name"),
    _pairs("set", "A value for rows that have none, `field=value`.", "source=Fair"),
    _yes("dry_run", "Write nothing, but answer what would become of every row."),
    _yes("all_or_nothing", "Write nothing unless every row is good."),
    Parameter(name="format", schema=FORMATS, description="The kind of file; detected when left out."),
    _text("encoding", "Of CSV; detected when left out.", "gb18030"),
    _text("delimiter", "Of CSV: comma, semicolon or tab; detected when left out.", "semicolon"),
    _text("sheet", "Of XLSX: its name or number; the first visible one when left out.", "1"),
)
IMPORT_NAMES = frozenset(item.name for item in IMPORT_PARAMETERS)
