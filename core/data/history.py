"""The schema history of one owner: its revisions in a row, read from its folder of migrations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.data.owners import CORE, ENVIRONMENT, Owner
from core.errors import MigrationError
from core.labels import translations

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["CORE", "LONGEST_REVISION_ID", "History", "Owner", "configuration", "load_history"]

_ = translations("core")

LONGEST_REVISION_ID = 32  # what Alembic's version tables hold


@dataclass(frozen=True, slots=True)
class History:
    """An owner's revisions, oldest first."""

    owner: Owner
    revisions: tuple[str, ...]

    @property
    def head(self) -> str | None:
        """The newest revision that the code knows; None without any."""
        return self.revisions[-1] if self.revisions else None

    def since(self, revision: str | None) -> tuple[str, ...]:
        """The revisions after `revision` (None: all); raises MigrationError if the code does not know it."""
        if revision is None:
            return self.revisions
        if revision not in self.revisions:
            raise self.unknown(revision)
        return self.revisions[self.revisions.index(revision) + 1 :]

    def unknown(self, revision: str) -> MigrationError:
        """What to say about a revision that is not in this history."""
        return MigrationError(
            _("The database has {owner} at {revision}, which this version does not know.").fill(
                owner=self.owner.name, revision=revision
            ),
            why=_("The newest that it knows is {head}: the database was made by newer code.").fill(
                head=self.head or _("nothing")
            ),
            fix=_("Install the newer version again, or restore a backup made before the upgrade."),
        )


def load_history(owner: Owner) -> History:
    """Read an owner's migrations; raises MigrationError if they cannot be read or are not one line."""
    if not owner.script_directory.is_dir():
        return History(owner, ())
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (slow to load)

    try:
        scripts = ScriptDirectory.from_config(configuration(owner))
        heads = scripts.get_heads()
        revisions = tuple(script.revision for script in scripts.walk_revisions())[::-1]
    except Exception as error:
        raise _unusable(owner, str(error)) from error
    _check(owner, revisions, heads)
    return History(owner, revisions)


def configuration(owner: Owner, **attributes: Any) -> Config:
    """Alembic's configuration for one owner; `attributes` reach migrations/env.py."""
    from alembic.config import Config  # noqa: PLC0415 (slow to load)

    config = Config(attributes={"owner": owner, **attributes})
    options = {
        "script_location": str(ENVIRONMENT),
        "version_locations": str(owner.script_directory),
        "path_separator": "newline",
        "file_template": "%(rev)s",
    }
    for name, value in options.items():
        config.set_main_option(name, value.replace("%", "%%"))
    return config


def _check(owner: Owner, revisions: tuple[str, ...], heads: list[str]) -> None:
    if len(heads) > 1:
        raise _unusable(owner, _("Two lines end in {heads}.").fill(heads=", ".join(sorted(heads))))
    for revision in revisions:
        if not revision.startswith(f"{owner.name}_") or len(revision) > LONGEST_REVISION_ID:
            why = _("The revision {revision} must begin with {owner}_ and have at most 32 characters.")
            raise _unusable(owner, why.fill(revision=revision, owner=owner.name))
    files = {path.stem for path in owner.script_directory.glob("*.py")} - {"__init__"}
    if odd := sorted(files.symmetric_difference(revisions)):
        why = _("A file must be named like its revision, which is not so for {names}.")
        raise _unusable(owner, why.fill(names=", ".join(odd)))


def _unusable(owner: Owner, why: str) -> MigrationError:
    return MigrationError(
        _("The migrations of {owner} cannot be used.").fill(owner=owner.name),
        why=why,
        fix=_("Mend the files in {folder}; nothing was changed.").fill(folder=owner.script_directory),
    )
