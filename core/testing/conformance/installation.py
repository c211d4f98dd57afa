"""An installation that is made for a check and thrown away: a home, a database, people."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import anyio
from sqlalchemy import Table, event
from starlette.applications import Starlette
from starlette.types import Message

from core.api.application import make_asgi
from core.app import build
from core.builtin import tokens
from core.builtin.plugin import CorePlugin
from core.config import Settings
from core.data.engine import Database
from core.data.migrations import upgrade
from core.data.owners import CORE
from core.host.discovery import Found, Places
from core.host.plugins import StateOfPlugin, assemble
from core.services import records
from core.services.plugins import states
from core.services.plugins.changing import with_plugins
from core.services.work import App
from core.testing.conformance.rows import Ids, fill

URL = "sqlite:///{path}"


@dataclass(eq=False)
class Installation:
    """`app` runs the plugins that it was made for; `database` is the same one, for changes of the schema."""

    settings: Settings
    plugins: Mapping[str, object]
    database: Database

    @classmethod
    @contextmanager
    def new(cls, required: Sequence[Found], plugins: Mapping[str, object]) -> Iterator[Installation]:
        """One with the tables of core and of what is required."""
        with tempfile.TemporaryDirectory(prefix="guanxi-check-") as home:
            settings = Settings(home=Path(home), database_url=URL.format(path=Path(home) / "guanxi.sqlite3"))
            made = cls(settings, plugins, Database(settings.database_url))
            upgrade(made.database, [CORE, *(item.owner for item in required)])
            try:
                yield made
            finally:
                made.close()

    def close(self) -> None:
        """Close its connections."""
        self.database.dispose()
        if "app" in self.__dict__:
            self.app.close()

    @cached_property
    def app(self) -> App:
        """The application."""
        return build(self.settings, self.plugins)

    @cached_property
    def api(self) -> Starlette:
        """The application as it is served."""
        return make_asgi(self.app)

    @contextmanager
    def started(self, places: Places) -> Iterator[App]:
        """An application that starts now, with the plugins that the database says are enabled."""
        assembler = partial(assemble, places=places, core=CorePlugin())
        app = build(self.settings, {})
        with app.database.reading() as connection:
            kept, generation = states.stored(connection), states.generation(connection)
        enabled = [StateOfPlugin(name=item.name) for item in kept.values() if item.is_enabled]
        app.database.expected_generation = generation
        with closing(app):
            running = with_plugins(app, assembler(enabled, generation))
            yield replace(running, places=places, assemble=assembler)

    def fill(self, tables: Iterable[Table]) -> Ids:
        """See `rows.fill`."""
        with self.database.migrating() as connection:
            return fill(connection, tables)

    def token(self, login: str, grants: Mapping[str, str]) -> str:
        """Make a user with these rights; answers what he signs requests with."""
        lines = [{"permission": permission, "reach": reach} for permission, reach in grants.items()]
        with self.app.work(self.app.system()) as work:
            (role,) = records.create(work, "roles", [{"name": login, "title": login, "grants": lines}])
            user = {"login": login, "name": login, "roles": [{"role": role}]}
            (id,) = records.create(work, "users", [user])
            return str(tokens.create(work, None, {"name": "check", "user": id})["secret"])

    def status(self, method: str, path: str, token: str = "") -> int:
        """What the API answers to a request without a body."""
        return anyio.run(_ask, self.api, method, path, token)

    def queries(self, method: str, path: str, token: str) -> tuple[int, int]:
        """The status, and how many statements the database got for it."""
        statements: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
            statements.append(statement)

        engines = (self.app.database.reader, self.app.database.writer)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", count)
        try:
            return self.status(method, path, token), len(statements)
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", count)


async def _ask(api: Starlette, method: str, path: str, token: str) -> int:
    """One request, without a client that would have to be installed."""
    plain, _mark, query = path.partition("?")
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    headers += [(b"authorization", f"Bearer {token}".encode())] if token else []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await api(scope, receive, send)
    return statuses[0]
