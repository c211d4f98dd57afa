"""Rules about the commands that a plugin adds to `guanxi`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from core.cli.elements import Contributed
from core.contracts import hookspecs
from core.contracts.contributions import CommandGroup
from core.host.sources import within
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject


def commands_can_be_run(subject: Subject) -> Iterator[Finding]:
    """The `target` of each command names a Click command in a module of the plugin's own."""
    for contributed in _contributed(subject):
        where = subject.where_of_hook("cli_commands")
        if not within(contributed.target.partition(":")[0], subject.found.package):
            fix = f"Write {subject.found.package}.cli:..."
            yield Finding(f"The command {contributed.name} is not in its own code.", fix, where)
        elif not isinstance(_load(contributed), click.Command):
            yield Finding(
                f"{contributed.target} is no Click command.", "Name a command as `module:attribute`.", where
            )


def commands_are_explained(subject: Subject) -> Iterator[Finding]:
    """Each command has a help text with an example (`guanxi <plugin> ...`), and each option a help text."""
    for contributed in _contributed(subject):
        for words, command in _walk([subject.name, contributed.name], _load(contributed)):
            where = subject.where_of(command.callback) if command.callback else subject.where()
            help_text = "\n".join([command.help or "", *getattr(command, "examples", ())])
            if not (command.help or getattr(command, "text", "")):
                yield Finding(f"guanxi {words} has no help.", "Say in its docstring what it does.", where)
            elif not isinstance(command, click.Group) and f"guanxi {words}" not in help_text:
                yield Finding(
                    f"The help of guanxi {words} shows no example.",
                    f"End its docstring with: Examples: guanxi {words} ...",
                    where,
                )
            for option in command.params:
                if isinstance(option, click.Option) and not (option.help or getattr(option, "label", "")):
                    yield Finding(f"guanxi {words} does not explain {option.opts[0]}.", "Add help=...", where)


def _contributed(subject: Subject) -> Iterator[CommandGroup]:
    found = subject.assembly.hooks.collect(hookspecs.cli_commands)
    return (item for owner, item in found if owner == subject.name)


def _load(contributed: CommandGroup) -> click.Command | None:
    try:
        return Contributed(contributed).load()
    except (ImportError, AttributeError):
        return None


def _walk(words: list[str], command: click.Command | None) -> Iterator[tuple[str, click.Command]]:
    """A command and those below it, each with the words that call it."""
    if not isinstance(command, click.Command):
        return
    yield " ".join(words), command
    for name, below in getattr(command, "commands", {}).items():
        yield from _walk([*words, name], below)


RULES = (commands_can_be_run, commands_are_explained)
