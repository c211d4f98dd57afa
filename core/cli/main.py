"""The root of the command line: finds the command and runs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

import core
from core.cli.commands import COMMANDS, EXAMPLES, RECORDS, RECORDS_TITLE, SECTIONS
from core.cli.elements import Group, Option, everywhere, invocation_of, translator_of
from core.cli.ending import Ending
from core.cli.invocation import Build, Invocation
from core.labels import translations

_ = translations("core")

NAME = "guanxi"
COMPLETION = "_GUANXI_COMPLETE"
WITHOUT_OPTIONS = "core.cli.without_options"


class Root(Group):
    """`guanxi`: its help comes from a static table, its commands are imported or built when they are used."""

    def __init__(self) -> None:
        super().__init__(NAME, _("Customers, contacts and activities of a company."), examples=EXAMPLES)
        self.params = [*everywhere(shown=True), VERSION]
        self.no_args_is_help = False
        self.invoke_without_command = True
        self.callback = _greet

    def list_commands(self, context: click.Context) -> list[str]:
        """Every name, for completion and suggestions: what core has, and what plugins bring."""
        from core.cli.resources import plugin_names

        return [*COMMANDS, *RECORDS, *plugin_names(invocation_of(context).app)]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        if name in COMMANDS:
            return COMMANDS[name].load()
        from core.cli.resources import group_of

        return group_of(name, invocation_of(context).app)

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments; an unknown name is compared with all that there are."""
        command = self.get_command(context, arguments[0])
        if command is None and not context.resilient_parsing:
            names = self.list_commands(context)
            raise click.exceptions.NoSuchCommand(arguments[0], possibilities=names, ctx=context)
        return arguments[0] if command else None, command, arguments[1:]

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of every command are shown to those who ask for help."""
        if not context.meta.get(WITHOUT_OPTIONS):
            super(Group, self).format_options(context, formatter)
        formatter.write_paragraph()
        self.format_commands(context, formatter)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, closely set: the help of `guanxi` fits a small terminal."""
        translate = translator_of(context)
        formatter.write_heading(translate(RECORDS_TITLE))
        with formatter.indentation():
            formatter.write_text(" ".join(RECORDS))
        for title, lines in SECTIONS.items():
            formatter.write_heading(translate(title))
            with formatter.indentation():
                formatter.write_dl([(names, translate(text)) for names, text in lines.items()])

    def main(self, args: Sequence[str] | None = None, **options: Any) -> NoReturn:  # type: ignore[override]
        """Run and exit: with the code of errors.ExitCode, whatever happens."""
        invocation: Invocation = options["obj"]
        with Ending(invocation) as ending:
            _complete(self, invocation)
            with self.make_context(
                NAME, list(sys.argv[1:] if args is None else args), obj=invocation
            ) as context:
                self.invoke(context)
        sys.exit(ending.code)


def _complete(root: Root, invocation: Invocation) -> None:
    """Answer the shell that asks how a line may go on, if one does."""
    instruction = os.environ.get(COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete

        raise click.exceptions.Exit(shell_complete(root, {"obj": invocation}, NAME, COMPLETION, instruction))


def _greet() -> None:
    """`guanxi` alone shows its help, without the options."""
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        context.meta[WITHOUT_OPTIONS] = True
        invocation_of(context).output.text(context.get_help())


def _show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        invocation_of(context).output.text(f"{NAME} {core.__version__}")
        context.exit()


VERSION = Option(
    ["--version"],
    _("Show the version."),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
)


def main(builder: Callable[[], Build]) -> NoReturn:
    """Run the command line of this process; `builder` is called when a command needs the application."""
    Root().main(obj=Invocation(builder))
