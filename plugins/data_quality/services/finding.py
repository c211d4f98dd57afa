"""All likely duplicates among many customers: blocks of those that share something, compared inside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from plugins.data_quality.services.keys import name_keys, sure_keys
from plugins.data_quality.services.likeness import SIMILAR, Profile, likeness

LARGEST_BLOCK = 250
"""What more customers than this have in common says nothing, and would take the square of it to compare."""
RAREST = 3
"""By how many of the rarest parts of a name it is looked for."""

Pair = tuple[int, int]
Found = dict[Pair, tuple[int, list[str]]]


def find(profiles: Sequence[Profile], least: int) -> Found:
    """Pairs of customers (the lower id first) that are at least so alike, with the reasons."""
    by_id = {profile.id: profile for profile in profiles}
    found: Found = {}
    for pair in _candidates(profiles):
        score, reasons = likeness(by_id[pair[0]], by_id[pair[1]])
        if score >= least:
            found[pair] = (score, reasons)
    return found


def _candidates(profiles: Sequence[Profile]) -> set[Pair]:
    found: set[Pair] = set()
    for block in _sure_blocks(profiles):
        found.update((min(a, b), max(a, b)) for a, b in combinations(block, 2))
    return found | _similar(profiles)


def _sure_blocks(profiles: Sequence[Profile]) -> Iterator[list[int]]:
    """Customers with the same number, address or name."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for profile in profiles:
        for key in sure_keys(profile):
            blocks[key].append(profile.id)
    yield from (block for block in blocks.values() if 1 < len(block) <= LARGEST_BLOCK)


def _similar(profiles: Sequence[Profile]) -> set[Pair]:
    """Pairs whose names are nearly the same, of companies: persons need more than that anyway."""
    companies = [profile for profile in profiles if profile.kind != "person" and len(profile.name) > 2]
    keys = [sorted(name_keys(profile)) for profile in companies]
    often = Counter(key for found in keys for key in found)
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(keys):
        rare = sorted((often[key], key) for key in found if 1 < often[key] <= LARGEST_BLOCK)
        for _count, key in rare[:RAREST]:
            blocks[key].append(index)
    # Lists of the same members are compared once.
    distinct = {tuple(block) for block in blocks.values() if len(block) > 1}
    return {pair for block in distinct for pair in _alike([companies[index] for index in block])}


def _alike(block: Sequence[Profile]) -> Iterable[Pair]:
    """Pairs in one block whose names are similar."""
    names = [profile.name for profile in block]
    for place, name in enumerate(names):
        rest = names[place + 1 :]
        for _name, _likeness, index in extract(
            name, rest, scorer=Indel.normalized_similarity, score_cutoff=SIMILAR / 100, limit=None
        ):
            one, other = block[place].id, block[place + 1 + index].id
            yield (min(one, other), max(one, other))
