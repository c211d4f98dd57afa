"""Finding: the page of search results, and the palette that finds while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Reply, Shown, Visit
from core.formats.tokens import query_tokens
from core.host.record_types import RecordType
from core.labels import translations
from core.services import search
from core.services.search import Hit
from core.services.views import views_called
from core.web.origin import local_address
from core.web.shell import Item, Menu, address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

LONGEST = 200
IN_PALETTE, ON_PAGE = 5, 20
LOOKED_AT = 200
MOST_PAGES, MOST_VIEWS = 12, 8


@dataclass(frozen=True, kw_only=True)
class Found:
    """The records of one kind that were found."""

    record_type: RecordType
    hits: Sequence[Hit]


def results(work: Work, visit: Visit) -> Reply:
    """The page of results."""
    words = visit.query.get("q", "").strip()[:LONGEST]
    return Shown(
        template="search.html", values={"q": words, "found": found(work, words, ON_PAGE)}, block="content"
    )


def palette(work: Work, visit: Visit) -> Reply:
    """What the palette offers for some words; without any, where one can go."""
    words = visit.query.get("q", "").strip()[:LONGEST]
    here = local_address(visit.query.get("from", "/"))
    values = {
        "q": words,
        "pages": [*pages_called(work, words, here), *lists_called(work, words)],
        "found": found(work, words, IN_PALETTE, LOOKED_AT),
    }
    return Shown(template="palette.html", values=values)


def found(work: Work, words: str, limit: int, most: int | None = None) -> list[Found]:
    """The records that hold all the words, by kind."""
    hits = search.search(work, words, limit=limit, most=most) if query_tokens(words) else []
    return [
        Found(record_type=work.registry.type_of(kind), hits=list(rows))
        for kind, rows in groupby(hits, lambda hit: hit.resource)
    ]


def pages_called(work: Work, words: str, here: str) -> Iterator[Item]:
    """The entries of the menu, and what can be made, whose titles hold the words."""
    translate, menu = work.translate, Menu(work.app, work.actor, here)
    entries = [item for group in menu.groups() for item in group.items]
    entries += [
        Item(title=translate(_("New: {title}").fill(title=item.title)), href=item.href, icon="plus")
        for item in menu.creatable()
    ]
    entries += [
        Item(title=translate(_("Profile")), href="/profile", icon="user"),
        Item(title=translate(_("Notifications")), href="/notifications", icon="bell"),
        Item(title=translate(_("Undo")), href="/undo", icon="rotate-ccw"),
        Item(title=translate(_("Trash")), href="/trash", icon="trash-2"),
    ]
    wanted = words.casefold()
    matching = (item for item in entries if wanted in item.title.casefold())
    yield from (item for _place, item in zip(range(MOST_PAGES), matching, strict=False))


def lists_called(work: Work, words: str) -> Iterator[Item]:
    """The views of lists whose names hold the words."""
    for view in views_called(work, words, MOST_VIEWS) if words else ():
        kind = work.registry.type_of(view.resource)
        title = f"{work.translate(kind.resource.title)}: {work.translate(view.title)}"
        yield Item(title=title, href=f"{address(kind)}?view={view.name}", icon="bookmark")


PAGES = (
    Page(path="/search", permission=ANYBODY_SIGNED_IN, run=results),
    Page(path="/palette", permission=ANYBODY_SIGNED_IN, run=palette),
)
