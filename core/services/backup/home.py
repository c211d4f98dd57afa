"""What of the home folder belongs into a backup, beside the database and the file store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import tomlkit

from core.config import FILE_NAME, SECRET_KEY_NAME
from core.services.archives.whole_file import DRAFT
from core.services.backup.manifest import FOLDERS

BLOCK = 2**20
NEVER = ("database_url",)
"""A restored installation must not work on the database of the old one."""

SKIPPED = ("__pycache__", ".pytest_cache", ".git")


def configuration(home: Path, *, with_secret_key: bool) -> bytes | None:
    """`guanxi.toml` without what names the database and, unless wanted, without a secret key."""
    path = home / FILE_NAME
    if not path.is_file():
        return None
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    for key in (*NEVER, *(() if with_secret_key else (SECRET_KEY_NAME,))):
        document.pop(key, None)
    return tomlkit.dumps(document).encode()


def others(home: Path) -> Iterator[tuple[str, Path]]:
    """The members for plugins and archives, with their files; links and what programs cache stay behind."""
    for name in FOLDERS:
        folder = home / name
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            inside = path.relative_to(home)
            if path.is_symlink() or not path.is_file() or path.suffix in (DRAFT, ".pyc"):
                continue
            if not any(part in SKIPPED or (home / parent).is_symlink() for part, parent in _parents(inside)):
                yield PurePosixPath(inside).as_posix(), path


def _parents(inside: Path) -> Iterator[tuple[str, Path]]:
    return ((parent.name, parent) for parent in inside.parents if parent.name)


def blocks(path: Path) -> Iterator[bytes]:
    """A file's content."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
