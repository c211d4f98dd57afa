"""Write docs/reference/cli.md: the help of every command, and what holds for all of them.

Run it with `python -m tools.generate_cli_reference`; a test fails while the page says something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from core.app import build
from core.cli.elements import Group
from core.cli.errors import MEANINGS
from core.cli.invocation import Invocation
from core.cli.main import NAME, Root

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
WIDTH = 100

INTRODUCTION = """# Command line

This page is generated from the commands' own help by `python -m tools.generate_cli_reference`.

Kinds of records are plural nouns, and the verbs are the same for all of them. A plugin's kinds stand under
its name: `guanxi <plugin> <kind> <verb>`. A record is named by its key (number, login, code ...) or its id;
`-` stands for stdin. Options that every command understands are listed under `guanxi`; they may stand
anywhere in the line.

- Results go to stdout, everything else (progress, questions, errors) to stderr.
- `--json` prints one object with `"version": 1`. A list is `{"version": 1, "data": [...], "next": ...}` with
  one record a line, so it can be streamed; `next` goes on with `--after`. Keys are never translated.
- `--dry-run` does everything and takes it back: what it prints to stdout is what the real run prints.
- What destroys asks for the record's key (for several records, for their number). Without a terminal, or
  with `--no-input`, it needs `--yes`.
- Messages are in the language of the terminal (`LC_ALL`, `LC_MESSAGES`, `LANG`): English, Simplified or
  Traditional Chinese.
- Colours are for terminals only; `NO_COLOR`, `--no-color` and `TERM=dumb` switch them off.
- Ctrl-C stops cleanly, and says how to go on; a second one stops at once.

## Filters

`--filter` takes `field=value`, and `!=`, `>`, `>=`, `<`, `<=` and `~` (contains); `'field[op]=value'` takes
every operator of the API. Several filters must all hold. `--where` takes a filter tree as JSON. A country is
given as a code or as a name, a reference as an id or as a key.

## Exit codes

| code | meaning |
| --- | --- |
"""


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """The page as it must be."""
    with TemporaryDirectory() as home:
        invocation = Invocation(lambda: build, given={"home": home})
        invocation.translate = str  # the page is in English, whoever makes it
        codes = "".join(f"| {code.value} | {meaning} |\n" for code, meaning in MEANINGS.items())
        chapters = [_chapter(context) for context in walk(Root(), invocation)]
        invocation.close()
    return f"{INTRODUCTION}{codes}\n## Commands\n\n" + "\n".join(chapters)


def walk(root: Root, invocation: Invocation) -> Iterator[click.Context]:
    """A context for the root and for every command below it, plugins' included."""
    top = click.Context(root, info_name=NAME, obj=invocation, terminal_width=WIDTH)
    yield top
    yield from _below(root, top)


def _below(group: Group, context: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        below = click.Context(command, info_name=name, parent=context, terminal_width=WIDTH)
        yield below
        if isinstance(command, Group):
            yield from _below(command, below)


def _chapter(context: click.Context) -> str:
    lines = [line.rstrip() for line in context.get_help().splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("Docs: ")).rstrip()
    return f"### {context.command_path}\n\n```text\n{text}\n```\n"


if __name__ == "__main__":
    main()
