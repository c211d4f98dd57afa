"""The documentation does what it says: code blocks run, links lead somewhere, the reference is complete."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from core import plugin_api
from core.config import Settings
from core.contracts import fields, hookspecs
from core.testing.databases import Databases, Preparation
from tests.documents import ROOT, dead_links, fits, pages, run, steps
from tools.reference.errors import error_classes
from tools.reference.field_codes import KIND_CODES, MEANING, raised
from tools.reference.pages import FOLDER, PAGES
from tools.reference.registry import core_registry

HOW_TO = ROOT / "docs" / "how-to"
POSTGRESQL = HOW_TO / "postgresql.md"
NOTHING = Preparation("nothing", lambda database: None)


def names(paths: Iterable[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


RUN = [page for page in pages() if page != POSTGRESQL and any(steps(page))]


@pytest.mark.parametrize("page", RUN, ids=names(RUN))
def test_a_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    run(page, tmp_path)


def test_the_page_about_postgresql_does_what_it_says(
    databases_of: Callable[[str], Databases], tmp_path: Path
) -> None:
    with databases_of("postgresql").fresh(NOTHING) as url:
        run(POSTGRESQL, tmp_path, {"postgresql://guanxi:secret@db.example/guanxi": url})


def test_every_how_to_is_run() -> None:
    assert {*HOW_TO.glob("*.md")} <= {*RUN, POSTGRESQL}


def test_every_hook_has_an_example_and_every_example_a_test() -> None:
    declared = {name for name, item in vars(hookspecs).items() if hasattr(item, "guanxi_spec")}
    examples = {
        path.stem.removesuffix("_hook") for path in (ROOT / "docs" / "examples" / "hooks").glob("*.py")
    }
    tests = (ROOT / "tests" / "plugins" / "test_examples.py").read_text(encoding="utf-8")
    assert declared == examples
    assert declared == set(re.findall(r"^def test_example_of_(\w+)", tests, re.MULTILINE))


@pytest.mark.parametrize("page", pages(), ids=names(pages()))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_every_page_is_in_the_index() -> None:
    indexes = [ROOT / "docs" / "README.md", FOLDER / "hooks.md"]
    listed = {
        (index.parent / target).resolve()
        for index in indexes
        for target in re.findall(r"\]\(([^)#\s]+)", index.read_text(encoding="utf-8"))
    }
    assert {*(ROOT / "docs").rglob("*.md")} - {indexes[0]} <= listed


@pytest.mark.parametrize(
    "name", sorted(PAGES.keys() - {"cli.md"})
)  # that one is tests/cli/test_reference.py's
def test_the_reference_says_what_the_code_says(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m tools.reference"


def headings(name: str) -> set[str]:
    """What a page of the reference has a heading or a line of a table for."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    return {
        *re.findall(r"^#+ (\S+)$", page, re.MULTILINE),
        *re.findall(r"^\| `(\S+)` \|", page, re.MULTILINE),
    }


def test_the_reference_has_every_hook_helper_setting_permission_and_error() -> None:
    registry = core_registry()
    helpers = {name for name in plugin_api.__all__ if name.islower() and name in vars(fields)}
    declared = {name for name, item in vars(hookspecs).items() if hasattr(item, "guanxi_spec")}
    assert declared == {page.stem for page in (FOLDER / "hooks").glob("*.md")}
    assert helpers - {"translations"} <= headings("fields.md")
    assert {*Settings.model_fields, *registry.settings} <= headings("settings.md")
    assert registry.permissions.keys() <= headings("permissions.md")
    assert {error.code for error in error_classes()} <= headings("errors.md")


def test_every_code_of_a_field_is_explained() -> None:
    assert raised() - KIND_CODES.keys() == MEANING.keys() - KIND_CODES.keys()


@pytest.mark.parametrize(
    ("printed", "wanted", "fitting"),
    [
        ("a\nb  \n", "a\nb\n", True),
        ("a\nx\ny\nb\n", "a\n...\nb\n", True),
        ("a 17 b\n", "a ... b\n", True),
        ("a\nx\nb\n", "a\nb\n", False),
        ("a.b\n", "a...\n", True),
        ("a\nb\n", "a\n", False),
        ("axb\n", "a.b\n", False),
    ],
)
def test_what_is_printed_is_compared_with_what_is_said(printed: str, wanted: str, fitting: bool) -> None:
    assert fits(printed, wanted) is fitting
