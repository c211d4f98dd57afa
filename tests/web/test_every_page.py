"""Every page of core, walked through as everybody: rights, numbers, policy, words."""

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.contracts.pages import Page
from core.host.translations import CORE_CATALOGUES, SIMPLIFIED, TRADITIONAL
from core.services import lists
from core.services.work import App
from core.testing.conformance.templates import INLINE
from core.testing.messages import catalogue_path, read_catalogue
from core.testing.statements import executed
from core.testing.web import Arrive, Visitor
from tests.web.html import Element, opened, page
from tests.web.walking import addresses, change_many

STATIC = Path(__file__).parents[2] / "core" / "static"
MOST_QUERIES = 12
MOST_BYTES = 60 * 1024
MOST_SCRIPT = 80 * 1024
SHORT = 3
GALLERY = "/ui"
# What is not there: panels of plugins, contacts of anything but customers.
NOWHERE = re.compile(r"/panels/|^(?!/customers/).*/tabs/")
READ = ("title", "alt", "placeholder", "aria-label")
IMPORT = re.compile(r"""^import\b[^;"']*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)
VERSION = re.compile(r"^/static/(~\w+/)?")


@dataclass
class Seen:
    """A page as somebody got it."""

    path: str
    item: Page
    answer: Any
    queries: int

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return "text/html" in str(self.answer.headers.get("content-type"))


def walk(app: App, guest: Visitor, made: Mapping[str, int]) -> list[Seen]:
    """Every page, each as it is when somebody has worked for a while."""
    opened(guest, "/")
    seen = []
    for path, item in addresses(app, made).items():
        with executed(app.database) as asked:
            answer = guest.get(path, headers={"accept-encoding": "identity"})
        seen.append(Seen(path, item, answer, len(asked)))
    return seen


@pytest.mark.parametrize(
    ("role", "language"), [("administrator", "zh-Hans"), ("manager", "zh-Hant"), ("salesperson", "en")]
)
def test_every_page_is_as_rights_say_small_and_clean(
    role: str, language: str, app: App, visitor: Arrive, one_of_each: dict[str, int]
) -> None:
    with app.work(app.system(door="test")) as work:
        change_many(work)
    seen = walk(app, visitor(role, language=language), one_of_each)
    actor = app.actors.of_user("visitor1", "test")
    wrong = {item.path: item.answer.status_code for item in seen if not is_right(item, actor, role)}
    assert wrong == {}
    assert {item.path: item.queries for item in seen if item.queries > MOST_QUERIES} == {}
    shown = [item for item in seen if item.is_page]
    assert {item.path: problems(item) for item in shown if problems(item)} == {}
    words = english(language) - role_titles(app)
    left = {item.path: left_over(item, words) for item in shown if item.path != GALLERY}
    assert {path: found for path, found in left.items() if found} == {}


def is_right(seen: Seen, actor: Any, role: str) -> bool:
    """Whether the status is what the reader's rights ask for."""
    status: int = seen.answer.status_code
    permission = seen.item.permission
    if permission and actor.reach(permission) is None:
        return status == 403
    if role != "administrator" or NOWHERE.search(seen.path):
        return status in (200, 303, 403, 404, 422)
    return status in (200, 303)


def problems(seen: Seen) -> list[str]:
    """What is wrong with a page beside its status."""
    text, found = seen.answer.text, []
    if seen.path != GALLERY:
        found = [what for what, pattern in INLINE.items() if pattern.search(text)]
    if "default-src 'none'" not in seen.answer.headers["content-security-policy"]:
        found.append("no policy")
    if len(gzip.compress(text.encode(), 4)) > MOST_BYTES:
        found.append("too large")
    page(text)
    return found


def english(language: str) -> frozenset[str]:
    """The texts of core that have another form in a language."""
    locales = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL}
    if language not in locales:
        return frozenset()
    locale = locales[language]
    path = catalogue_path(CORE_CATALOGUES["core"], "core", locale, ".mo")
    texts = ((str(item.id), str(item.string)) for item in read_catalogue(path, locale))
    return frozenset(text for text, said in texts if len(text) > SHORT and said and said != text)


def role_titles(app: App) -> set[str]:
    """What roles are called: in the language of whoever made them."""
    with app.reading(app.system(door="test")) as work:
        return {row["title"] for row in lists.list_records(work, "roles", lists.Query()).rows}


def left_over(seen: Seen, words: frozenset[str]) -> set[str]:
    """The texts of a page that are not in the reader's language."""
    return {text for text in texts(page(seen.answer.text)) if text in words}


def texts(tree: Element) -> Iterator[str]:
    """Every text that somebody reads or hears."""
    for item in tree.walk():
        yield from (" ".join(part.split()) for part in item.inside if isinstance(part, str))
        yield from (item.attrs[name] for name in READ if name in item.attrs)


def test_who_is_not_signed_in_gets_to_no_page(app: App, site: Starlette, one_of_each: dict[str, int]) -> None:
    stranger = TestClient(site, follow_redirects=False)
    answers = {path: stranger.get(path) for path in addresses(app, one_of_each)}
    open = [path for path, answer in answers.items() if answer.status_code != 303]
    assert open == []
    assert {urlsplit(answer.headers["location"]).path for answer in answers.values()} == {"/sign-in"}


def scripts(start: Sequence[Path]) -> set[Path]:
    """Scripts with all that they import."""
    found, waiting = set[Path](), list(start)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [(path.parent / name).resolve() for name in IMPORT.findall(path.read_text("utf-8"))]
    return found


@pytest.mark.parametrize("path", ["/", "/customers", "/customers/new", "/customers/{id}", "/customers/board"])
def test_pages_load_few_scripts(path: str, visitor: Arrive, one_of_each: dict[str, int]) -> None:
    tree = opened(visitor(), path.replace("{id}", str(one_of_each["customers"])))
    named = [STATIC / VERSION.sub("", item.attrs["src"]) for item in tree.all("script")]
    loaded = scripts(named)
    assert len(loaded) > 10
    assert sum(len(gzip.compress(item.read_bytes())) for item in loaded) <= MOST_SCRIPT
