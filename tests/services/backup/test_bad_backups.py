"""Backups that are cut, changed, newer or made up are refused with the reason; nothing is written."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import ArchiveError
from core.services.archives import packed
from core.services.backup.manifest import DATABASE
from core.services.backup.verifying import verify
from tests.services.backup.conftest import Place, quiet, restore

pytestmark = pytest.mark.databases("sqlite")

Manifest = dict[str, Any]
HASH = "0" * 64


def remade(path: Path, change: Callable[[Manifest], object], **more: bytes) -> None:
    """The same backup with another manifest, and with more members."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(manifest)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (members | more).items():
            file.writestr(name, content)
        file.writestr("manifest.json", json.dumps(manifest))


def refused(path: Path, place: Place) -> str:
    """Why a backup is not restored, nor verified; nothing is there afterwards."""
    settings = place("sqlite")
    with pytest.raises(ArchiveError, match="nothing was changed") as caught:
        restore(path, settings)
    assert list(settings.home.iterdir()) == []
    assert verify(path, quiet).problems
    return str(caught.value.why)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_a_backup_that_is_cut_is_refused(copy: Path, place: Place, share: float) -> None:
    copy.write_bytes(copy.read_bytes()[: int(copy.stat().st_size * share)])
    assert "It is damaged, or no archive of Guanxi" in refused(copy, place)


def members(path: Path) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(path) as file:
            return {name: file.read(name) for name in file.namelist()}
    except Exception:  # noqa: BLE001 - whatever it is, it cannot be read
        return None


def test_one_changed_byte_is_found_unless_nothing_is_lost(copy: Path, place: Place) -> None:
    content, whole = copy.read_bytes(), members(copy)
    for byte in range(0, len(content), len(content) // 50):
        copy.write_bytes(content[:byte] + bytes([content[byte] ^ 1]) + content[byte + 1 :])
        assert verify(copy, quiet).problems or members(copy) == whole, byte
    copy.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    refused(copy, place)


HOSTILE = (
    "../evil", "/etc/evil", "plugins/../../evil", "plugins//evil", "plugins/./evil", "plugins", "plugins/",
    "plugins\\evil", "C:/evil", "files/ab/evil", "log/evil", "guanxi.sqlite3", "plugins/a\0b", "", ".",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_have_no_place_are_refused(copy: Path, place: Place, name: str) -> None:
    remade(copy, lambda manifest: manifest["others"].update({name: {"bytes": 1, "sha256": HASH}}))
    assert "has no place in an installation" in refused(copy, place)


NEWER: dict[str, Callable[[Manifest], object]] = {
    "format 2": lambda manifest: manifest.update(format=2, colours=["red"]),
    "version 99.0": lambda manifest: manifest.update(guanxi="99.0"),
    "core_9999_future": lambda manifest: manifest["revisions"].update(core="core_9999_future"),
}


@pytest.mark.parametrize("name", NEWER)
def test_what_newer_versions_wrote_is_refused(copy: Path, place: Place, name: str) -> None:
    remade(copy, NEWER[name])
    settings = place("sqlite")
    with pytest.raises(ArchiveError, match="Upgrade Guanxi first") as caught:
        restore(copy, settings)
    assert name in caught.value.why
    assert list(settings.home.iterdir()) == []


NOT_WHOLE = "Its member database.sqlite3 was changed or is not whole."
EVIL = 'x"; DROP TABLE y'
WRONG: dict[str, tuple[Callable[[Manifest], object], str]] = {
    "no manifest": (lambda manifest: manifest.clear(), "validation errors for Manifest"),
    "more rows": (
        lambda manifest: manifest["rows"].update(core_customer=99),
        "The table core_customer has 2 rows, not 99.",
    ),
    "another hash": (lambda manifest: manifest["others"][DATABASE].update(sha256=HASH), NOT_WHOLE),
    "fewer bytes": (lambda manifest: manifest["others"][DATABASE].update(bytes=10), NOT_WHOLE),
    "a missing member": (
        lambda manifest: manifest["others"].update({"plugins/x.py": {"bytes": 1, "sha256": HASH}}),
        "not those that its manifest names: plugins/x.py",
    ),
    "no database": (lambda manifest: manifest["others"].pop(DATABASE), "There is no database in it."),
    "another kind": (lambda manifest: manifest.update(database="postgresql"), "There is no database in it."),
    "a table with a hostile name": (
        lambda manifest: manifest["rows"].update({EVIL: 1}),
        f"It names {EVIL!r}",
    ),
    "no revision": (lambda manifest: manifest["revisions"].clear(), "There is no database in it."),
}


@pytest.mark.parametrize("name", WRONG)
def test_manifests_that_do_not_fit_are_refused(copy: Path, place: Place, name: str) -> None:
    change, reason = WRONG[name]
    remade(copy, change)
    assert reason in refused(copy, place)


def test_members_that_nobody_named_are_refused(copy: Path, place: Place) -> None:
    remade(copy, lambda manifest: None, **{"../../evil": b"!"})
    assert "Its members are not those that its manifest names: ../../evil" in refused(copy, place)


def test_a_bomb_is_refused_before_it_is_unpacked(
    copy: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "ALWAYS_FINE", 1_000_000)
    bomb = bytes(30_000_000)
    member = {"plugins/bomb.py": {"bytes": len(bomb), "sha256": HASH}}
    remade(copy, lambda manifest: manifest["others"].update(member), **{"plugins/bomb.py": bomb})
    assert "times as large as it is packed" in refused(copy, place)


def test_a_damaged_database_in_a_whole_backup_is_found(copy: Path, place: Place) -> None:
    with zipfile.ZipFile(copy) as file:
        content = bytearray(file.read(DATABASE))
    content[4096 * 3 : 4096 * 4] = bytes(4096)
    found = hashlib.sha256(content).hexdigest()
    whole = {DATABASE: bytes(content)}
    remade(copy, lambda manifest: manifest["others"][DATABASE].update(sha256=found), **whole)
    assert "The database in it is damaged" in refused(copy, place)
