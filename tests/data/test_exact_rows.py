"""Rows as lines and back: every value as it was, in the order of what points at what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from core.data.engine import Database
from core.data.exact_rows import Shape, lines, shapes_of, values_of
from core.data.owners import Owner
from core.data.restoring_rows import Stage, last_ids, set_last_ids

SHOP = Owner("shop", Path("nowhere"))
LINE = "CREATE TABLE shop_a_line (id INTEGER PRIMARY KEY, tree_id INTEGER REFERENCES shop_tree (id))"
TREE = "CREATE TABLE shop_tree (id {id}, parent_id INTEGER REFERENCES shop_tree (id), word TEXT)"
IDENTITY = {
    "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "postgresql": "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.migrating() as connection:
        connection.execute(text(TREE.format(id=IDENTITY[database.kind])))
        connection.execute(text(LINE))
        yield connection


def read(connection: Connection, shape: Shape) -> list[list[Any]]:
    return [values_of(line) for line in lines(connection, shape.select())]


def load(connection: Connection, shape: Shape, rows: list[list[Any]]) -> list[str]:
    stage = Stage(connection, shape, shape.columns)
    stage.fill(map(tuple, rows))
    left_out = [f"{each.table} {each.row['id']}: {each.missing}" for each in stage.take_orphans()]
    stage.move()
    return left_out


def test_tables_follow_what_they_point_at(connection: Connection) -> None:
    assert [shape.name for shape in shapes_of(connection, SHOP)] == ["shop_tree", "shop_a_line"]


def test_rows_may_point_at_later_ones_of_their_own_table(connection: Connection) -> None:
    tree, _line = shapes_of(connection, SHOP)
    rows: list[list[Any]] = [[1, 3, 'say "你好"\n\x01'], [2, None, None], [3, 1, ""]]
    assert load(connection, tree, rows) == []
    assert read(connection, tree) == rows


def test_rows_that_point_nowhere_are_left_out_with_those_that_point_at_them(connection: Connection) -> None:
    tree, line = shapes_of(connection, SHOP)
    gone = "parent_id -> shop_tree"
    rows: list[list[Any]] = [[1, None, "root"], [2, 9, "lost"], [3, 2, "its child"], [4, 3, "and its"]]
    assert load(connection, tree, rows) == [f"shop_tree {id}: {gone}" for id in (2, 3, 4)]
    assert load(connection, line, [[1, 1], [2, 4], [3, None]]) == ["shop_a_line 2: tree_id -> shop_tree"]
    assert read(connection, line) == [[1, 1], [3, None]]


def test_sequences_go_on_behind_the_last_number(connection: Connection) -> None:
    tree, _line = shapes_of(connection, SHOP)
    load(connection, tree, [[1, None, None]])
    set_last_ids(connection, tree, {"id": 41})
    assert last_ids(connection, tree) == {"id": 41}
    connection.execute(text("INSERT INTO shop_tree (word) VALUES ('next')"))
    assert read(connection, tree)[-1] == [42, None, "next"]


ODD = {
    "sqlite": "id INTEGER PRIMARY KEY, a BLOB, b REAL, c NUMERIC, d, e DATETIME",
    "postgresql": "id BIGINT PRIMARY KEY, a BYTEA, b FLOAT8, c NUMERIC, d JSONB, e TIMESTAMPTZ",
}
VALUES = {
    "sqlite": "(1, x'00ff', 0.1, 12345678901234567890.5, '{}', 'no moment'), (2, NULL, 9e999, 7, x'', NULL)",
    "postgresql": r"""(1, '\x00ff', 0.1, 12345678901234567890.123456789, '{"a": [1]}', 'infinity'),
        (2, NULL, 'NaN', 'NaN', 'null', '0044-03-15 12:00:00.123456+00 BC')""",
}


def test_values_of_all_kinds_are_as_they_were(connection: Connection) -> None:
    kind = connection.dialect.name
    connection.execute(text(f"CREATE TABLE shop_odd ({ODD[kind]})"))
    connection.execute(text(f"INSERT INTO shop_odd VALUES {VALUES[kind]}"))
    everything = "SELECT " + ", ".join(
        f"{name}, {'typeof' if kind == 'sqlite' else 'pg_typeof'}({name})" for name in "abcd"
    )
    everything = f"{everything}, CAST(e AS TEXT) FROM shop_odd ORDER BY id"
    before = repr(connection.execute(text(everything)).all())
    shape = next(each for each in shapes_of(connection, SHOP) if each.name == "shop_odd")
    rows = read(connection, shape)
    connection.execute(text("DELETE FROM shop_odd"))
    load(connection, shape, rows)
    assert repr(connection.execute(text(everything)).all()) == before


@pytest.mark.parametrize(
    "line", [b"{}", b'[{"bytes": 1}]', b"[[1]]", b'[{"odd": ""}]', b'[{"bytes":"?"}]', b"["]
)
def test_lines_that_nobody_wrote_are_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        values_of(line)
