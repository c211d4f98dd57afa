"""Rules about pages: who gets in, what they cost, whether panels and menus show something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.contracts.pages import Page, Panel
from core.errors import GuanxiError
from core.services import records
from core.services.work import App
from core.testing.conformance.declarations import record_types
from core.testing.conformance.doors import ANSWERED, EVERYTHING, MOST_QUERIES, PLACE, REFUSED
from core.testing.conformance.findings import Finding, costly
from core.testing.conformance.subject import Subject
from core.testing.conformance.tables import own_tables
from core.web.shell import address
from core.web.site import pages_of

MOST_QUERIES_OF_A_PANEL = 4
SIGN_IN, ONWARD = re.compile(r"/sign-in(\?|$)"), 303
ELSEWHERE = "cross-site"
FORBIDDEN = 403
BOSS = "panels"


def pages_refuse_strangers(subject: Subject) -> Iterator[Finding]:
    """Every page leads who is not signed in to /sign-in, and refuses who has no rights (403 or 404)."""
    visit = subject.installation.visit
    nobody = subject.installation.browser("stranger", {})
    for page in _pages(subject):
        path = PLACE.sub("1", page.path)
        answer = visit(page.method, path)
        if answer.status != ONWARD or not SIGN_IN.match(answer.headers.get("location", "")):
            yield _open(subject, page, "somebody who is not signed in", answer.status)
        status = visit(page.method, path, nobody).status
        if status not in REFUSED:
            yield _open(subject, page, "a user without rights", status)


def pages_refuse_forms_of_other_sites(subject: Subject) -> Iterator[Finding]:
    """Nothing that is sent (POST) is taken from a page of another site (403)."""
    boss = subject.installation.browser("astray", EVERYTHING)
    for page in _pages(subject):
        if page.method != "GET":
            path = PLACE.sub("1", page.path)
            status = subject.installation.visit("POST", path, boss, sent_from=ELSEWHERE).status
            if status != FORBIDDEN:
                yield _open(subject, page, "a form of another site", status)


def pages_keep_the_budget(subject: Subject) -> Iterator[Finding]:
    """Lists, the pages of records, and all pages without places in their address answer an administrator,
    with at most 12 queries.
    """
    installation = subject.installation
    boss, ids = installation.browser("pages", EVERYTHING), installation.fill(own_tables(subject))
    addresses = {
        page.path: subject.where_of(page.run)
        for page in _pages(subject)
        if page.method == "GET" and not PLACE.search(page.path)
    }
    for item in record_types(subject):
        if "read" in item.resource.verbs:
            one = f"{address(item)}/{ids[item.model.__tablename__][0]}"
            addresses[one] = subject.where_of(item.model)
    for path, where in addresses.items():
        installation.visit("GET", path, boss)  # what is worked out once for a process
        with installation.counted() as queries:
            status = installation.visit("GET", path, boss).status
        if status != ANSWERED:
            yield Finding(f"GET {path} answers {status}.", "Mend what fails there.", where)
        elif len(queries) > MOST_QUERIES:
            yield costly(f"GET {path}", len(queries), MOST_QUERIES, where)


def menu_items_lead_somewhere(subject: Subject) -> Iterator[Finding]:
    """Entries of the menu lead to pages that are there."""
    boss = subject.installation.browser("menus", EVERYTHING)
    for item in subject.installation.app.registry.menu_items.get(subject.name, ()):
        status = subject.installation.visit("GET", item.path, boss).status
        if status != ANSWERED:
            yield Finding(
                f"The entry {item.title!r} of the menu leads to {item.path}, which answers {status}.",
                "Name the address of a page that is there.",
                subject.where_of_hook("menu_items"),
            )


def panels_can_be_shown(subject: Subject) -> Iterator[Finding]:
    """Every panel is loaded with at most 4 queries and shown, on a record whose fields are filled."""
    installation = subject.installation
    panels = [item for owner, item in installation.app.registry.panels if owner == subject.name]
    ids = installation.fill([item.of.metadata.tables[item.of.__tablename__] for item in panels if item.of])
    boss = installation.browser(BOSS, EVERYTHING) if panels else ""
    for panel in panels:
        where = subject.where_of(panel.load)
        try:
            queries = _loaded(subject, panel, ids)
        except Exception as error:  # noqa: BLE001  # whatever the plugin raises
            message = f"The panel {panel.name} cannot be loaded: {type(error).__name__}: {error}"
            yield Finding(message, "Mend what fails there.", where)
            continue
        if queries > MOST_QUERIES_OF_A_PANEL:
            yield costly(f"The panel {panel.name}", queries, MOST_QUERIES_OF_A_PANEL, where)
        if not _is_shown(subject, panel, ids, boss):
            message = f"The template {panel.template} of the panel {panel.name} cannot be shown."
            yield Finding(message, "Let load answer every value that it names.", where)


def _loaded(subject: Subject, panel: Panel, ids: Mapping[str, list[int]]) -> int:
    """Load a panel as its page does; answers how many queries it needs."""
    installation = subject.installation
    boss = installation.app.actors.of_user(BOSS, "check")
    with installation.app.reading(boss) as work:
        row: Mapping[str, Any] = {}
        if panel.of is not None:
            row = records.read(work, _name(installation.app, panel), ids[panel.of.__tablename__][0])
        with installation.counted() as queries:
            answered = panel.load(work, row)
    if not isinstance(answered, Mapping):
        raise TypeError(f"load answers {type(answered).__name__} where a mapping is expected")
    return len(queries)


def _is_shown(subject: Subject, panel: Panel, ids: Mapping[str, list[int]], boss: str) -> bool:
    """Whether its page shows it, and no notice in its place."""
    app = subject.installation.app
    if panel.of is None:
        return True
    failures = app.hooks.failures.total()
    kind = app.registry.type_of(_name(app, panel))
    path = f"{address(kind)}/{ids[panel.of.__tablename__][0]}/panels/{subject.name}.{panel.name}"
    status = subject.installation.visit("GET", path, boss).status
    return status == ANSWERED and app.hooks.failures.total() == failures


def _name(app: App, panel: Panel) -> str:
    """The kind of records that a panel is shown on."""
    for item in app.registry.types.values():
        if item.model is panel.of:
            return item.name
    raise GuanxiError(f"{panel.of} is no kind of record with pages")


def _pages(subject: Subject) -> Iterator[Page]:
    """Its own: those made of its kinds of records, and those that it declares."""
    registry = subject.installation.app.registry
    return (page for page in pages_of(registry) if page.path.startswith(f"/{subject.name}/"))


def _open(subject: Subject, page: Page, who: str, status: int) -> Finding:
    return Finding(
        f"{page.method} {page.path} answers {status} to {who}.",
        "Declare the page with a permission, and leave checking it to Guanxi.",
        subject.where(subject.code_path),
    )


RULES = (
    pages_refuse_strangers,
    pages_refuse_forms_of_other_sites,
    pages_keep_the_budget,
    menu_items_lead_somewhere,
    panels_can_be_shown,
)
