"""Rules about the files of a plugin: all have one shape, so that whoever knows one finds his way in all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

MODULES = ("models", "resources", "services", "public", "web", "api", "cli", "jobs", "reports")
FOLDERS = ("migrations", "templates", "static", "locale", "demo", "tests")
FILES = (
    *("plugin.toml", "plugin.py", "__init__.py", "py.typed"),
    *("README.md", "CHANGELOG.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "NOTICE"),
)
LONGEST_HOOK = 10
"""Lines of a hook implementation, without its decorators."""


def folder_has_the_shape(subject: Subject) -> Iterator[Finding]:
    """The folder holds plugin.toml, plugin.py and, as needed, models, resources, services, public, web, api,
    cli, jobs, reports (a file or a folder each), migrations/, `templates/<name>/`, static/, locale/, demo/,
    tests/, README.md, CHANGELOG.md and the licence; nothing else.
    """
    if not subject.is_folder:
        return
    for path in sorted(subject.found.location.iterdir()):
        if not path.name.startswith((".", "__pycache__")) and not _is_known(path):
            yield Finding(
                f"{path.name} is no part of the shape of a plugin.",
                f"Move what it holds into one of: {', '.join((*MODULES, *FOLDERS))}.",
                subject.where(path),
            )
    for path in sorted((subject.found.location / "templates").glob("*")):
        if path.name != subject.name:
            fix = f"Move it into templates/{subject.name}."
            yield Finding(
                f"templates/{path.name} could be another plugin's template.", fix, subject.where(path)
            )


def _is_known(path: Path) -> bool:
    if path.is_dir():
        return path.name in (*FOLDERS, *MODULES)
    return path.name in FILES or (path.suffix == ".py" and path.stem in MODULES)


def readme_is_there(subject: Subject) -> Iterator[Finding]:
    """A folder or package has a README.md that is not empty."""
    path = subject.found.location / "README.md"
    if subject.is_folder and not (path.is_file() and path.read_text(encoding="utf-8").strip()):
        yield Finding(
            "There is no README.md.",
            "Write what the plugin does, for whom, and how to set it up.",
            subject.where(path),
        )


def hooks_have_no_logic(subject: Subject) -> Iterator[Finding]:
    """In a folder, the functions of plugin.py have at most ten lines: what they do lies in services."""
    for source in subject.sources:
        if not subject.is_folder or source.path != subject.code_path or source.tree is None:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and (length := _lines(node)) > LONGEST_HOOK:
                yield Finding(
                    f"{node.name} has {length} lines.",
                    "Move what it does into services.py and call it.",
                    subject.where(source.path, node.lineno),
                )


def _lines(node: ast.FunctionDef) -> int:
    """Its lines without decorators, signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


RULES = (folder_has_the_shape, readme_is_there, hooks_have_no_logic)
