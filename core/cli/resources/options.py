"""The options that the commands of records share, and how their values are completed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

from core.cli.elements import Argument, Option
from core.host.record_types import RecordType
from core.labels import translations

_ = translations("core")

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

JSON = Option(["--json"], _("Print JSON."), is_flag=True)
DRY_RUN = Option(["--dry-run"], _("Do everything, then take it back."), is_flag=True)
YES = Option(["-y", "--yes"], _("Do not ask."), is_flag=True)
LIMIT = Option(["--limit"], _("How many at most (1 to 500)."), type=int, default=50, metavar="N")


def one_of(names: Iterable[str], ending: str = "") -> Complete:
    """Completes one of these names, the last one of a list with commas."""
    known = sorted(names)

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        start, comma, last = typed.rpartition(",")
        return [CompletionItem(start + comma + name + ending) for name in known if name.startswith(last)]

    return complete


def record_argument(record_type: RecordType, *, several: bool = False, required: bool = True) -> Argument:
    """The records that are meant: each by its key or its id."""
    key = record_type.resource.key
    metavar = "ID" if key == "id" else key.upper()
    label = _("The id.") if key == "id" else _("The {key}, or the id.").fill(key=key)
    shown = f"{metavar}..." if several else metavar
    name = "named" if several else "record"
    return Argument(
        name,
        label,
        nargs=-1 if several else 1,
        required=required,
        metavar=shown if required else f"[{shown}]",
    )


def filter_options(record_type: RecordType) -> tuple[Option, ...]:
    """Which records."""
    names = [field.name for field in record_type.public]
    return (
        Option(
            ["--filter", "filters"],
            _("Only those with this value: country=DE, 'updated_at>=2026-01-01', name~Ltd; may be repeated."),
            multiple=True,
            metavar="FIELD=VALUE",
            shell_complete=one_of(names, "="),
        ),
        Option(["--where"], _("A filter tree, as in the API; - reads it from stdin."), metavar="JSON"),
        Option(["-q", "--search", "q"], _("Only those that hold these words."), metavar="WORDS"),
    )


def fields_option(record_type: RecordType) -> Option:
    """What is shown."""
    names = [*(field.name for field in record_type.public), *record_type.children]
    return Option(
        ["--fields", "--columns", "fields"],
        _("What to show, with commas between the names."),
        metavar="NAMES",
        shell_complete=one_of(names),
    )


def sort_option(record_type: RecordType) -> Option:
    """The order."""
    names = list(record_type.sorts)
    label = _("The order, one of {names}; - before it turns it round.").fill(names=", ".join(names))
    complete = one_of([*names, *(f"-{name}" for name in names)])
    return Option(["--sort"], label, metavar="NAME", shell_complete=complete)


def value_options(record_type: RecordType) -> tuple[Option, ...]:
    """What is written."""
    names = [*(field.name for field in record_type.writable), *record_type.children]
    return (
        Option(
            ["--set", "values"],
            _("A value, city=Berlin; nothing after = empties it; lines are JSON; may be repeated."),
            multiple=True,
            metavar="FIELD=VALUE",
            shell_complete=one_of(names, "="),
        ),
        Option(["--json-input"], _("Values from a JSON file, or from stdin for -."), metavar="FILE"),
    )


def split_names(text: str | None) -> tuple[str, ...] | None:
    """Names with commas between them; None if nothing was said."""
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())
