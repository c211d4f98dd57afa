"""What can go wrong on the command line, which exit code it has, and how it is said.

The exit codes are part of the interface: docs/reference/cli.md lists them, tests hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType

import click

from core.errors import (
    Busy,
    Conflict,
    FieldErrors,
    Forbidden,
    GuanxiError,
    Invalid,
    NotSignedIn,
    StorageFull,
)
from core.labels import Label, Translator, translations

_ = translations("core")


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    CANCELLED = 3
    FORBIDDEN = 4
    PROBLEMS = 5
    CONFLICT = 6
    INTERRUPTED = 130


MEANINGS: Mapping[ExitCode, Label] = MappingProxyType(
    {
        ExitCode.DONE: _("done, or nothing was left to do"),
        ExitCode.FAILED: _("failed, or there is no such record"),
        ExitCode.USAGE: _("the command or a value is not valid; nothing was changed"),
        ExitCode.CANCELLED: _("cancelled by an answer; nothing was changed"),
        ExitCode.FORBIDDEN: _("not signed in, or not allowed"),
        ExitCode.PROBLEMS: _("done, and problems were found (import --strict)"),
        ExitCode.CONFLICT: _("changed by somebody else meanwhile, or locked"),
        ExitCode.INTERRUPTED: _("interrupted with Ctrl-C"),
    }
)


class UsageProblem(GuanxiError):
    """The command line is not written as it must be."""

    code = "usage"
    default = _("The command is not written as it must be.")

    def __init__(
        self, message: str, context: click.Context | None = None, *, why: str = "", fix: str = ""
    ) -> None:
        super().__init__(message, why=why, fix=fix or _see_help(context))


class Cancelled(GuanxiError):
    """Somebody was asked and did not agree."""

    code = "cancelled"
    default = _("Cancelled; nothing was changed.")


class ProblemsFound(GuanxiError):
    """The command did what it was to do, and found problems."""

    code = "problems_found"
    default = _("Problems were found.")


class Interrupted(GuanxiError):
    """Somebody pressed Ctrl-C."""

    code = "interrupted"
    default = _("Interrupted.")


class Unexpected(GuanxiError):
    """A fault of the program itself; `log_id` finds its traceback in the log."""

    code = "unexpected"
    default = _("Something went wrong that should not.")


EXIT_CODES: Mapping[type[GuanxiError], ExitCode] = MappingProxyType(
    {
        GuanxiError: ExitCode.FAILED,
        UsageProblem: ExitCode.USAGE,
        Invalid: ExitCode.USAGE,
        Cancelled: ExitCode.CANCELLED,
        NotSignedIn: ExitCode.FORBIDDEN,
        Forbidden: ExitCode.FORBIDDEN,
        ProblemsFound: ExitCode.PROBLEMS,
        Conflict: ExitCode.CONFLICT,
        Busy: ExitCode.CONFLICT,
        StorageFull: ExitCode.FAILED,
        Interrupted: ExitCode.INTERRUPTED,
    }
)
"""The exit code of each kind of error; others have that of their nearest base."""


def exit_code(error: GuanxiError) -> ExitCode:
    """How the command ends that raised this."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


HEADINGS = (_("Error:"), _("Why:"), _("Fix:"))


def lines(error: GuanxiError, translate: Translator) -> Iterator[tuple[str, str]]:
    """What, why and what to do: pairs of a heading and one line each."""
    what, why, fix = map(translate, HEADINGS)
    yield what, translate(error.message)
    if isinstance(error, Invalid):
        yield from _field_lines(error, translate)
    if error.why:
        yield why, translate(error.why)
    if error.fix:
        yield fix, translate(error.fix)


def _field_lines(error: Invalid, translate: Translator) -> Iterator[tuple[str, str]]:
    """One line for each wrong field; the rows count from 1 where there are several."""
    for row, found in error.rows.items():
        place = f"{row + 1}: " if len(error.rows) > 1 or row else ""
        yield from ((f"  {place}{path or '-'}:", text) for path, text in _texts(found, translate))


def _texts(found: FieldErrors, translate: Translator) -> Iterator[tuple[str, str]]:
    for path, problems in found.items():
        for problem in problems:
            shown = "" if problem.value in (None, "") else f" ({_written(problem.value)})"
            yield path, translate(problem.message) + shown[:120]


def _written(value: object) -> str:
    """A value that was refused; text in quotes, so that its ends are seen."""
    return repr(value) if isinstance(value, str) else str(value)


def from_click(error: click.ClickException) -> GuanxiError:
    """Click's complaint as one of ours."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchOption):
        return _unknown(_("There is no option {name}."), error.option_name, error.possibilities, context)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _unknown(_("There is no command {name}."), error.command_name, error.possibilities, context)
    if isinstance(error, click.MissingParameter):
        return UsageProblem(_("{name} is missing.").fill(name=_name(error)), context)
    if isinstance(error, click.BadParameter):
        return UsageProblem(_("{name} cannot be this.").fill(name=_name(error)), context, why=error.message)
    if isinstance(error, click.BadOptionUsage):
        return UsageProblem(
            _("{name} needs another form.").fill(name=error.option_name), context, why=error.message
        )
    return UsageProblem(error.format_message(), context)


def _unknown(
    message: Label, name: str, near: list[str] | None, context: click.Context | None
) -> UsageProblem:
    fix = _("Did you mean {name}?").fill(name=near[0]) if near else ""
    return UsageProblem(message.fill(name=name), context, fix=fix)


def _name(error: click.BadParameter) -> str:
    """What the parameter is called on the command line."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    longest = max(parameter.opts, key=len, default="")
    return longest if longest.startswith("-") else (parameter.metavar or longest.upper())


def _see_help(context: click.Context | None) -> str:
    return _("See {command} --help.").fill(command=context.command_path) if context else ""
