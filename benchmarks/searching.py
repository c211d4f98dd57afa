"""`python -m benchmarks.searching`: the search of a million names, beside LIKE on the same names.

Every query must find exactly what LIKE finds; then it is timed, as an id list and as a list sorted by name.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select

from benchmarks import report
from benchmarks.__main__ import HOME, arguments, databases
from benchmarks.bare import Bare, connect
from benchmarks.dataset import BATCH, FAMILY, MADE_AT, SEED, load
from core.app import build
from core.config import Settings
from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import Customer, SearchEntry
from core.formats.texts import sort_key
from core.formats.tokens import public_tokens
from core.services.lists import Query, list_records
from core.services.search import matching_ids
from core.services.work import App

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志新海波宁晨宇浩然子涵梓轩雨欣佳怡思远"
    "晓东春梅冬雪金凤银花天龙云飞鹏程万里长江山河永康乐安福寿喜庆祥瑞光辉荣耀成功立业家兴邦民生德才智仁义礼信"
)
WORDS = (*filter(str.isascii, FAMILY), "Electric", "Motors", "Foods", "Marine", "Optics")
QUERIES = 60
LATIN = ("garcia", "marin", "fischer opt", "hughes foods")


def names(rows: int) -> Iterator[str]:
    """Chinese names of two and three characters, and every fifth one of a Latin company."""
    chance = random.Random(SEED)
    for number in range(rows):
        if number % 5 == 0:
            yield f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
        else:
            given = "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
            yield chance.choice(SURNAMES) + given


def prepare(app: App, rows: int) -> None:
    """Migrate, and fill an empty database with customers of these names and their search entries."""
    upgrade(app.database, [CORE])
    with app.database.reading() as connection:
        if connection.execute(select(func.count()).select_from(Customer.__table__)).scalar_one() >= rows:
            return
    batch: list[dict[str, Any]] = []
    for number, name in enumerate(names(rows), 1):
        batch.append(_customer(number, name))
        if len(batch) == BATCH or number == rows:
            with app.database.writing() as connection:
                load(connection, Customer, batch)
                load(connection, SearchEntry, [_entry(row) for row in batch])
            batch = []
    with app.database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _customer(number: int, name: str) -> dict[str, Any]:
    fixed = {
        "version": 1,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "kind": "company",
        "do_not_contact": False,
    }
    return {"id": number, "number": f"K{number:07}", "name": name, "name_key": sort_key(name), **fixed}


def _entry(customer: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource": "customers",
        "record_id": customer["id"],
        "customer_id": customer["id"],
        "token_group": "public",
        "tokens": " ".join(public_tokens(customer["name"])),
    }


def queries(rows: int) -> list[str]:
    """Pairs of characters: most of them of names, some of nobody."""
    chance = random.Random(SEED + 1)
    known = [name for name in names(min(rows, 100_000)) if not name.isascii()]
    pairs = [
        name[start : start + 2] for name in chance.sample(known, QUERIES) for start in (0, len(name) - 2)
    ]
    return [*dict.fromkeys(pairs), "王王", "河王", *LATIN]


def ids(app: App, text: str, limit: int | None = None) -> list[int]:
    """The ids that are found."""
    with app.reading(app.system("bench")) as work:
        found = matching_ids(work, work.registry.type_of("customers"), text)
        return list(work.session.scalars(found.limit(limit) if limit else found))


def by_hand(bare: Bare, text: str) -> list[int]:
    """The same by LIKE: within Chinese names, at the beginnings of Latin words."""
    condition = " AND ".join(
        ["' ' || lower(name) LIKE ?" if text.isascii() else "name LIKE ?"] * len(text.split())
    )
    marks = [f"% {word}%" if text.isascii() else f"%{word}%" for word in text.split()]
    return [row[0] for row in bare.rows(f"SELECT id FROM core_customer WHERE {condition}", marks)]  # noqa: S608


def timed(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, each call once after a first that does not count."""
    taken = []
    for call in calls:
        call()
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18]


def measure(app: App, bare: Bare, rows: int) -> list[str]:
    """The lines of the table; raises AssertionError where the search and LIKE differ."""
    asked = queries(rows)
    hits = 0
    for text in asked:
        found, wanted = sorted(ids(app, text)), sorted(by_hand(bare, text))
        assert found == wanted, (text, len(found), len(wanted))  # noqa: S101
        hits += len(found)
    chinese = [text for text in asked if not text.isascii()]
    ways: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "first 50 of two characters": (lambda text: ids(app, text, 50), chinese),
        "page of 50, sorted by name": (partial(_page, app), chinese),
        "page of 50 of Latin words": (partial(_page, app), LATIN),
        "LIKE by hand": (partial(by_hand, bare), chinese[:10]),
    }
    figures = {case: timed([partial(way, text) for text in texts]) for case, (way, texts) in ways.items()}
    lines = [f"| {case} | {middle:.2f} ms | {most:.2f} ms |" for case, (middle, most) in figures.items()]
    return [f"{len(asked)} queries, {hits:,} hits, each the same as by LIKE.\n", *HEAD, *lines, ""]


def _page(app: App, text: str) -> object:
    with app.reading(app.system("bench")) as work:
        return list_records(
            work, "customers", Query(q=text, sort="name", fields=("id", "name"), count="none")
        )


HEAD = ("| case | p50 | p95 |", "| --- | ---: | ---: |")


def main() -> None:
    """Measure and report."""
    options = arguments()
    parts = [f"{options.rows:,} names.\n"]
    for kind in ("sqlite", "postgresql") if options.db == "both" else (options.db,):
        home = HOME / f"search-{kind}-{options.rows}"
        home.mkdir(parents=True, exist_ok=True)
        with databases(kind, home) as url:
            app = build(Settings(home=home, database_url=url))
            prepare(app, options.rows)
            bare = connect(app.database.url)
            parts += [f"### {kind}\n", *measure(app, bare, options.rows)]
            bare.close()
            app.close()
    print("\n".join(parts))
    if options.write:
        report.write("\n".join(parts), "search")


if __name__ == "__main__":
    main()
