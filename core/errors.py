"""The one tree of errors. Each is raised with data and mapped once per door.

Every error says what is wrong (`message`), why (`why`) and what to do (`fix`). `code` is stable and never
translated.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from core.labels import Label, translations

_ = translations("core")


class GuanxiError(Exception):
    """The root: something a person can understand and mend."""

    code: ClassVar[str] = "error"
    default: ClassVar[str] = _("The request could not be carried out.")

    def __init__(self, message: str = "", *, why: str = "", fix: str = "") -> None:
        self.message = message or self.default
        self.why = why
        self.fix = fix
        super().__init__(self.message)

    def __str__(self) -> str:
        """What, why and what to do, in English, on one line."""
        return " ".join(part for part in (self.message, self.why, self.fix) if part)


class NotFound(GuanxiError):
    """No such record, or none that the actor may see: both have the same answer."""

    code = "not_found"
    default = _("There is no such record, or you may not see it.")


class Merged(NotFound):
    """The record was merged into another one, `into`, which the actor may see."""

    code = "merged"
    default = _("This record was merged into another one.")

    def __init__(self, resource: str, into: int) -> None:
        super().__init__(fix=_("It is {resource} {id} now.").fill(resource=resource, id=into))
        self.resource, self.into = resource, into


class Forbidden(GuanxiError):
    """The actor may see it but may not do this with it."""

    code = "forbidden"
    default = _("You may not do this.")


class NotSignedIn(GuanxiError):
    """Nobody is signed in, or the token is unknown, expired or revoked."""

    code = "not_signed_in"
    default = _("Sign in first, or send a valid token.")


class Conflict(GuanxiError):
    """The record was changed by somebody else since it was read, or a value is already used.

    `changes` names the other change: who, when and which fields.
    """

    code = "conflict"
    default = _("The record was changed in the meantime.")

    def __init__(
        self,
        message: str = "",
        *,
        why: str = "",
        fix: str = "",
        changes: Sequence[Mapping[str, object]] = (),
    ) -> None:
        super().__init__(message, why=why, fix=fix)
        self.changes = tuple(changes)


class Busy(GuanxiError):
    """Too much at once: try again in `retry_after` seconds."""

    code = "busy"
    default = _("The system is busy.")

    def __init__(self, message: str = "", *, why: str = "", fix: str = "", retry_after: int = 1) -> None:
        super().__init__(message, why=why, fix=fix or _("Try again in a moment."))
        self.retry_after = retry_after


class TooManyAttempts(GuanxiError):
    """Somebody may be guessing: nothing is tried again before `retry_after` seconds have passed."""

    code = "too_many_attempts"
    default = _("There were too many attempts.")

    def __init__(self, *, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        super().__init__(fix=_("Wait for {minutes} minutes, then try again.").fill(minutes=minutes))
        self.retry_after = retry_after


class Outdated(Busy):
    """Plugins were enabled or disabled since this process started: another one has to do the work."""

    code = "outdated"
    default = _("The plugins have changed. Nothing was written.")


class StorageFull(Busy):
    """There is no room for what is to be written: nothing was, and reading goes on."""

    code = "storage_full"
    default = _("There is no space left to write to. Nothing was written.")

    def __init__(self, message: str = "", *, why: str = "", fix: str = "", retry_after: int = 30) -> None:
        freed = fix or _("Free some space on the disk, then try again: nothing has to be started anew.")
        super().__init__(message, why=why, fix=freed, retry_after=retry_after)


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says when a disk is full, or somebody's share of it."""


def storage_full(error: BaseException) -> StorageFull | None:
    """The error of the system as a StorageFull, if that is the reason."""
    if not (isinstance(error, OSError) and error.errno in FULL):
        return None
    return StorageFull(why=error.strerror or str(error))


class Unreachable(GuanxiError):
    """Another server did not answer as it should; `maybe_sent` says whether it may have got the request."""

    code = "unreachable"
    default = _("Another server could not be reached.")

    def __init__(self, message: str = "", *, why: str = "", fix: str = "", maybe_sent: bool = False) -> None:
        super().__init__(message, why=why, fix=fix)
        self.maybe_sent = maybe_sent


class AddressRefused(Unreachable):
    """An address that Guanxi does not ask: a private one, or none of the web. Nothing was sent."""

    code = "address_refused"
    default = _("This address is not asked.")


class ConfigurationError(GuanxiError):
    """A setting, the file of settings or the installation is wrong."""

    code = "configuration"
    default = _("The configuration is not usable.")


class MigrationError(GuanxiError):
    """The database's schema and the code do not fit together."""

    code = "migration"
    default = _("The database does not fit this version.")


class ManifestError(GuanxiError):
    """What a plugin says about itself cannot be read, or is not so."""

    code = "manifest"
    default = _("The plugin's manifest cannot be used.")


class ArchiveError(GuanxiError):
    """An archive of a plugin, or a backup, is not what it must be."""

    code = "archive"
    default = _("The archive cannot be used.")


class PluginFault(GuanxiError):
    """A plugin failed; `plugin` and `hook` say which."""

    code = "plugin_fault"
    default = _("A plugin failed.")

    def __init__(self, plugin: str, hook: str, *, why: str = "", fix: str = "") -> None:
        super().__init__(
            _("The plugin {plugin} failed in {hook}.").fill(plugin=plugin, hook=hook), why=why, fix=fix
        )
        self.plugin = plugin
        self.hook = hook


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a stable code, a message, and the value that was sent."""

    code: str
    message: str
    value: object = None


FieldErrors = Mapping[str, Sequence[FieldError]]
"""Errors by field path (`name`, `lines.0.quantity`); the empty path is the record as a whole."""


class Invalid(GuanxiError):
    """The input breaks the rules; `errors` says which fields and how.

    For an operation on several rows, `rows` holds the errors of every wrong one by its index.
    """

    code = "invalid"
    default = _("The input is not valid.")

    def __init__(
        self,
        errors: FieldErrors | None = None,
        *,
        message: str = "",
        why: str = "",
        fix: str = "",
        rows: Mapping[int, FieldErrors] | None = None,
    ) -> None:
        super().__init__(message, why=why, fix=fix)
        self.rows: Mapping[int, FieldErrors] = rows if rows is not None else ({0: errors} if errors else {})
        self.errors: FieldErrors = errors or (next(iter(self.rows.values())) if len(self.rows) == 1 else {})

    def __str__(self) -> str:
        """The message followed by each field's first error."""
        parts = [
            f"{path or 'record'}: {found[0].message}"
            for row in self.rows.values()
            for path, found in row.items()
            if found
        ]
        return " ".join([super().__str__(), *parts])


def invalid(field: str, code: str, message: str, value: object = None, *, fix: str = "") -> Invalid:
    """An `Invalid` about one field."""
    return Invalid({field: (FieldError(code, message, value),)}, fix=fix)


def did_you_mean(name: str, known: Iterable[str]) -> Label:
    """A hint, with the nearest known name, for somebody who wrote one that there is not; else nothing."""
    near = get_close_matches(name, list(known), 1)
    return _("Did you mean {name}?").fill(name=near[0]) if near else Label("")
