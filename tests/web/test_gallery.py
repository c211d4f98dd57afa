"""The gallery shows every macro by a call that works; what pages are made of keeps to their policy."""

import re
from pathlib import Path

import pytest

from core.host.registry import Registry
from core.services.work import App
from core.testing.web import Arrive
from core.web.gallery import EXAMPLES
from core.web.shell import LANGUAGES
from tests.web.html import page
from tools.icons import ICONS

TEMPLATES = EXAMPLES.parent
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|\shx-on|\"js:|javascript:")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_example_is_shown_beside_its_call(visitor: Arrive, locale: str) -> None:
    answer = visitor(language=locale).get("/ui")
    shown = page(answer.text).all("div", class_="example")
    assert answer.status_code == 200
    assert len(shown) == len(re.split(r"^(?:===.*|---)$", EXAMPLES.read_text(), flags=re.MULTILINE)) - 1
    assert all("{{ ui." in item.one("code").text or "{% call ui." in item.one("code").text for item in shown)


def test_the_gallery_is_for_those_who_manage_plugins(visitor: Arrive) -> None:
    assert visitor({"core.customers.view": "all"}).get("/ui").status_code == 403


def test_every_macro_has_an_example_or_is_part_of_one() -> None:
    macros = set(re.findall(r"^{% macro ([a-z]\w*)\(", (TEMPLATES / "ui.html").read_text(), re.MULTILINE))
    called = set(re.findall(r"ui\.(\w+)\(", EXAMPLES.read_text()))
    assert macros - called == {"tone_of", "dialog_body", "fact"}
    assert called <= macros


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_have_nothing_inline_and_name_icons_that_there_are(path: Path) -> None:
    content = path.read_text()
    named = re.findall(r'\bicon="([a-z0-9-]+)"|icon\("([a-z0-9-]+)"', content)
    assert not INLINE.search(re.sub(r"{#.*?#}", "", content, flags=re.DOTALL))
    assert {first or second for first, second in named} <= set(ICONS)


def test_records_and_menus_have_icons_that_there_are(app: App) -> None:
    assert icons_of(app.registry) <= set(ICONS)


def icons_of(registry: Registry) -> set[str]:
    menus = (item for items in registry.menu_items.values() for item in items)
    types = registry.types.values()
    return {item.icon for item in menus} | {item.resource.icon for item in types}


def test_what_examples_show_is_not_inline_either(visitor: Arrive) -> None:
    html = re.sub(r"<code>.*?</code>", "", visitor().get("/ui").text, flags=re.DOTALL)
    assert not INLINE.search(html)
    assert "&lt;svg" not in html
