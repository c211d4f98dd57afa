"""Everybody can use every page: axe finds nothing serious, whatever the theme, the language and the width."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page

from core.services import records
from core.services.work import App
from tests.browser.conftest import Open
from tests.browser.watching import inaccessible
from tests.web.walking import addresses, change_many, make_one_of_each

DAILY = (("light", "en", 1280), ("dark", "zh-Hans", 390))
ALL = tuple(
    (theme, lang, width) for theme in ("light", "dark") for lang in ("en", "zh-Hans") for width in (1280, 390)
)
TRADITIONAL = ("light", "zh-Hant", 1280)
MAIN = (
    *(
        "/",
        "/customers/new",
        "/customers/1/edit",
        "/contacts/new",
        "/customers/board",
        "/activities/calendar",
    ),
    *("/settings", "/profile", "/search?q=kestrel", "/trash", "/ui"),
)
# Kinds of pages of which others look otherwise, states that no address of a page has, and failures.
ALSO = (
    *(
        "/contacts/new",
        "/users/new",
        "/roles/1/edit",
        "/activities/new",
        "/exchange_rates/new",
        "/contacts/1",
    ),
    *("/customers/merge", "/customers?q=nothing+at+all", "/customers/1/merge?with=2", "/contacts/calendar"),
    *("/search?q=kestrel", "/trash?type=customers", "/customers?filter[city]=Bonn&view=core.all"),
    *("/activities/calendar?layout=week", "/activities/calendar?layout=day", "/customers/999", "/nowhere"),
)
# What a key opens over a page.
OVER = {"?": "#shortcuts[open]", "Control+k": "#palette[open]", "c": "#modal[open]"}
IS_PAGE, TALL = "<html", 6_000


@pytest.fixture
def lived_in(app: App) -> Mapping[str, int]:
    """A record of every kind, two customers to merge, something to do, and something in the trash."""
    with app.work(app.system(door="test")) as work:
        made = make_one_of_each(work)
        about = {"resource": "customers", "record_id": made["customers"], "type": "call"}
        late = {**about, "subject": "Call back", "due_at": "2026-01-05T10:00:00Z"}
        records.create(work, "activities", [late, {**about, "subject": "Asked", "status": "done"}])
        phones = {"phone": "+4930901820", "phones": [{"phone": "+4930901821"}], "tags": ["vip"]}
        records.create(
            work, "customers", [{"name": "Kestrel Ltd", **phones}, {"name": "Gone", "city": "Bonn"}]
        )
        records.delete(work, "customers", [3])
        change_many(work)
    return made


def kinds(app: App, made: Mapping[str, int]) -> Iterator[str]:
    """An address of each kind of page: of those that one function answers, that of customers."""
    first: dict[Any, str] = {}
    for path, item in addresses(app, made).items():
        run = item.run.func if isinstance(item.run, partial) else item.run
        function = getattr(run, "__func__", run)
        if function not in first or (path.startswith("/customers") and first[function][:10] != "/customers"):
            first[function] = path
    yield from first.values()


def findings(here: Page, path: str) -> list[str]:
    """What is wrong with a page, with everything unfolded and nothing behind the bars at its end."""
    here.goto(path)
    here.wait_for_load_state("networkidle")
    for folded in here.locator("details").all():
        folded.evaluate("element => { element.open = true; }")
    wide = here.evaluate("document.documentElement.scrollWidth - innerWidth")
    size = here.viewport_size
    assert size
    here.set_viewport_size({"width": size["width"], "height": TALL})
    found = [*inaccessible(here), *([f"{wide} px too wide"] if wide > 0 else [])]
    here.set_viewport_size(size)
    return found


def findings_over(here: Page, key: str, opened: str) -> list[str]:
    """What is wrong with what a key opens."""
    here.goto("/customers")
    here.keyboard.press(key)
    here.locator(opened).wait_for()
    return inaccessible(here)


def look_at(here: Page, *paths: str) -> dict[str, list[str]]:
    found = {path: findings(here, path) for path in paths}
    return {path: lines for path, lines in found.items() if lines}


def look_at_everything(app: App, page: Open, made: Mapping[str, int], *dress: Any) -> dict[str, list[str]]:
    """Every kind of page, what keys open, and the pages of who is not signed in and of who may nothing."""
    theme, lang, width = dress
    here = page("boss", theme=theme, lang=lang, width=width)
    paths = [path for path in (*kinds(app, made), *ALSO) if IS_PAGE in text_of(here, path)]
    assert len(paths) > 40
    found = look_at(here, *paths)
    if width > 500:
        found |= {key: lines for key, opened in OVER.items() if (lines := findings_over(here, key, opened))}
    stranger = page(theme=theme, lang=lang, width=width)
    return found | look_at(stranger, "/sign-in")


def text_of(here: Page, path: str) -> str:
    answer = here.request.get(path)
    return answer.text() if "text/html" in answer.headers.get("content-type", "") else ""


@pytest.mark.parametrize(("theme", "lang", "width"), DAILY)
def test_everybody_can_use_the_main_pages(
    page: Open, lived_in: Mapping[str, int], theme: str, lang: str, width: int
) -> None:
    here = page("boss", theme=theme, lang=lang, width=width)
    assert look_at(here, *MAIN) == {}


@pytest.mark.nightly
@pytest.mark.parametrize(("theme", "lang", "width"), [*ALL, TRADITIONAL])
def test_everybody_can_use_every_kind_of_page(
    app: App, page: Open, lived_in: Mapping[str, int], theme: str, lang: str, width: int
) -> None:
    assert look_at_everything(app, page, lived_in, theme, lang, width) == {}
