"""`guanxi completion`: what makes shells complete commands, plugins' commands, fields and sorts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import click
from click.shell_completion import get_completion_class

from core.cli.elements import Command, Group, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.resources.options import DRY_RUN
from core.labels import translations

_ = translations("core")

NAME, VARIABLE = "guanxi", "_GUANXI_COMPLETE"
WROTE, KNOWN = _("Written: {path}. A new shell completes."), _("Nothing to do.")
WHICH = _("Your shell is not known here.")
SAY_WHICH = _("Say --shell bash, zsh or fish.")


@dataclass(frozen=True)
class Place:
    """Where a shell looks for completions; `start_file` is what has to read it where the shell does not."""

    file: str
    start_file: str = ""


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "bash": Place(".local/share/bash-completion/completions/guanxi"),
        "zsh": Place(".local/share/guanxi/completion.zsh", ".zshrc"),
        "fish": Place(".config/fish/completions/guanxi.fish"),
    }
)


def command() -> Group:
    """The group."""
    shell = Option(["--shell"], _("bash, zsh or fish; yours when left out."), metavar="NAME")
    install = Command(
        "install",
        _("Install completion for your shell."),
        run_install,
        (shell, DRY_RUN),
        ("guanxi completion install", "guanxi completion install --shell zsh"),
    )
    scripts = [
        Command(
            name,
            _("Print the completion script for {shell}.").fill(shell=name),
            partial(run_print, name),
            (),
            (f"guanxi completion {name}",),
        )
        for name in PLACES
    ]
    return Group(
        "completion",
        _("Complete commands, records and fields in bash, zsh or fish."),
        (*scripts, install),
        ("guanxi completion install", "guanxi completion bash > guanxi.bash"),
    )


def run_print(shell: str, invocation: Invocation) -> None:
    """The script on stdout."""
    invocation.output.text(_script(shell))


def run_install(invocation: Invocation, *, shell: str | None, dry_run: bool) -> None:
    """Write the script where the shell finds it, and once the line that reads it."""
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in PLACES:
        raise UsageProblem(WHICH, fix=SAY_WHICH)
    place, home = PLACES[name], Path.home()
    path, script = home / place.file, _script(name)
    files = {path: script} | ({home / place.start_file: _with_line(home, place)} if place.start_file else {})
    changed = [file for file, content in files.items() if _content(file) != content]
    for file in changed if not dry_run else ():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(files[file], encoding="utf-8")
    for file in changed:
        invocation.text(WROTE.fill(path=file))
    if not changed:
        invocation.text(KNOWN)
    if dry_run:
        invocation.note(DRY_RUN_NOTE)


def _script(shell: str) -> str:
    found = get_completion_class(shell)
    assert found is not None  # noqa: S101  # Click knows all of PLACES
    return found(click.Group(NAME), {}, NAME, VARIABLE).source()


def _with_line(home: Path, place: Place) -> str:
    """The shell's start file with the line that reads the script."""
    content, line = _content(home / place.start_file), f'source "$HOME/{place.file}"\n'
    return content if line in content else content + ("\n" if content and content[-1] != "\n" else "") + line


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
