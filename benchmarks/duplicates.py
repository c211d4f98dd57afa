"""`python -m benchmarks.duplicates`: likely duplicates among 100,000 customers, of which 5 % are there twice.

The names are made of words as firms use them, Chinese and Latin; the doubles have another legal form, script
or order of words, or a typing error, and half of them the same telephone number. Says how long it takes and
how many are found.
"""

from __future__ import annotations

import argparse
import random
import time
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.__main__ import HOME, databases
from benchmarks.dataset import MADE_AT, load
from core.app import build
from core.config import Settings
from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.data.models import Customer
from core.formats.texts import sort_key
from core.services.jobs.claiming import Claims
from core.services.jobs.run import JobRun
from core.services.work import App
from plugins.data_quality import plugin
from plugins.data_quality.services.beginning import EXAMINE
from plugins.data_quality.services.finding import find
from plugins.data_quality.services.finding_all import read_everybody
from plugins.data_quality.services.pairs import keep

SEED, DOUBLES, LEAST = 8, 20, 75
"""Every twentieth customer is there twice."""
SYLLABLES = [first + second for first in "bdfghklmnrst" for second in "aeiou"]
HAN = "东西南北华中天地海山江河金银铁木水火光明德信诚和平安康泰兴隆昌盛福利源丰宝龙凤云星月日春秋夏冬新"
TRADES = ("Motors", "Foods", "Trading", "Logistics", "Electric", "Software", "Medical", "Textiles")
CHINESE_TRADES = ("贸易", "电子", "科技", "食品", "物流", "机械", "医药", "建筑")
FORMS, CHINESE_FORMS = ("GmbH", "Ltd", "Inc.", "S.A.", "AG", "LLC"), ("有限公司", "股份有限公司", "集团")
PLACES = (("Berlin", "DE"), ("London", "GB"), ("Austin", "US"), ("Lyon", "FR"))
CHINESE_PLACES = ("北京", "上海", "成都", "深圳", "杭州")


def customers(count: int) -> tuple[list[dict[str, Any]], set[tuple[int, int]]]:
    """The rows, and which of them are the same."""
    chance = random.Random(SEED)
    rows: list[dict[str, Any]] = []
    same: set[tuple[int, int]] = set()
    while len(rows) < count:
        row = _chinese(chance) if chance.random() < 0.4 else _latin(chance)
        rows.append({**row, "phone": f"+49301{chance.randrange(10**7):07}", "id": len(rows) + 1})
        if len(rows) % DOUBLES == 0:
            rows.append({**_double(chance, rows[-1]), "id": len(rows) + 1})
            same.add((len(rows) - 1, len(rows)))
    return [_complete(row) for row in rows[:count]], {pair for pair in same if pair[1] <= count}


def _latin(chance: random.Random) -> dict[str, Any]:
    word = "".join(chance.choice(SYLLABLES) for _ in range(4)).title()
    city, country = chance.choice(PLACES)
    name = f"{word} {chance.choice(TRADES)} {chance.choice(FORMS)}"
    return {"name": name, "city": city, "country": country}


def _chinese(chance: random.Random) -> dict[str, Any]:
    word, place = "".join(chance.choice(HAN) for _ in range(3)), chance.choice(CHINESE_PLACES)
    name = f"{place}{word}{chance.choice(CHINESE_TRADES)}{chance.choice(CHINESE_FORMS)}"
    return {"name": name, "city": place, "country": "CN"}


def _double(chance: random.Random, row: dict[str, Any]) -> dict[str, Any]:
    name, way = row["name"], chance.randrange(3)
    if name.isascii():
        word, trade, _form = name.split()
        place = chance.randrange(1, len(word) - 1)
        typing_error = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        other = (f"{trade} {word}", f"{typing_error} {trade} GmbH", f"{word} {trade} Holding")[way]
    else:
        other = (name.replace("有限公司", ""), name.replace("华", "華").replace("东", "東"), f"{name}分公司")[
            way
        ]
    phone = row["phone"] if chance.random() < 0.5 else None
    return {**row, "name": other, "phone": phone}


def _complete(row: dict[str, Any]) -> dict[str, Any]:
    fixed = {
        "version": 1,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "kind": "company",
        "do_not_contact": False,
    }
    return {**row, **fixed, "number": f"K{row['id']:07}", "name_key": sort_key(row["name"])}


def prepare(app: App, rows: list[dict[str, Any]]) -> None:
    """The tables, and the customers in them."""
    migrations = plugin.__file__.rpartition("/")[0] if plugin.__file__ else ""
    upgrade(app.database, [CORE, Owner("data_quality", HOME.__class__(migrations) / "migrations")])
    for start in range(0, len(rows), 20_000):
        with app.database.writing() as connection:
            load(connection, Customer, rows[start : start + 20_000])


def measure(app: App, same: set[tuple[int, int]]) -> list[str]:
    """Read everybody, find, keep; what was found of what is there."""
    begun = time.perf_counter()
    with app.reading(app.system("bench")) as work:
        everybody = read_everybody(work)
    read = time.perf_counter()
    found = find(everybody, LEAST)
    compared = time.perf_counter()
    keep(a_run(app), found)
    kept = time.perf_counter()
    hits = len(same & found.keys())
    return [
        f"| read | {read - begun:.1f} s |",
        f"| compare | {compared - read:.1f} s |",
        f"| keep {len(found):,} pairs | {kept - compared:.1f} s |",
        f"| all | {kept - begun:.1f} s |",
        f"\n{hits:,} of {len(same):,} doubles found.\n",
    ]


def a_run(app: App) -> JobRun:
    """An attempt at the nightly job, as a worker would make it."""
    with app.work(app.system("bench")) as work:
        work.enqueue(EXAMINE)
    with app.database.writing() as connection:
        claimed = Claims(app.registry.jobs).claim(connection, app.clock(), None)
    assert claimed is not None  # noqa: S101  # for the type checker
    return JobRun(app, claimed)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    rows, same = customers(options.rows)
    print(f"{len(rows):,} customers.\n")
    HOME.mkdir(parents=True, exist_ok=True)
    for kind in ("sqlite", "postgresql") if options.db == "both" else (options.db,):
        with TemporaryDirectory(dir=HOME) as folder:
            home = HOME.__class__(folder)
            with databases(kind, home) as url:
                app = build(Settings(home=home, database_url=url), {"data_quality": plugin})
                prepare(app, rows)
                print("\n".join([f"### {kind}\n", "| step | time |", "| --- | ---: |", *measure(app, same)]))
                app.close()


if __name__ == "__main__":
    main()
