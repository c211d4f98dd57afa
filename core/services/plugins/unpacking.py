"""Read an archive of a plugin as if somebody had made it up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from core.host.manifest import name_problem
from core.labels import translations
from core.services.archives.packed import Opened, Packed, refused
from core.services.archives.parts import Part
from core.services.plugins.archive import FORMAT, KEPT, TABLE, WHAT_CORE_KEEPS, Manifest

_ = translations("core")

NOT_OURS = _("It names {name}, which does not belong to the plugin {plugin}.")


@dataclass(frozen=True)
class Archive(Opened[Manifest]):
    """An open archive whose manifest fits its members; `rows` and `verify` look at the members themselves."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises ArchiveError for what is no archive, and OSError for what cannot be read."""
        packed = Packed.open(path)
        try:
            manifest = packed.manifest(Manifest, FORMAT)
            packed.require_members(members(manifest))
            _check_names(path, manifest)
        except BaseException:
            packed.close()
            raise
        return cls(packed, manifest)

    def verify(self) -> None:
        """Read everything once; raises ArchiveError for a member that is not as the manifest says."""
        for name, part in members(self.manifest).items():
            for _row in self.rows(name, part):
                pass

    def rows(self, name: str, part: Part) -> Iterator[tuple[Any, ...]]:
        """The rows of a member, one after the other; raises ArchiveError at its end if it is another."""
        return self.packed.rows(name, part)


def members(manifest: Manifest) -> dict[str, Part]:
    """Every member that the manifest tells about, by its name in the archive."""
    tables = {TABLE.format(name=name): part for name, part in manifest.tables.items()}
    return tables | {KEPT.format(name=name): part for name, part in manifest.kept.items()}


def _check_names(path: Path, manifest: Manifest) -> None:
    """Whoever packed it must not reach the tables of others."""
    plugin = manifest.plugin
    if problem := name_problem(plugin):
        raise refused(path, problem[0])
    foreign = [name for name in manifest.tables if not name.startswith(f"{plugin}_")]
    foreign += [name for name in manifest.kept if name not in WHAT_CORE_KEEPS]
    if foreign:
        raise refused(path, NOT_OURS.fill(name=foreign[0], plugin=plugin))
