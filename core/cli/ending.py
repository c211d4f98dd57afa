"""How every run ends: errors become messages, exit codes and, where they are faults, entries of a log."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click

from core.cli import errors
from core.cli.errors import Cancelled, ExitCode, Interrupted, Unexpected
from core.cli.invocation import Invocation
from core.cli.output import close_quietly
from core.errors import GuanxiError, MigrationError, PluginFault, storage_full
from core.labels import translations

_ = translations("core")

LOGGED = (Unexpected, PluginFault, MigrationError)
"""Errors whose cause an administrator or a developer has to look for."""


class Ending:
    """Use it around the run; afterwards `code` is the exit code."""

    def __init__(self, invocation: Invocation) -> None:
        self.invocation = invocation
        self.code: int = ExitCode.DONE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Settle what happened; nothing leaves but SystemExit."""
        try:
            if error is not None:
                self.code = self._settle(error)
            self.invocation.close()
            self.invocation.output.flush()
        except BrokenPipeError:  # whoever read our words has seen enough
            close_quietly()
        return not isinstance(error, SystemExit)

    def _settle(self, error: BaseException) -> int:
        """Say what happened, and answer the exit code."""
        if isinstance(error, BrokenPipeError):
            raise error
        if isinstance(error, SystemExit):
            return ExitCode.DONE
        if isinstance(error, click.exceptions.Exit):
            return error.exit_code
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            self.invocation.output.note(error.format_message())
            return ExitCode.USAGE
        return self._tell(self._ours(error), error)

    def _ours(self, error: BaseException) -> GuanxiError:
        """The error as one of the tree."""
        if isinstance(error, GuanxiError):
            return error
        if isinstance(error, click.ClickException):
            return errors.from_click(error)
        if isinstance(error, click.Abort | EOFError):
            return Cancelled()
        if isinstance(error, KeyboardInterrupt):
            return Interrupted()
        if isinstance(error, OSError):
            return storage_full(error) or _of_the_system(error)
        return self._diagnosed(error) or Unexpected(why=_one_line(error))

    def _diagnosed(self, error: BaseException) -> GuanxiError | None:
        """Whether the database is the reason: it has no tables yet, or older ones."""
        if not type(error).__module__.startswith("sqlalchemy."):
            return None
        from core.cli.installation import behind

        return behind(self.invocation.app)

    def _tell(self, shown: GuanxiError, error: BaseException) -> int:
        invocation = self.invocation
        if "debug" in invocation.given:
            invocation.output.note(_trace(error))
        invocation.output.error(errors.lines(shown, invocation.translate))
        if isinstance(shown, LOGGED):
            from core.cli.faults import note_fault

            log_id, path = note_fault(invocation, error, sys.argv)
            invocation.note(_("Log: {id} in {path}").fill(id=log_id, path=path))
        return errors.exit_code(shown)


def _of_the_system(error: OSError) -> GuanxiError:
    """A file or a disk that does not play along."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return GuanxiError(_("{reason}.").fill(reason=reason))
    return GuanxiError(
        _("{path} cannot be used.").fill(path=error.filename), why=_("{reason}.").fill(reason=reason)
    )


def _trace(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(error)).rstrip()


def _one_line(error: BaseException) -> str:
    """The kind of error and the first line of what it says."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
