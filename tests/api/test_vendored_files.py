"""Vendored front-end files are what their packages hold, and the page of the API has nothing inline."""

import re
from pathlib import Path

import pytest

from tools.icons import ICONS, SPRITE
from tools.vendor import PACKAGES, SUMS, VENDOR, Package, sums

STATIC = VENDOR.parent


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_vendored_files_have_their_sums(package: Package) -> None:
    folder = VENDOR / package.folder
    assert {path.name for path in folder.iterdir()} == {*package.kept, SUMS}
    assert sums(folder) == (folder / SUMS).read_text(encoding="utf-8")


def test_nothing_is_vendored_that_the_tool_does_not_know() -> None:
    assert {path.name for path in VENDOR.iterdir()} == {package.folder for package in PACKAGES}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_package_brings_its_licence(package: Package) -> None:
    licence = (VENDOR / package.folder / "LICENSE").read_text(encoding="utf-8")
    assert re.search(
        r"Apache License|MIT License|Zero-Clause BSD|ISC License|SIL Open Font License", licence, re.I
    )


def test_the_sprite_holds_the_icons_of_the_list_and_nothing_that_runs() -> None:
    drawings = (VENDOR / "lucide" / SPRITE).read_text(encoding="utf-8")
    assert tuple(re.findall(r'<symbol id="([^"]+)"', drawings)) == ICONS
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|href=", drawings)


@pytest.mark.parametrize("page", sorted(STATIC.rglob("*.html")), ids=lambda path: path.name)
def test_pages_have_nothing_inline_and_load_nothing_from_elsewhere(page: Path) -> None:
    content = page.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", content)
    assert not re.search(r"(src|href)=\"(?!/)", content)
