"""`python -m benchmarks.pages`: pages over HTTP, 10 users at once, 1,000,000 customers, 5,000,000 activities.

Two processes serve as they do in use; each user asks for one page after another in a session of his own. The
list is measured beside the same rows from a plain Django application (benchmarks/plain_django.py: its ORM,
its template, no rights, no menus) and from the bare parts of our own stack (benchmarks/plain_stack.py), one
process each; rounds alternate, and the ratios count.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from benchmarks.__main__ import HOME, databases
from benchmarks.dataset import BATCH, MADE_AT, SEED, load, prepare
from core.app import build
from core.config import Settings
from core.data.models import Activity, Customer, User, UserSession
from core.services import records
from core.services.authentication import hash_token
from core.services.work import App

ACTIVITIES_EACH, MANY = 5, 2_000
USERS, ROUNDS = 10, 3
WORDS = ("王", "an", "berg", "wat", "电力", "gar", "12", "fis opt", "li", "张")
SUBJECTS = ("Call about the offer", "Visit", "Meeting on prices", "电话回访", "Send the contract")


@dataclass(frozen=True)
class Case:
    """Addresses that users ask for in turn, all with the rights of one of them, `pause` seconds apart."""

    name: str
    login: str
    addresses: Sequence[str]
    pause: float = 0.0


def cases(app: App) -> Iterator[Case]:
    """What is measured."""
    yield from (Case("list, first page", login, ["/customers"]) for login in ("seller1", "manager", "admin"))
    yield Case("list, filtered and sorted", "manager", ["/customers?filter[city]=Berlin&sort=-updated_at"])
    yield Case(f"record with {MANY:,} activities", "admin", ["/customers/1"])
    yield Case("record", "seller1", [f"/customers/{id}" for id in _own(app, "seller1")])
    yield Case("palette, one key", "seller1", [f"/palette?q={quote(word)}" for word in WORDS])
    yield Case("palette, one key", "admin", [f"/palette?q={quote(word)}" for word in WORDS])
    yield Case("palette, five keys a second", "seller1", [f"/palette?q={quote(w)}" for w in WORDS], 0.2)


def _own(app: App, login: str) -> list[int]:
    with app.reading(app.system()) as work:
        user = work.session.scalar(select(User.id).where(User.login == login))
        return list(work.session.scalars(select(Customer.id).where(Customer.owner_id == user).limit(50)))


def add_activities(app: App, customers: int) -> None:
    """Five activities for each customer, 2,000 for the first; what is there is left."""
    with app.database.reading() as connection:
        if connection.scalar(select(func.max(Activity.__table__.c.id))):
            return
    with app.reading(app.system()) as work:
        found = work.session.execute(select(Customer.id, Customer.owner_id))
        owners: dict[int, int | None] = {row[0]: row[1] for row in found}
    chance, id = random.Random(SEED), 0
    rows: list[dict[str, Any]] = []
    for customer in range(1, customers + 1):
        for _ in range(MANY if customer == 1 else ACTIVITIES_EACH):
            id += 1
            rows.append(_activity(chance, id, customer, owners[customer]))
        if len(rows) >= BATCH:
            _write(app, rows)
    _write(app, rows)
    with app.database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _activity(chance: random.Random, id: int, customer: int, owner: int | None) -> dict[str, Any]:
    at = MADE_AT + timedelta(minutes=chance.randrange(500_000))
    is_done = chance.random() < 0.8
    return {
        "id": id,
        "version": 1,
        "created_at": at,
        "updated_at": at,
        "resource": None,
        "record_id": None,
        "customer_id": customer,
        "type": chance.choice(("call", "meeting", "task", "note")),
        "owner_id": owner,
        "subject": chance.choice(SUBJECTS),
        "status": "done" if is_done else "planned",
        "happens_at": at,
        "done_at": at if is_done else None,
        "due_at": None if is_done else at,
    }


def _write(app: App, rows: list[dict[str, Any]]) -> None:
    with app.database.writing() as connection:
        load(connection, Activity, rows)
    rows.clear()


def sign_in(app: App, login: str) -> str:
    """The secret of a session."""
    with app.work(app.system()) as work:
        user = work.session.scalar(select(User.id).where(User.login == login))
        if user is None:
            role = records.create(work, "roles", [{"name": login, "title": login, "grants": ADMINISTRATOR}])
            (user,) = records.create(
                work, "users", [{"login": login, "name": login, "roles": [{"role": role[0]}]}]
            )
    secret, now = f"{login} {time.monotonic()}".replace(" ", "-"), app.clock()
    row = {"hash": hash_token(secret), "user_id": user, "unit_id": None, "browser": "", "address": ""}
    moments = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
    with app.database.writing() as connection:
        load(connection, UserSession, [{**row, **moments}])
    return secret


ADMINISTRATOR = [{"permission": "*", "reach": "all"}]


@contextmanager
def serving(command: Sequence[str], environment: dict[str, str], path: str) -> Iterator[int]:
    """A server that answers `path`, on a free port; {port} stands for it in the command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.replace("{port}", str(port)) for word in command]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env=environment, **quiet) as server:
        try:
            _wait(port, path)
            yield port
        finally:
            server.terminate()


def _wait(port: int, path: str) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


def ask(
    port: int, addresses: Sequence[str], secret: str, count: int, pause: float = 0.0
) -> tuple[list[float], int, int]:
    """Milliseconds of each answer of one user, and the size of the last one, packed and plain."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": f"guanxi_session={secret}", "Accept-Encoding": "gzip"}
    times, body = [], b""
    for turn in range(count):
        time.sleep(pause)
        begun = time.perf_counter()
        connection.request("GET", addresses[turn % len(addresses)], headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - begun) * 1e3)
        if answer.status != 200:
            raise RuntimeError(f"{addresses[turn % len(addresses)]}: {answer.status}")
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return times, len(body), len(plain)


def crowd(
    port: int, addresses: Sequence[str], secret: str, count: int, pause: float = 0.0
) -> tuple[list[float], float, int]:
    """All answers to ten users at once, how many a second, and the size of one when packed."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(USERS) as pool:
        found = list(pool.map(lambda _user: ask(port, addresses, secret, count, pause), range(USERS)))
    seconds = time.perf_counter() - begun
    times = [each for times, _packed, _plain in found for each in times]
    return times, len(times) / seconds, found[0][1]


def surroundings(app: App, home: Path) -> dict[str, str]:
    """The environment of the servers."""
    ours = {"GUANXI_HOME": str(home.absolute()), "GUANXI_DATABASE_URL": app.settings.database_url}
    return {**os.environ, **ours, "PLAIN_DATABASE": str(app.database.path or "")}


def measure(app: App, home: Path, count: int) -> Iterator[str]:
    """One line for each case."""
    environment = surroundings(app, home)
    command = [sys.executable, "cli.py", "serve", "--port", "{port}", "--workers", "2"]
    with serving(command, environment, "/sign-in") as port:
        for case in cases(app):
            secret = sign_in(app, case.login)
            crowd(port, case.addresses, secret, 3)
            times, rate, size = crowd(port, case.addresses, secret, count, case.pause)
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            one = statistics.median(ask(port, case.addresses, secret, count)[0])
            times_said = " | ".join(f"{each:.0f} ms" for each in (one, p50, p95))
            yield f"| {case.name} | {case.login} | {times_said} | {rate:.0f}/s | {size / 1000:.1f} kB |"


def beside_others(app: App, home: Path, count: int) -> str:
    """How many lists a second one process answers: ours, a plain Django's, the bare parts of our stack."""
    environment = surroundings(app, home)
    secret = sign_in(app, "admin")
    ours = [sys.executable, "cli.py", "serve", "--port", "{port}", "--workers", "1"]
    rates: tuple[list[float], ...] = ([], [], [])
    with (
        serving(ours, environment, "/sign-in") as port,
        serving(_plain("django"), environment, "/customers") as django,
        serving(_plain("stack"), environment, "/customers") as bare,
    ):
        for _ in range(ROUNDS):
            for found, where in zip(rates, (port, django, bare), strict=True):
                found.append(crowd(where, ["/customers"], secret, count)[1])
    mine, theirs, least = map(statistics.median, rates)
    said = f"The list of 50 rows, one process each: {mine:.0f} a second, plain Django {theirs:.0f}"
    return f"{said}: {mine / theirs:.1f} times; the bare stack {least:.0f}: {least / theirs:.1f} times."


def _plain(name: str) -> list[str]:
    """How the plain application of this name is served."""
    return [
        *(sys.executable, "-m", "uvicorn", f"benchmarks.plain_{name}:application"),
        *("--port", "{port}", "--log-level", "error"),
    ]


def main() -> None:
    """Make the data once, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--count", type=int, default=40, help="requests of each user")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--only-data", action="store_true")
    options = parser.parse_args()
    home = HOME / f"pages-{options.db}-{options.rows}"
    home.mkdir(parents=True, exist_ok=True)
    with databases(options.db, home) as url:
        app = build(Settings(home=home, database_url=url))
        prepare(app, options.rows)
        add_activities(app, options.rows)
        if not options.only_data:
            print("| page | as | alone | p50 of 10 | p95 of 10 | rate | packed |")
            print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
            for line in measure(app, home, options.count):
                print(line, flush=True)
            if options.db == "sqlite":
                print(f"\n{beside_others(app, home, options.count)}")
        app.close()


if __name__ == "__main__":
    main()
