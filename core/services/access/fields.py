"""Rights on fields: what of a record is shown, shown masked, or may be written."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from core.contracts.fields import Field
from core.host.record_types import RecordType

HIDDEN_GROUP = "identity"
DOTS = "•••"
DIGITS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class FieldRights:
    """Names of fields; those of lines are `<child>.<field>`.

    `visible` are shown, `masked` are not shown as they are (so they cannot be filtered, sorted or searched
    either); what is neither is not shown at all. `writable` are the fields and lines that may be written.
    """

    visible: frozenset[str]
    masked: frozenset[str]
    writable: frozenset[str]

    @property
    def readable(self) -> frozenset[str]:
        """Those that are shown as they are."""
        return self.visible - self.masked


def field_rights(record_type: RecordType, lacking: frozenset[str]) -> FieldRights:
    """The rights of somebody who lacks these groups of sensitive fields."""
    closed = {item.name for item in record_type.public if item.sensitive in lacking}
    lines = {
        f"{name}.{item.name}": item for name, child in record_type.children.items() for item in child.public
    }
    closed_lines = {path for path, item in lines.items() if item.sensitive in lacking}
    hidden = {
        path
        for path, item in [*record_type.fields.items(), *lines.items()]
        if item.sensitive == HIDDEN_GROUP and HIDDEN_GROUP in lacking
    }
    written = {item.name for item in record_type.writable} | set(record_type.children)
    half_seen = {path.partition(".")[0] for path in closed_lines}
    return FieldRights(
        visible=frozenset({*(item.name for item in record_type.public), *lines} - hidden),
        masked=frozenset(closed | closed_lines),
        writable=frozenset(written - closed - half_seen),
    )


def mask(field: Field, value: Any) -> Any:
    """What is shown of a value instead: `m•••@example.com`, `•••4321`; nothing of a short one."""
    if not isinstance(value, str) or not value:
        return value
    if field.sensitive == "email":
        name, at, domain = value.rpartition("@")
        return f"{name[:1]}{DOTS}{at}{domain}" if at else DOTS
    digits = "".join(sign for sign in value if sign.isdigit())
    return DOTS + digits[-DIGITS_SHOWN:] if len(digits) > 2 * DIGITS_SHOWN else DOTS


def conceal(record_type: RecordType, rights: FieldRights, row: MutableMapping[str, Any]) -> None:
    """Take away or mask, in place, what may not be seen of one record; lines are replaced, not changed."""
    if not rights.masked:
        return
    _conceal(record_type.fields, "", rights, row)
    for name, child in record_type.children.items():
        if row.get(name):
            row[name] = [dict(line) for line in row[name]]
            for line in row[name]:
                _conceal(child.fields, f"{name}.", rights, line)


def _conceal(
    fields: Mapping[str, Field], prefix: str, rights: FieldRights, row: MutableMapping[str, Any]
) -> None:
    for name in [name for name in row if prefix + name in rights.masked]:
        if prefix + name in rights.visible:
            row[name] = mask(fields[name], row[name])
        else:
            del row[name]
