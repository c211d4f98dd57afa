"""Commands, groups, options and arguments as Guanxi shows them: translated, with examples and a docs link.

They are Click's own; what differs is the help page, and that texts are labels until they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from core.cli.errors import UsageProblem
from core.labels import Label, Translator, translations

if TYPE_CHECKING:
    from core.cli.invocation import Invocation
    from core.contracts.contributions import CommandGroup

_ = translations("core")

DOCS = "docs/reference/cli.md"
REQUIRED = _("(required)")


def invocation_of(context: click.Context) -> Invocation:
    """The run of the command line that a context belongs to."""
    found: Invocation = context.find_root().obj
    return found


def translator_of(context: click.Context) -> Translator:
    """The language in which this run speaks."""
    return invocation_of(context).translate


class Option(click.Option):
    """An option with a label as help. `remember` ones are kept in the invocation instead of being passed."""

    def __init__(self, declarations: Sequence[str], label: str = "", **attributes: Any) -> None:
        super().__init__(list(declarations), **attributes)
        self.label = label

    def get_help_record(self, context: click.Context) -> tuple[str, str] | None:
        """The line of the help page."""
        if self.hidden:
            return None
        translate = translator_of(context)
        parts = [translate(self.label), translate(REQUIRED) if self.required else ""]
        return self.get_help_spec(context), " ".join(filter(None, parts))


class Argument(click.Argument):
    """A positional argument with a label as help."""

    def __init__(self, name: str, label: str, **attributes: Any) -> None:
        super().__init__([name], **attributes)
        self.label = label

    def get_help_record(self, context: click.Context) -> tuple[str, str]:
        """The line of the help page."""
        return self.make_metavar(context), translator_of(context)(self.label)


class _HelpPage(click.Command):
    """The help page that commands and groups share."""

    text: str
    examples: tuple[str, ...]

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """How to write the command."""
        prefix = translator_of(context)(_("Usage:")) + " "
        formatter.write_usage(context.command_path, " ".join(self.collect_usage_pieces(context)), prefix)

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translator_of(context)(self.text))

    def format_arguments(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """What stands after the command."""
        shown = [item for item in self.get_params(context) if isinstance(item, Argument)]
        records = [item.get_help_record(context) for item in shown]
        write_section(context, formatter, _("Arguments"), records)

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """What else can be said."""
        shown = [item for item in self.get_params(context) if isinstance(item, Option)]
        records = [record for item in shown if (record := item.get_help_record(context))]
        write_section(context, formatter, _("Options"), records)

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, and where more is written."""
        translate = translator_of(context)
        with formatter.section(translate(_("Examples"))):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
        anchor = context.command_path.replace(" ", "-")
        formatter.write(translate(_("Docs: {page}").fill(page=f"{DOCS}#{anchor}")) + "\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """One line, for completion."""
        context = click.get_current_context(silent=True)
        return translator_of(context)(self.text) if context else self.text


def write_section(
    context: click.Context,
    formatter: click.HelpFormatter,
    title: Label,
    records: Sequence[tuple[str, str]],
) -> None:
    """A titled list of two columns; nothing if it is empty."""
    if records:
        with formatter.section(translator_of(context)(title)):
            formatter.write_dl(records)


class Command(_HelpPage):
    """A command: `run(invocation, **values)` gets what was typed."""

    def __init__(
        self,
        name: str,
        text: str,
        run: Callable[..., None],
        params: Iterable[click.Parameter] = (),
        examples: Iterable[str] = (),
    ) -> None:
        super().__init__(name, callback=run, params=[*params, *EVERYWHERE], add_help_option=False)
        self.text, self.examples = text, tuple(examples)

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Parse; refuse what is left over."""
        context.allow_extra_args = True
        rest = super().parse_args(context, arguments)
        if rest and not context.resilient_parsing:
            raise UsageProblem(_("{word} is too much here.").fill(word=repr(rest[0])), context)
        return rest

    def invoke(self, context: click.Context) -> None:
        """Run it."""
        assert self.callback is not None  # noqa: S101  # the constructor sets it
        self.callback(invocation_of(context), **context.params)


class Lazy(click.Command):
    """Stands for a command, given as `module:attribute`, which is imported when it is used."""

    def __init__(self, name: str, text: str, target: str) -> None:
        super().__init__(name)
        self.text, self.target = text, target

    def load(self) -> click.Command:
        """The command itself."""
        module, _colon, attribute = self.target.partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found


class Contributed(Lazy):
    """Stands for a command of a plugin."""

    def __init__(self, contribution: CommandGroup) -> None:
        super().__init__(contribution.name, contribution.help, contribution.target)


class Group(_HelpPage, click.Group):
    """A command with commands below it. Alone it shows its help."""

    def __init__(
        self,
        name: str,
        text: str,
        commands: Iterable[click.Command] = (),
        examples: Iterable[str] = (),
        params: Iterable[click.Parameter] = (),
    ) -> None:
        super().__init__(
            name,
            commands={command.name or "": command for command in commands},
            params=[*params, *EVERYWHERE],
            add_help_option=False,
            no_args_is_help=True,
            subcommand_metavar="COMMAND [ARGS]...",
        )
        self.text, self.examples = text, tuple(examples)

    def list_commands(self, context: click.Context) -> list[str]:
        """The names in the order in which they were declared."""
        return list(self.commands)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of this name."""
        found = self.commands.get(name)
        return found.load() if isinstance(found, Lazy) else found

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(context, formatter)
        self.format_commands(context, formatter)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, each with one line."""
        translate = translator_of(context)
        lines = [(name, translate(getattr(item, "text", ""))) for name, item in self.commands.items()]
        write_section(context, formatter, _("Commands"), lines)


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        invocation_of(context).output.text(context.get_help())
        context.exit()


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value not in (None, False) and not context.resilient_parsing:
        invocation = invocation_of(context)
        invocation.given[parameter.name or ""] = value
        invocation.output.plain |= parameter.name == "no_color"


def everywhere(*, shown: bool) -> tuple[Option, ...]:
    """The options that every command understands; only the root shows them."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _remember, "hidden": not shown}
    return (
        Option(["--home"], _("The folder of the installation."), metavar="FOLDER", **kept),
        Option(["--database-url"], _("The database to work with."), metavar="URL", **kept),
        Option(["--as", "acting_as"], _("Act with the rights of this user."), metavar="LOGIN", **kept),
        Option(["--no-color"], _("Print without colours."), is_flag=True, **kept),
        Option(["--no-input"], _("Ask nothing; fail where an answer is needed."), is_flag=True, **kept),
        Option(["--debug"], _("Show the traceback of an error."), is_flag=True, **kept),
        Option(
            ["-h", "--help"],
            _("Show this help."),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
        ),
    )


EVERYWHERE = everywhere(shown=False)
