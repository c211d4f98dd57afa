"""Every page of core, walked through as everybody: rights, numbers, policy, words."""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.contracts.pages import Page
from core.host.translations import CORE_CATALOGUES, SIMPLIFIED, TRADITIONAL
from core.services import lists, records
from core.services.work import App
from core.testing.conformance.templates import INLINE
from core.testing.messages import catalogue_path, read_catalogue
from core.testing.statements import executed
from core.testing.web import Arrive, Visitor
from core.web.shell import address
from core.web.shown import LEVEL
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
CODE = ("script", "style", "template")
LEADING = ("href", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "src")
# What a program says that fills in what is not there, or forgets to fill in.
NO_TEXT = re.compile(
    r"\bNone\b(?! yet)|\bundefined\b|\[object |[<&]\w+ object|Markup\(|Label\(|%\(\w+\)s|\{\{|\{\w+\}|\bnan\b"
)
NO_ADDRESS = re.compile(r"\bNone\b|undefined|[{}<>]|%7B|/{2}(?!\w)")
LATIN, NUMBER = re.compile(r"[a-z]{3,}"), re.compile(r"\b[0-9a-f]{32}\b|\bcore\.[\w.]+")
SAID_EVERYWHERE = frozenset(
    (
        *("guanxi", "api", "ctrl", "enter", "esc", "english", "utc", "asia", "shanghai", "excel", "xlsx"),
        *("csv", "utf", "vcard", "sha", "keep", "lose", "name", "phone", "import", "file", "demo"),
        *("where", "sort", "columns", "widths"),
        *("customers", "contacts", "activities", "users", "roles", "units", "tags", "tokens", "attachments"),
    )
)
LOCALES = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": "en"}
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

    @cached_property
    def tree(self) -> Element:
        """The page as a tree; to read it takes longer than to make it."""
        return page(self.answer.text)


def walk(app: App, guest: Visitor, made: Mapping[str, int]) -> list[Seen]:
    """Every page, each as it is when somebody has worked for a while."""
    opened(guest, "/")
    seen = []
    for path, item in addresses(app, made).items():
        with executed(app.database) as asked:
            answer = guest.get(path, headers={"accept-encoding": "identity"})
        seen.append(Seen(path, item, answer, len(asked)))
    return seen


Look = Callable[[str, str], None]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("role", "language"), [("administrator", "zh-Hans"), ("manager", "zh-Hant"), ("salesperson", "en")]
)
def test_every_page_is_as_rights_say_small_and_clean(look: Look, role: str, language: str) -> None:
    look(role, language)


@pytest.mark.databases("postgresql")
def test_every_page_is_so_on_the_other_database(look: Look) -> None:
    look("manager", "zh-Hant")


@pytest.fixture
def look(app: App, visitor: Arrive, one_of_each: dict[str, int]) -> Look:
    """Look at all pages as somebody of a role, in a language."""
    return partial(look_at_all, app, visitor, one_of_each)


def look_at_all(app: App, visitor: Arrive, one_of_each: dict[str, int], role: str, language: str) -> None:
    with app.work(app.system(door="test")) as work:
        change_many(work)
    seen = walk(app, visitor(role, language=language), one_of_each)
    actor = app.actors.of_user("visitor1", "test")
    wrong = {item.path: item.answer.status_code for item in seen if not is_right(item, actor, role)}
    assert wrong == {}
    assert {item.path: item.queries for item in seen if item.queries > MOST_QUERIES} == {}
    shown = [item for item in seen if item.is_page]
    assert {item.path: problems(item) for item in shown if problems(item)} == {}
    of_them = names_of(app, one_of_each)
    assert {item.path: found for item in shown if (found := unnamed(item, of_them, app, language))} == {}
    words = english(language) - role_titles(app)
    known = latin_of(app, one_of_each) if words else None
    left = {item.path: left_over(item, words, known) for item in shown if item.path != GALLERY}
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
    if len(gzip.compress(text.encode(), LEVEL)) > MOST_BYTES:
        found.append("too large")
    assert isinstance(seen.tree, Element)  # reading it fails where something is not closed
    return found


def english(language: str) -> frozenset[str]:
    """The texts of core that have another form in a language."""
    if language == "en":
        return frozenset()
    locale = LOCALES[language]
    path = catalogue_path(CORE_CATALOGUES["core"], "core", locale, ".mo")
    texts = ((str(item.id), str(item.string)) for item in read_catalogue(path, locale))
    return frozenset(text for text, said in texts if len(text) > SHORT and said and said != text)


def role_titles(app: App) -> set[str]:
    """What roles are called: in the language of whoever made them."""
    with app.reading(app.system(door="test")) as work:
        return {row["title"] for row in lists.list_records(work, "roles", lists.Query()).rows}


def left_over(seen: Seen, words: frozenset[str], known: frozenset[str] | None) -> set[str]:
    """The texts of a page that are not in the reader's language, or in none of people's."""
    tree = seen.tree
    said = {text for item in tree.all() if item.tag not in CODE for text in texts_of(item)}
    said = {NUMBER.sub("", text) for text in said if text}
    broken = {text for text in said if NO_TEXT.search(text)}
    addresses = {item.attrs[name] for item in tree.walk() for name in LEADING if name in item.attrs}
    broken |= {address for address in addresses if NO_ADDRESS.search(address)}
    if known is None:
        return broken
    foreign = {text for text in said if set(LATIN.findall(text.casefold())) - known}
    return broken | foreign | {text for text in said if text in words}


def texts_of(item: Element) -> Iterator[str]:
    """What somebody reads or hears of an element itself."""
    yield from (" ".join(part.split()) for part in item.inside if isinstance(part, str))
    yield from (item.attrs[name] for name in READ if name in item.attrs)


def names_of(app: App, made: Mapping[str, int]) -> Mapping[str, str]:
    """What the records are called, by the beginning of their addresses."""
    kinds = ((app.registry.type_of(kind), id) for kind, id in made.items())
    with app.reading(app.system(door="test")) as work:
        return {
            f"{address(kind)}/{id}": str(records.read(work, kind, id)[kind.resource.label])
            for kind, id in kinds
        }


def unnamed(seen: Seen, records: Mapping[str, str], app: App, language: str) -> str:
    """What a whole page is called, if that does not say what it is about: its record, or its list."""
    tree = seen.tree
    if not tree.all("html") or seen.answer.status_code >= 400:
        return ""
    title, heading = tree.one("title").text, tree.one("h1").text
    about = next((name for start, name in records.items() if is_within(seen.path, start)), "")
    lists = {address(kind): kind.resource.title for kind in app.registry.types.values()}
    if seen.path in lists:
        about = app.catalogues.translator(LOCALES[language])(lists[seen.path])
    is_named = "/field/" in seen.path or about in title
    return "" if heading and is_named and title.partition(" · ")[0] in heading else f"{title} | {heading}"


def is_within(path: str, start: str) -> bool:
    """Whether a path is this one or one below it."""
    return path == start or path.startswith(f"{start}/")


def latin_of(app: App, made: Mapping[str, int]) -> frozenset[str]:
    """The words in Latin letters that may stand on a Chinese page: names, and what records hold."""
    with app.reading(app.system(door="test")) as work:
        rows = [records.read(work, kind, id) for kind, id in made.items()]
        rows += lists.list_records(work, "roles", lists.Query()).rows
        rows += lists.list_records(work, "users", lists.Query()).rows
    said = " ".join(
        str(value) for row in rows for value in row.values() if not (value is None or isinstance(value, bool))
    )
    return frozenset(LATIN.findall(said.casefold())) | SAID_EVERYWHERE


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
