"""Tables that are filled are as they were before, and fingerprints tell rows apart."""

import pytest

from core.data.copying import Fingerprint, canonical_form, made_by_sqlite, without_foreign_keys
from core.data.engine import Database
from core.data.exact_rows import Shape
from core.data.schema import read_schema

EMPTY: frozenset[str] = frozenset()


def test_foreign_keys_come_back_as_they_were(database: Database) -> None:
    with database.migrating() as connection:
        before = read_schema(connection)
        with without_foreign_keys(connection):
            assert (read_schema(connection) == before) is (database.kind == "sqlite")
        assert read_schema(connection) == before
        assert ("core_search_fts" in made_by_sqlite(connection)) is (database.kind == "sqlite")


def shape(**kinds: frozenset[str]) -> Shape:
    return Shape("x", ("a",), (), (), **{"as_text": EMPTY, "truths": EMPTY, "moments": EMPTY, **kinds})


SAME = {
    "moments": ("2026-11-22 08:00:00.000000", "2026-11-22 09:00:00+01", "2026-11-22 08:00:00+00"),
    "truths": (1, True),
    "numbers": (0.5, "0.5", "0.500", "5e-1"),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_value_of_either_database_is_the_same(kind: str) -> None:
    canonical = canonical_form(shape(**{kind: frozenset({"a"})}), ("a",))
    assert len({canonical((value,)) for value in SAME[kind]}) == 1
    for odd in ("NaN", "no such thing", None):
        assert canonical((odd,)) == (odd,)


def test_a_fingerprint_depends_on_all_rows_and_on_no_order() -> None:
    rows = [(1, "a"), (2, "b"), (2, "b")]
    found = []
    for order in (rows, rows[::-1], rows[:2], [(1, "b"), (2, "a"), (2, "b")]):
        one = Fingerprint()
        for row in order:
            one.add(row)
        found.append(one)
    assert found[0] == found[1]
    assert found[0] not in found[2:]
