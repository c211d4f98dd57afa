"""The documentation as tests see it: its links, and its code blocks, which bash runs in a clone of their own.

How blocks are marked (the words stand behind the three backticks):

- `sh`: commands; each must succeed.
- `console`: commands behind `$ ` (and `> `, where one goes on), each followed by what it prints. `...` stands
  for any text, on a line of its own for any lines. A command that prints `Error:` must fail, others succeed.
- `sh background`: a server, which runs until the end of the page.
- `sh not-run`: commands for another machine, or that never end.
- `csv customers.csv`, `python plugins/x/models.py`: a file of this name with this content.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

from tests.warm import warm_command

ROOT = Path(__file__).parent.parent
CURL = Path(__file__).with_name("curl.py")

BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)(?: (?P<word>\S+))?\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)|src=\"(?P<source>[^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
PROGRESS = re.compile(r"^[\w ]+: [\d,]+ · .* left\n", re.MULTILINE)
MARK = "\x1e"
SERVER = "http://127.0.0.1:8000"
SECONDS = 300

GUANXI = f"""
case "$1" in serve|worker|demo) exec {sys.executable} {ROOT / "cli.py"} "$@";; esac
exec {{warm}} "$@"
"""

HEAD = f"""
exec 2>&1
trap 'kill $SERVER_PID 2>/dev/null' EXIT
started() {{ until curl -s {SERVER}/health >/dev/null || ! kill -0 $SERVER_PID; do sleep 0.1; done; }}
"""


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands behind its backticks, and its text."""

    language: str
    word: str
    text: str


@dataclass(frozen=True)
class Step:
    """One piece of a script, and what it is to print (None: anything)."""

    script: str
    printed: str | None = None

    @property
    def fails(self) -> bool:
        """Whether it is to fail."""
        return bool(self.printed and re.search(r"^Error:", self.printed, re.MULTILINE))


def pages() -> list[Path]:
    """Every page, the README among them."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(match["language"], match["word"] or "", dedent(match["text"])) for match in found]


def dead_links(page: Path) -> Iterator[str]:
    """Links of a page to files, or to headings of pages, that are not there."""
    for match in LINK.finditer(FENCED.sub("", page.read_text(encoding="utf-8"))):
        target = match["target"] or match["source"]
        path, _hash, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield target


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def steps(page: Path) -> Iterator[Step]:
    """What a page tells to do."""
    for block in blocks(page):
        if block.word == "not-run":
            continue
        if block.word == "background":
            yield Step(f"({block.text}) >server.log 2>&1 &\nSERVER_PID=$!\nstarted")
        elif block.word:
            yield Step(f"mkdir -p $(dirname {block.word})\ncat >{block.word} <<'{MARK}'\n{block.text}{MARK}")
        elif block.language == "sh":
            yield Step(f"set -e\n{block.text}\nset +e")
        elif block.language == "console":
            yield from _commands(block.text)


def _commands(text: str) -> Iterator[Step]:
    """Each command of a console with what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        first, *rest = part.splitlines(keepends=True)
        further = [line for line in rest if line.startswith("> ")]
        printed = "".join(line for line in rest if not line.startswith("> "))
        yield Step(first + "".join(line.removeprefix("> ") for line in further), printed)


def run(page: Path, folder: Path, instead: Mapping[str, str] = MappingProxyType({})) -> None:
    """Carry out a page in a clone at `folder`; AssertionError says what it does not print as it says.

    `instead` replaces texts of the page, such as the address of a database.
    """
    port = _free_port()
    todo = list(steps(page))
    said = [f"{step.script}\nprintf '{MARK}%s\\n' $?\n" for step in todo]
    script = _replaced(HEAD + "".join(said), {SERVER: f"http://127.0.0.1:{port}", **instead})
    printed = _bash(script, _clone(folder), {"GUANXI_PORT": str(port), "GUANXI_WORKERS": "1"})
    parts = re.split(rf"{MARK}(\d+)\n", PROGRESS.sub("", printed))
    for number in range(len(todo)):
        step, output = todo[number], parts[2 * number] if 2 * number < len(parts) else ""
        assert 2 * number + 1 < len(parts), f"{page.name}: {step.script}\nended with:\n{output}"
        failed = parts[2 * number + 1] != "0"
        assert failed == step.fails, f"{page.name}: {step.script}\nprinted:\n{output}"
        wanted = _replaced(step.printed or "", {SERVER: f"http://127.0.0.1:{port}", **instead})
        assert step.printed is None or fits(output, wanted), (
            f"{page.name}: {step.script}\nis to print:\n{wanted}\nbut printed:\n{output}"
        )


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    for old, new in instead.items():
        text = text.replace(old, new)
    return text


def fits(printed: str, wanted: str) -> bool:
    """Whether this was printed, spaces at the ends of lines apart; `...` stands for anything."""
    pattern = "".join(_pattern(line) for line in wanted.rstrip().splitlines())
    lines = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, lines) is not None


def _pattern(line: str) -> str:
    if line.strip() == "...":
        return r"(?:.*\n)*?"
    escaped = re.escape(line.rstrip()).replace(re.escape("..."), ".*?")
    return re.sub(r"(\\ ){2,}", " +", escaped) + "\n"  # the width of a column is that of its widest value


def _clone(folder: Path) -> Path:
    """A folder in which everything of the project is found, and new plugins can be put."""
    for name in ("core", "migrations", "tools", "industry_packs", "cli.py", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "plugins").mkdir()
    (folder / "plugins" / "__init__.py").touch()
    warm = " ".join(warm_command())
    programs = {"guanxi": GUANXI.format(warm=warm), "curl": f'exec {sys.executable} {CURL} "$@"'}
    (folder / "bin").mkdir()
    for name, script in programs.items():
        program = folder / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def _bash(script: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What a script prints; whatever it has started is ended with it."""
    paths = (folder / "bin", Path(sys.executable).parent, os.environ["PATH"])
    kept = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(folder)}
    environment = {**kept, **environment, "PATH": ":".join(map(str, paths))}
    with subprocess.Popen(
        ["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            return process.communicate(timeout=SECONDS)[0].decode()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
