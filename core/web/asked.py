"""The filter that the address of a list says, in whatever form the list is shown."""

from __future__ import annotations

from typing import Any

from core.contracts.pages import Parameters
from core.services.filters import read_tree, short_form

FILTER = "filter["


def tree_of(query: Parameters) -> Any:
    """The filter of an address: its tree `where` and its short form `filter[city]=Ulm`; None without any."""
    short = short_form([pair for pair in query.pairs if pair[0].startswith(FILTER) and pair[1]])
    text = query.get("where", "").strip()
    tree = read_tree(text) if text else None
    both = tree is not None and short is not None
    return {"and": [tree, short]} if both else short if tree is None else tree
