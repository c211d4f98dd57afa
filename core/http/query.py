"""Parameters of the query: known, given once and well-formed, or the request is refused with a hint."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from core.errors import Invalid, invalid
from core.http.errors import BadRequest
from core.http.requests import whole_number
from core.labels import translations

_ = translations("core")

Pairs = Sequence[tuple[str, str]]
REPLACEMENT = "\ufffd"
MAX_LIMIT = 200
DEFAULT_LIMIT = 50
SHOWN = 60
UNREADABLE = _("The query of the address cannot be read.")


def parameters(pairs: Pairs, known: Collection[str]) -> dict[str, str]:
    """The parameters by name; unknown or doubled ones are Invalid, bytes that are not UTF-8 a BadRequest."""
    found: dict[str, str] = {}
    for name, value in pairs:
        _require_text(name + value)
        _require_no_zero(name + value)
        if name not in known:
            raise unknown(name, known)
        if name in found:
            raise invalid(name, "given_twice", _("This parameter can be given once."))
        found[name] = value
    return found


def _require_text(text: str) -> None:
    if REPLACEMENT in text:
        raise BadRequest(UNREADABLE, why=_("It holds bytes that are not UTF-8."))


def _require_no_zero(text: str) -> None:
    if "\0" in text:
        raise BadRequest(UNREADABLE, why=_("It holds a zero byte."))


def split_filters(pairs: Pairs) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The parameters that are filters, `filter[...]`, and the others."""
    filters = [pair for pair in pairs if pair[0].startswith("filter[")]
    for name, value in filters:
        _require_text(name + value)
    return filters, [pair for pair in pairs if not pair[0].startswith("filter[")]


def unknown(name: str, known: Collection[str]) -> Invalid:
    """There is no such parameter; names the nearest one that there is."""
    shown = name[:SHOWN]
    near = get_close_matches(shown, known, 1)
    fix = _("Did you mean {name}?").fill(name=near[0]) if near else ""
    message = _("There is no parameter {name}.").fill(name=ascii(shown))
    return invalid(shown, "unknown_parameter", message, fix=fix)


def limit_of(found: Mapping[str, str], most: int = MAX_LIMIT, default: int = DEFAULT_LIMIT) -> int:
    """`limit`: how many rows are answered, 1 to `most`."""
    text = found.get("limit", str(default))
    limit = whole_number(text)
    if limit is not None and 1 <= limit <= most:
        return limit
    message = _("It must be a number from 1 to {maximum}.").fill(maximum=most)
    raise invalid("limit", "out_of_range", message, text[:SHOWN])


def cursor_id(found: Mapping[str, str]) -> int | None:
    """`after`, where pages go by id; None for the first page."""
    text = found.get("after")
    if text is None:
        return None
    id = whole_number(text)
    if id is not None:
        return id
    raise invalid("after", "cursor_invalid", _("This is not the `next` of a page."))


def name_list(found: Mapping[str, str], parameter: str) -> tuple[str, ...] | None:
    """A list of names with commas between them (`fields=name,country`); None if it was not given."""
    if parameter not in found:
        return None
    return tuple(dict.fromkeys(name.strip() for name in found[parameter].split(",")))


def names_of(found: Mapping[str, str], parameter: str, known: Collection[str]) -> tuple[str, ...] | None:
    """Like `name_list`; each of the names must be known."""
    names = name_list(found, parameter)
    wrong = [name for name in names or () if name not in known]
    if wrong:
        near = get_close_matches(wrong[0][:SHOWN], known, 1)
        message = _("There is nothing called {name} here.").fill(name=ascii(wrong[0][:SHOWN]))
        fix = _("Did you mean {name}?").fill(name=near[0]) if near else ""
        raise invalid(parameter, "unknown_name", message, fix=fix)
    return names


def required(found: Mapping[str, str], parameter: str) -> str:
    """A parameter that must be there and not blank."""
    if not found.get(parameter, "").strip():
        raise invalid(parameter, "required", _("This parameter is required."))
    return found[parameter]
