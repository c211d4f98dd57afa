"""Habits that no tool checks: short functions and files, and nothing of one machine in what is committed."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FUNCTION = 50
LONGEST_FILE = 350
GENERATED = "/migrations/"

# Put together here, so that this file does not name them either.
MACHINE_PATHS = "|".join(("work", "tmp", "root", "opt", "Users", r"home/\w+"))
REGISTRY_HOSTS = "|".join(
    (r"pypi\.org", r"pythonhosted\.org", r"npmjs\.org", r"npmjs\.com", r"deb\.debian\.org")
)
OF_ONE_MACHINE = re.compile(rf"(?<![\w.*}})/-])/({MACHINE_PATHS})/|\b({REGISTRY_HOSTS})\b")


def committed(*patterns: str) -> list[Path]:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def hand_written() -> Iterator[tuple[str, str]]:
    for path in committed("*.py"):
        name = path.relative_to(ROOT).as_posix()
        if GENERATED not in f"/{name}":
            yield name, path.read_text(encoding="utf-8")


def function_lengths() -> dict[str, int]:
    """The length in lines of every function, without its decorators."""
    return {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, content in hand_written()
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_functions_are_short() -> None:
    lengths = function_lengths()
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= 10


def test_files_are_short() -> None:
    lengths = {name: content.count("\n") for name, content in hand_written()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nothing_committed_belongs_to_one_machine() -> None:
    found = []
    for path in committed():
        content = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in OF_ONE_MACHINE.finditer(content)]
    assert found == []


@pytest.mark.parametrize("text", ["open('/{}/main/x')", "url = https://{}.org/simple", "see /{}/notes"])
def test_what_belongs_to_one_machine_is_recognised(text: str) -> None:
    name = "pypi" if ".org" in text else "work"
    assert OF_ONE_MACHINE.search(text.format(name))
    assert not OF_ONE_MACHINE.search(text.format("framework"))
