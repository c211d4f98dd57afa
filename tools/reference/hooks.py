"""docs/reference/hooks.md: every hook with its signature and the sections of its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from core.contracts import hookspecs
from tools.reference.markdown import head, table

INTRODUCTION = (
    "Core calls plugins through hooks, and its own parts through the same ones. An implementation is a\n"
    "method (or a function of a module) of the hook's name with `@hookimpl()`; it names only the arguments\n"
    'that it needs. `@hookimpl(resource="customers")` is called for that kind of record only. A hook is\n'
    "called once for an operation, with all its records, never once for each.",
)
SECTION = re.compile(r"(When|Transaction|Returns|Since): ")
MARK = "guanxi_spec"


def page() -> str:
    """The page."""
    return "\n".join([head("Hooks", *INTRODUCTION), *(_chapter(spec) for spec in specs().values())])


def specs() -> Mapping[str, Callable[..., Any]]:
    """Every hook by its name, in the order of declaration."""
    functions = inspect.getmembers(hookspecs, inspect.isfunction)
    found = {name: function for name, function in functions if hasattr(function, MARK)}
    return dict(sorted(found.items(), key=lambda item: inspect.getsourcelines(item[1])[1]))


def _chapter(spec: Callable[..., Any]) -> str:
    first, _blank, rest = inspect.cleandoc(spec.__doc__ or "").partition("\n\n")
    _before, *parts = SECTION.split(" ".join(rest.split()))
    rows = [(title.lower(), _sentence(text)) for title, text in zip(parts[::2], parts[1::2], strict=True)]
    signature = f"```python\ndef {spec.__name__}{inspect.signature(spec)}\n```"
    return "\n\n".join([f"## {spec.__name__}", first, signature, table(("", ""), rows)])


def _sentence(text: str) -> str:
    words = text.strip().removesuffix(".")
    return f"{words[:1].upper()}{words[1:]}."
