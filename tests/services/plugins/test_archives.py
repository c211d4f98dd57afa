"""Archives that are cut, changed, newer or made up are refused with the reason; nothing is written."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.data.engine import Database
from core.errors import ArchiveError, Conflict, GuanxiError, NotFound
from core.services.plugins.unpacking import Archive
from tests.services.plugins.conftest import Life, fill_club
from tests.services.plugins.killing import state_of

pytestmark = pytest.mark.databases("sqlite")

Members = dict[str, bytes]
MEMBER = "tables/club_member.jsonl"


@pytest.fixture
def archive(life: Life) -> Path:
    """That of a club with rows, which was removed."""
    life.install("club")
    fill_club(life.enable("club"))
    return life.remove("club").archive


def remade(path: Path, change: Callable[[Members, dict[str, Any]], object]) -> None:
    """The same archive with other members; the manifest fits whatever is there."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.writestr("manifest.json", json.dumps(manifest))


def rewritten(members: Members, part: dict[str, Any], name: str, content: bytes) -> None:
    """A member with other rows, and a manifest that says so."""
    members[name] = content
    part |= {
        "rows": content.count(b"\n"),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def no_zip(path: Path) -> None:
    path.write_bytes(b"PK\x05\x06 but no archive")


def flipped(path: Path) -> None:
    """One byte in the middle of the packed rows."""
    with zipfile.ZipFile(path) as file:
        offset = file.getinfo(MEMBER).header_offset + 30 + len(MEMBER) + 40
    content = bytearray(path.read_bytes())
    content[offset] ^= 0xFF
    path.write_bytes(content)


def another_row(path: Path) -> None:
    remade(
        path, lambda members, _manifest: members.update({MEMBER: members[MEMBER].replace(b"Plain", b"Plane")})
    )


def a_row_less(path: Path) -> None:
    remade(path, lambda members, _: members.update({MEMBER: members[MEMBER].splitlines(keepends=True)[0]}))


def newer_format(path: Path) -> None:
    remade(path, lambda _members, manifest: manifest.update(format=2, new="?"))


def newer_revision(path: Path) -> None:
    remade(path, lambda _members, manifest: manifest.update(revision="club_0009_later"))


def a_path_outside(path: Path) -> None:
    remade(path, lambda members, _manifest: members.update({"../../evil.py": b""}))


def the_table_of_another(path: Path) -> None:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        manifest["tables"]["core_user"] = manifest["tables"].pop("club_member")
        members["tables/core_user.jsonl"] = members.pop(MEMBER)

    remade(path, change)


def the_setting_of_another(path: Path) -> None:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        row = b'["core.country","\\"DE\\""]\n'
        rewritten(members, manifest["kept"]["settings"], "core/settings.jsonl", row)

    remade(path, change)


def a_name_that_is_a_path(path: Path) -> None:
    remade(path, lambda _members, manifest: manifest.update(plugin="../club"))


def another_column(path: Path) -> None:
    remade(
        path, lambda _members, manifest: manifest["tables"]["club_member"]["columns"].__setitem__(1, "rights")
    )


def no_row(path: Path) -> None:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        rewritten(members, manifest["tables"]["club_member"], MEMBER, b'{"id": 1}\n')

    remade(path, change)


def a_bomb(path: Path) -> None:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        rewritten(members, manifest["tables"]["club_member"], MEMBER, b"[" + b" " * 110 * 2**20 + b"]\n")

    remade(path, change)


def a_member_twice(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as file:
        file.writestr(MEMBER, b"")


REFUSED: dict[Callable[[Path], None], str] = {
    cut: "damaged",
    no_zip: "damaged",
    flipped: "damaged|was changed",
    another_row: "club_member.jsonl was changed",
    a_row_less: "club_member.jsonl was changed",
    newer_format: "written in format 2.*Upgrade",
    newer_revision: "club_0009_later, which this version does not know",
    a_path_outside: "not those that its manifest names: ../../evil.py",
    a_member_twice: "not those that its manifest names",
    the_table_of_another: "core_user, which does not belong to the plugin club",
    the_setting_of_another: "core.country, which does not belong to the plugin club",
    a_name_that_is_a_path: "name ../club cannot be used",
    another_column: "not those of the archive: .*club_member.rights",
    no_row: "no row in line 1",
    a_bomb: "times as large",
}


@pytest.mark.parametrize(("spoil", "reason"), REFUSED.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_no_archive_of_ours_is_refused(
    life: Life, database: Database, archive: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(archive)
    before = state_of(database, "club"), sorted(archive.parent.parent.rglob("*"))
    with pytest.raises(GuanxiError, match=reason):
        life.restore(archive)
    assert (state_of(database, "club"), sorted(archive.parent.parent.rglob("*"))) == before


def test_what_is_there_is_not_written_over(life: Life, archive: Path) -> None:
    life.restore(archive)
    with pytest.raises(Conflict, match=r"It is disabled.*plugin remove club"):
        life.restore(archive)


def test_tables_of_nobody_are_not_written_over(life: Life, database: Database, archive: Path) -> None:
    with database.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE club_left (id INTEGER)")
    with pytest.raises(Conflict, match="tables that belong to it: club_left"):
        life.restore(archive)


def test_without_its_code_it_waits(life: Life, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "plugins" / "club").rename(tmp_path / "gone")
    with pytest.raises(NotFound, match="no plugin called club"):
        life.restore(archive)


def test_only_its_owner_can_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_a_whole_one_verifies(archive: Path) -> None:
    with Archive.open(archive) as opened:
        opened.verify()
        assert opened.manifest.rows == {"club_member": 3, "club_member_guest": 2, "club_purchase": 2}
    with pytest.raises(OSError):
        Archive.open(archive.with_name("another.zip"))
    assert issubclass(ArchiveError, GuanxiError)
