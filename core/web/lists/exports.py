"""Export of exactly what a list shows: how many rows, which columns, in which format, then the file."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from core.contracts.pages import Download, Reply, Shown, Visit
from core.errors import invalid
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import lists
from core.services.exporting import export_within
from core.services.files.table import WrittenFormat
from core.services.files.vcard_columns import KINDS
from core.web.lists.filtering import DIALOG
from core.web.lists.state import ListState, readable, state_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

FORMATS: Mapping[str, Label] = MappingProxyType(
    {"xlsx": _("Excel (xlsx)"), "csv": _("CSV, UTF-8"), "vcf": _("Contact cards (vCard 4)")}
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "vcf": "text/vcard",
    }
)
NO_FORMAT = _("There is no such format.")


def export_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """What the file will hold, before it is made."""
    state = state_of(work, record_type, visit)
    query = state.query(work)
    fields = readable(work, record_type)
    values = {
        "title": visit.translate(_("Export")),
        "body": "list/export.html",
        "state": state,
        "n": lists.count_all(work, record_type, lists.Query(where=query.where, q=query.q)),
        "columns": [visit.translate(fields[column.name].label) for column in state.now.columns],
        "formats": [
            {"value": name, "text": visit.translate(label)} for name, label in _formats(record_type).items()
        ],
    }
    return Shown(template=DIALOG, values=values, block="dialog")


def _formats(record_type: RecordType) -> Mapping[str, Label]:
    return {name: label for name, label in FORMATS.items() if name != "vcf" or record_type.name in KINDS}


def export_file(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The file."""
    state, format = state_of(work, record_type, visit), visit.query.get("format", "csv")
    if format not in _formats(record_type):
        raise invalid("format", "choice_unknown", NO_FORMAT)
    file = TemporaryFile()  # noqa: SIM115  # `Download` closes it
    try:
        _write(work, state, cast(WrittenFormat, format), file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{record_type.name.replace('.', '-')}-{work.now:%Y-%m-%d}.{format}"
    return Download(name=name, media_type=MEDIA_TYPES[format], file=cast(Any, file))


def _write(work: Work, state: ListState, format: WrittenFormat, file: Any) -> None:
    query = state.query(work)
    columns = None if format == "vcf" else [column.name for column in state.now.columns]
    mark = format == "csv"  # by which Excel knows the encoding
    export_within(work, state.record_type, query, columns, format, file, byte_order_mark=mark)
