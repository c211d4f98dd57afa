"""`guanxi attachments`: files to records and back, whole and in the dark about nothing."""

from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


def test_added_listed_and_written_back(cli: Cli, make: Make, folder: Path) -> None:
    make("customers", "number=A1", "name=Alfreds")
    for name in ("合同.txt", "plan.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7" if name.endswith("pdf") else "甲方".encode())
    words = ("attachments", "add", "customers", "A1", "合同.txt", "plan.pdf", "--description", "signed")
    assert cli(*words, "--dry-run").code == 0
    ran = cli(*words)
    assert (ran.code, len(ran.stdout.splitlines())) == (0, 2)
    rows = cli("attachments", "list", "--json", "--sort", "id").json["data"]
    assert [(row["name"], row["media_type"]) for row in rows] == [
        ("合同.txt", "text/plain"),
        ("plan.pdf", "application/pdf"),
    ]
    assert cli("attachments", "get", str(rows[0]["id"]), "-o", "back.txt").code == 0
    assert (folder / "back.txt").read_text(encoding="utf-8") == "甲方"


def test_nothing_is_written_over_unasked(cli: Cli, make: Make, folder: Path) -> None:
    make("customers", "number=A1", "name=Alfreds")
    (folder / "a.txt").write_text("mine")
    assert cli("attachments", "add", "customers", "A1", "a.txt").code == 0
    (folder / "a.txt").write_text("changed since")
    ran = cli("attachments", "get", "1")
    assert (ran.code, "-o" in ran.stderr) == (2, True)
    assert (folder / "a.txt").read_text() == "changed since"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("customers", "A1", "missing.txt"), 2),
        (("customers", "B2", "a.txt"), 1),
        (("customer", "A1", "a.txt"), 1),
        (("customers", "A1", "program"), 2),
    ],
)
def test_what_cannot_be_attached(
    cli: Cli, make: Make, folder: Path, words: tuple[str, ...], code: int
) -> None:
    make("customers", "number=A1", "name=Alfreds")
    (folder / "a.txt").write_text("text")
    (folder / "program").write_bytes(b"\x7fELF\0")
    assert cli("attachments", "add", *words).code == code
    assert cli("attachments", "list", "--json").json["data"] == []
