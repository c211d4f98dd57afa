"""Keys by which a customer's likely duplicates are found at once, in a table with an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import delete, func, insert, select

from core.plugin_api import Work, chunks
from plugins.data_quality.models import MatchKey
from plugins.data_quality.services.likeness import Profile
from plugins.data_quality.services.names import parts

LONGEST = 80
MOST_CANDIDATES = 400
"""Customers with one key in common beyond which the key says nothing: a switchboard, a common word."""


def sure_keys(profile: Profile) -> Iterator[str]:
    """Numbers, addresses, and names as a whole."""
    yield from (f"p:{number}" for number in profile.phones)
    yield from (f"e:{address}"[:LONGEST] for address in profile.emails)
    if profile.tax_id:
        yield f"t:{profile.tax_id}"[:LONGEST]
    for name in {profile.name, profile.legal_name} - {""}:
        yield f"n:{name.replace(' ', '')}"[:LONGEST]


def name_keys(profile: Profile) -> set[str]:
    """Parts of the names."""
    return {f"x:{part}" for name in {profile.name, profile.legal_name} for part in parts(name)}


def keys_of(profile: Profile) -> list[str]:
    """All keys of a customer."""
    return sorted({*sure_keys(profile), *name_keys(profile)})


def write(work: Work, profiles: Sequence[Profile], *, new: bool = False) -> None:
    """Keep the keys of these customers up to date; those of new ones are not there yet."""
    if not new:
        forget(work, [profile.id for profile in profiles])
    rows = [{"customer_id": profile.id, "key": key} for profile in profiles for key in keys_of(profile)]
    for part in chunks(rows, 5_000):
        work.session.execute(insert(MatchKey), part)


def forget(work: Work, ids: Sequence[int]) -> None:
    """The keys of customers who are gone, or change."""
    for part in chunks(ids):
        gone = delete(MatchKey).where(MatchKey.customer_id.in_(part))
        work.session.execute(gone.execution_options(synchronize_session=False))


def candidates(work: Work, profile: Profile) -> list[int]:
    """Customers that may be the same; keys that too many have are passed over."""
    sure, parts_of_name = set(sure_keys(profile)), name_keys(profile)
    telling = _telling(work, sure | parts_of_name)
    holders = select(MatchKey.customer_id, MatchKey.key).where(MatchKey.key.in_(telling))
    found: set[int] = set()
    shared: Counter[int] = Counter()
    for id, key in work.session.execute(holders) if telling else ():
        if key in sure:
            found.add(id)
        else:
            shared[id] += 1
    least = min(2, len(parts_of_name))
    found |= {id for id, count in shared.items() if count >= least}
    return sorted(found - {profile.id})[: 2 * MOST_CANDIDATES]


def _telling(work: Work, keys: Collection[str]) -> list[str]:
    """Those of the keys that somebody has, and not too many."""
    if not keys:
        return []
    few = select(MatchKey.key).where(MatchKey.key.in_(sorted(keys))).group_by(MatchKey.key)
    return list(work.session.scalars(few.having(func.count() <= MOST_CANDIDATES)))
