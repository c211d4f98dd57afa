"""How alike two customers are, and why: 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.fuzz import ratio, token_sort_ratio

from plugins.data_quality.services.names import is_chinese

SAME_NAME, SIMILAR, SOMEWHAT = 100.0, 88.0, 65.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a customer is compared; telephones and addresses normalised, `name` without legal forms."""

    id: int
    kind: str
    name: str
    legal_name: str
    phones: frozenset[str]
    emails: frozenset[str]
    tax_id: str
    country: str
    city: str
    birthday: str


def likeness(one: Profile, other: Profile) -> tuple[int, list[str]]:
    """The likeness and its reasons."""
    return weigh(one, other, name_likeness(one, other))


def name_likeness(one: Profile, other: Profile) -> float:
    """How alike the names are, the usual or the legal ones: 0 to 100."""
    pairs = {(a, b) for a in (one.name, one.legal_name) for b in (other.name, other.legal_name) if a and b}
    return max((_compared(a, b) for a, b in pairs), default=0.0)


def _compared(a: str, b: str) -> float:
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return SAME_NAME
    if is_chinese(a) or is_chinese(b):
        return ratio(a, b)
    return token_sort_ratio(a, b)


def weigh(one: Profile, other: Profile, names: float) -> tuple[int, list[str]]:
    """The likeness of two customers whose names are so alike."""
    shared = {
        "tax_id": bool(one.tax_id and one.tax_id == other.tax_id),
        "phone": bool(one.phones & other.phones),
        "email": bool(one.emails & other.emails),
        "name": names >= SAME_NAME,
        "similar": SIMILAR <= names < SAME_NAME,
        "place": bool(one.city and one.city == other.city and one.country == other.country),
    }
    related = names >= SOMEWHAT or _is_part(one, other)
    score = max(_by_numbers(shared, related=related), _by_name(one, other, shared, names))
    return max(0, min(100, round(score - _against(one, other)))), [
        why for why, is_so in shared.items() if is_so
    ]


def _is_part(one: Profile, other: Profile) -> bool:
    """Whether all of one name is in the other, as that of a branch is."""
    a, b = sorted((one.name, other.name), key=len)
    return bool(a) and (a in b or (not is_chinese(b) and set(a.split()) <= set(b.split())))


def _by_numbers(shared: dict[str, bool], *, related: bool) -> float:
    """What a shared number or address says; with a name that is somewhat alike it says nearly everything."""
    best = max(90.0 * shared["tax_id"], 68.0 * shared["phone"], 70.0 * shared["email"])
    if best and shared["phone"] and shared["email"]:
        best = max(best, 85.0)
    return min(99.0, best + 25.0) if best and related else best


def _by_name(one: Profile, other: Profile, shared: dict[str, bool], names: float) -> float:
    """What the name alone says: much of a company, little of a person, whose names many share."""
    if one.kind == "person" or other.kind == "person":
        born = bool(one.birthday and one.birthday == other.birthday)
        return (85.0 if born else 50.0) * (names >= SAME_NAME) + 10.0 * shared["place"]
    if names < SIMILAR:
        return 0.0
    base = 85.0 if names >= SAME_NAME else names - 10.0
    return base + 8.0 * shared["place"]


def _against(one: Profile, other: Profile) -> float:
    """What speaks against it: numbers of taxes, birthdays, kinds, countries that differ."""
    found = 0.0
    for a, b, points in (
        (one.tax_id, other.tax_id, 30.0),
        (one.birthday, other.birthday, 40.0),
        (one.kind, other.kind, 20.0),
        (one.country, other.country, 15.0),
    ):
        found += points if a and b and a != b else 0.0
    return found
