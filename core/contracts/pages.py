"""Pages: what the web asks of core and of plugins, and what they answer it. Plain values, no web server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Literal, TypeAlias

from core.contracts.base import Record
from core.contracts.resources import Values
from core.contracts.work import Actor
from core.labels import Label, Translator

Pairs = Sequence[tuple[str, str]]


class Parameters(Mapping[str, str]):
    """What a query or a form holds, in its order; of a name that stands there twice, the last value."""

    def __init__(self, pairs: Pairs = ()) -> None:
        self.pairs = tuple(pairs)
        self._last = dict(self.pairs)

    def __getitem__(self, name: str) -> str:
        return self._last[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)

    def __len__(self) -> int:
        return len(self._last)

    def all(self, name: str) -> list[str]:
        """Every value of a name."""
        return [value for key, value in self.pairs if key == name]

    def without(self, *names: str) -> Parameters:
        """The same but for these names."""
        return Parameters([pair for pair in self.pairs if pair[0] not in names])


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a form sent; it is gone when the request ends."""

    name: str
    file: BinaryIO
    size: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Visit:
    """One request of somebody's browser.

    `path` holds what stands in the path's places (`{"id": "7"}`), `address` path and query as they were asked
    for, `origin` what stands before them (`https://crm.example`). `partial` says that only a piece of the
    page is wanted, the one that `target` names (an id in HTML). `staged` is what the page's `stage` answered.
    """

    path: Mapping[str, str]
    address: str
    query: Parameters
    origin: str = ""
    form: Parameters = field(default_factory=Parameters)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    partial: bool = False
    target: str = ""
    translate: Translator = str
    preferences: Mapping[str, Any] = field(default_factory=dict)
    session: int = 0
    staged: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A short message after something was done.

    `undo` is the operation that takes it back, or an address of this host that does so when it is posted to.
    `draft` names the form that was saved by it: the browser forgets what it kept of it.
    """

    text: str
    tone: Literal["done", "warning", "error"] = "done"
    undo: int | str | None = None
    draft: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page: a template with its values. `block` is the piece of it that a partial request is answered."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    block: str = ""
    toast: Toast | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """On to another address of this host, where `toast` is shown."""

    to: str
    toast: Toast | None = None


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to be saved; `file` stands at its beginning and is closed when it was sent."""

    name: str
    media_type: str
    file: BinaryIO


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text that is not a page, such as a calendar."""

    content: str
    media_type: str = "text/plain"


Reply: TypeAlias = Shown | Redirect | Download | Text

ANYBODY_SIGNED_IN = ""
"""The permission of pages that show nobody more than his own."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: `run(work, visit)` answers it, in one transaction, which a GET cannot write in.

    `path` begins with a slash; a plugin's begins with its name (`/sales/forecast`). `takes_files` says that
    its form sends files. A POST that only `reads`, such as a preview of what a long form says, cannot write
    either, and waits for nobody who does. `stage(app, actor, visit)` is what a form does before its
    transaction, such as copying large files; `visit.staged` is what it answered.
    """

    path: str
    permission: str
    # Any: functions of core ask for core's own `Work`, which has more than the protocol.
    run: Callable[[Any, Visit], Reply]
    method: Literal["GET", "POST"] = "GET"
    title: Label | None = None
    takes_files: bool = False
    reads: bool = False
    stage: Callable[[Any, Actor, Visit], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the sidebar and of the command palette for a page that is no record type's."""

    title: Label
    path: str
    permission: str
    icon: str = "circle"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece of the page of each record of a kind, or (`of` is None) of the start page.

    `slot` says where: in the column beside the facts, below them, or as a tab of its own.
    `load(work, record)` answers the values of `template`. Panels are loaded when they are looked
    at; an `eager` one at once, but never more than three on a page.
    """

    name: str
    title: Label
    template: str
    load: Callable[[Any, Values], Mapping[str, Any]]
    permission: str
    of: type[Record] | None = None
    slot: Literal["side", "main", "tab"] = "side"
    icon: str = "circle"
    eager: bool = False


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """Something that happened, on the timeline of a record: `id` is unique within its source."""

    at: datetime
    id: int
    title: str
    text: str = ""
    who: str = ""
    icon: str = "circle"
    link: str = ""


Before = tuple[datetime, int] | None
"""Where a page of a timeline ended: entries older than this moment, or as old with a smaller id."""


@dataclass(frozen=True, kw_only=True)
class TimelineSource:
    """A kind of events on the timelines of records of a kind.

    `read(work, record, before, limit)` answers the newest ones, newest first, that are older than `before`.
    """

    name: str
    title: Label
    of: type[Record]
    permission: str
    read: Callable[[Any, Values, Before, int], Iterable[TimelineEntry]]
    icon: str = "circle"
