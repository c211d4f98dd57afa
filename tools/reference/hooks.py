"""docs/reference/hooks.md and a page for every hook: signature, docstring, budget, and an example."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from core.contracts import hookspecs
from core.host.manifest import RESERVED
from tools.reference.markdown import head, table

INTRODUCTION = (
    "Core calls plugins through hooks, and its own parts through the same ones. An implementation is a\n"
    "function of the hook's name with `@hookimpl()` in the plugin's `plugin.py` (or its only file); it\n"
    "names only the arguments that it needs.\n"
    '`@hookimpl(resource="customers")` is called for that kind of record only. A hook is called once for an\n'
    "operation, with all its records, never once for each, and in the order of dependencies: core first, a\n"
    "plugin after those that it requires.",
    "A misspelt hook, an argument that it does not have or a result of the wrong type is an error that\n"
    "names file, line and the nearest name. A fault inside a transaction undoes the whole operation and\n"
    "names the plugin; a fault at start keeps the plugin, and those that require it, from running. All else\n"
    "goes on.",
)
SECTION = re.compile(r"(When|Transaction|Returns|Since): ")
MARK = "guanxi_spec"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "hooks"
EXAMPLE = "A plugin in one file; `tests/plugins/test_examples.py` runs it."
INSIDE = "10 seconds: the transaction waits for it. A process in which it hangs longer is ended."
OUTSIDE = "30 seconds. A process in which it hangs longer is ended."


def pages() -> Mapping[str, Callable[[], str]]:
    """What makes the index and the page of each hook, by path below docs/reference."""
    chapters = {f"hooks/{name}.md": partial(chapter, spec) for name, spec in specs().items()}
    return {"hooks.md": index, **chapters}


def index() -> str:
    """The list of all hooks."""
    rows = [
        (f"[`{name}`](hooks/{name}.md)", _parts(spec)["First"], _parts(spec)["When"])
        for name, spec in specs().items()
    ]
    return head("Hooks", *INTRODUCTION) + "\n" + table(("hook", "what for", "when"), rows)


def specs() -> Mapping[str, Callable[..., Any]]:
    """Every hook by its name, in the order of declaration."""
    functions = inspect.getmembers(hookspecs, inspect.isfunction)
    found = {name: function for name, function in functions if hasattr(function, MARK)}
    return dict(sorted(found.items(), key=lambda item: inspect.getsourcelines(item[1])[1]))


def chapter(spec: Callable[..., Any]) -> str:
    """The page of one hook."""
    name, parts = spec.__name__, _parts(spec)
    inside = parts["Transaction"].startswith("Inside")
    rows = [
        *((title.lower(), parts[title]) for title in ("When", "Transaction", "Returns")),
        ("time", INSIDE if inside else OUTSIDE),
        ("since", parts["Since"]),
    ]
    signature = f"```python\ndef {name}{inspect.signature(spec, eval_str=False)}\n```".replace("'", "")
    example = example_of(name).read_text(encoding="utf-8").rstrip()
    told = f"## Example\n\n{EXAMPLE}\n\n```python\n{example}\n```\n"
    return "\n".join([head(name, parts["First"], signature), table(("", ""), rows), told])


def example_of(name: str) -> Path:
    """The example of a hook; `settings` and `jobs` are no names for a plugin, since they are commands."""
    suffix = "_hook" if name in RESERVED else ""
    return EXAMPLES / f"{name}{suffix}.py"


def _parts(spec: Callable[..., Any]) -> dict[str, str]:
    """The sections of a docstring by title; the sentence before them is `First`."""
    first, _blank, rest = inspect.cleandoc(spec.__doc__ or "").partition("\n\n")
    _before, *parts = SECTION.split(" ".join(rest.split()))
    return {"First": first, **dict(zip(parts[::2], map(_sentence, parts[1::2]), strict=True))}


def _sentence(text: str) -> str:
    words = text.strip().removesuffix(".")
    return f"{words[:1].upper()}{words[1:]}."
