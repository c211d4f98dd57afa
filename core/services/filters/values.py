"""What a filter compares with: read by the field's kind, and refused before it can reach the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.contracts.choices import ChoicesKind, TagsKind
from core.contracts.kinds import FlagKind, IntegerKind, ParseContext, PhoneKind, Problem
from core.errors import Invalid, invalid
from core.formats.texts import clean_text
from core.labels import message_of, translations
from core.services.filters.paths import FieldPath

_ = translations("core")

MAX_LISTED = 500
LONGEST_PART = 200
LONGEST_ECHO = 100

Reader = Callable[[FieldPath, Any, ParseContext], Any]


def operator_of(path: FieldPath, given: object) -> str:
    """The operator of a condition; without one it is equality, or whatever stands for it in this kind."""
    offered = path.field.kind.operators
    if given is None:
        return next(name for name in ("eq", "has", "contains", "empty") if name in offered)
    is_tree = path.target is not None and path.target.tree is not None
    names = sorted(offered if is_tree else offered - {"under"})
    if not isinstance(given, str) or given not in names:
        message = _("{field} can be compared with: {operators}.").fill(
            field=path.name, operators=", ".join(names)
        )
        raise invalid(path.name, "operator_unknown", message)
    return given


def read_value(path: FieldPath, operator: str, raw: Any, context: ParseContext) -> Any:
    """The plain value that a condition compares with; Invalid names the field and the reason."""
    try:
        return _READERS.get(operator, _one)(path, raw, context)
    except Problem as problem:
        raise _refused(path, problem.code, problem.message, raw) from problem
    except ValueError as error:
        raise _refused(path, "value_invalid", _("{reason}").fill(reason=message_of(error)), raw) from error


def _refused(path: FieldPath, code: str, message: str, raw: Any) -> Invalid:
    """The error, with the value only where it is short and plain enough to be shown."""
    short = isinstance(raw, str) and len(raw) <= LONGEST_ECHO and raw.isprintable()
    return invalid(path.name, code, message, raw if short else None)


def _one(path: FieldPath, raw: Any, context: ParseContext) -> Any:
    """One value of the field's kind."""
    if isinstance(raw, dict | list | tuple):
        raise Problem("value_invalid", _("Give one value."))
    kind = path.field.kind
    # a filter may compare with numbers that the field itself would not take
    value = (IntegerKind() if isinstance(kind, IntegerKind) else kind).parse(raw, context)
    if value is None:
        raise Problem("value_missing", _("Give a value, or ask for empty ones with the operator empty."))
    if path.target and not path.target.key and isinstance(value, str) and not is_id(value):
        raise Problem("reference_invalid", _("Records of this kind are named by their id, a number."))
    return kind.check(value, None)[0] if isinstance(kind, PhoneKind) else value


def is_id(written: str) -> bool:
    """Whether a reference written as text may be an id: digits, no zero before them."""
    return written.isascii() and written.isdigit() and written[0] != "0" and len(written) <= 18


def _several(path: FieldPath, raw: Any, context: ParseContext) -> tuple[Any, ...]:
    """The values of `in`."""
    if not isinstance(raw, list) or not raw:
        raise Problem("value_invalid", _("Give a list of values."))
    if len(raw) > MAX_LISTED:
        raise Problem("value_invalid", _("At most {n} values can be listed.").fill(n=MAX_LISTED))
    return tuple(dict.fromkeys(_one(path, item, context) for item in raw))


def _part(path: FieldPath, raw: Any, context: ParseContext) -> str:
    """A piece of text; it need not be a whole address or number."""
    if not isinstance(raw, str) or not raw.strip():
        raise Problem("text_invalid", _("Give a text."))
    return clean_text(raw, LONGEST_PART, lines=True)


def _yes_or_no(path: FieldPath, raw: Any, context: ParseContext) -> bool:
    """Whether the field is to be empty; yes unless said otherwise."""
    return True if raw is None else FlagKind().parse(raw, context) is not False


def _member(path: FieldPath, raw: Any, context: ParseContext) -> str:
    """One choice or tag out of those that a record has."""
    if not isinstance(raw, str):
        raise Problem("value_invalid", _("Give one value; combine several with and, or."))
    kind = path.field.kind
    found = kind.parse([raw] if isinstance(kind, ChoicesKind | TagsKind) else raw, context)
    if not found or len(found) != 1:
        raise Problem("value_missing", _("Give one value; combine several with and, or."))
    return clean_text(found[0], LONGEST_PART)


_READERS: dict[str, Reader] = {
    "in": _several,
    "contains": _part,
    "starts": _part,
    "empty": _yes_or_no,
    "has": _member,
}
