"""docs/reference/conformance.md: the rules of plugins, from the docstrings of the functions that try them."""

from __future__ import annotations

from core.testing.conformance import ROUNDS, rule_name
from tools.reference.markdown import code, head, table

INTRODUCTION = (
    "`guanxi plugin check NAME` tries these rules on a plugin: a folder, an installed package or a\n"
    "single file. It prints one line for each finding: the rule, the place, what is wrong, what to do.\n"
    "It ends with 0 if all are kept and with 5 if not; `--json` is for programs, `--target 2.0` asks\n"
    "about another version of the plugin API.",
    "The rules are tried in rounds. After a finding in a round that is marked *first*, later rounds are\n"
    "not tried: they need what that round asks for. The last rounds make an installation with an empty\n"
    "database in a temporary folder; yours is not touched. The code of the plugin is run as it is:\n"
    "check only what you trust.",
)


def page() -> str:
    """The page."""
    rows = [
        (str(number), code(rule_name(rule)), f"{'*first* ' if part.gate else ''}{_text(rule.__doc__)}")
        for number, part in enumerate(ROUNDS, 1)
        for rule in part.rules
    ]
    return f"{head('Rules of plugins', *INTRODUCTION)}\n{table(('round', 'rule', 'what it asks for'), rows)}"


def _text(docstring: str | None) -> str:
    return " ".join((docstring or "").split())
