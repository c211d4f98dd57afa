"""An installation that is made for a check and thrown away: a home, a database, people."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path

from anyio.from_thread import BlockingPortal, start_blocking_portal
from sqlalchemy import Table
from starlette.applications import Starlette

from core.app import Parts, build, parts_of
from core.asgi import served
from core.builtin import tokens
from core.builtin.plugin import CorePlugin
from core.config import Settings
from core.data.engine import Database
from core.data.migrations import upgrade
from core.data.owners import CORE
from core.host.discovery import Found, Places
from core.host.plugins import Assembly, StateOfPlugin, assemble
from core.services import records
from core.services.plugins import states
from core.services.plugins.changing import with_plugins
from core.services.work import App
from core.testing.conformance.asking import Answer, ask
from core.testing.conformance.rows import Ids, fill
from core.testing.sessions import open_session
from core.testing.statements import executed
from core.web.cookies import SESSION

URL, FILE = "sqlite:///{path}", "guanxi.sqlite3"


@cache
def _core() -> Parts:
    """Core alone, which all begin with."""
    return parts_of({})


@cache
def _with_core() -> bytes:
    """A database with the tables of core: to make them is most of what an installation takes."""
    with tempfile.TemporaryDirectory(prefix="guanxi-check-") as home:
        path = Path(home) / FILE
        database = Database(URL.format(path=path))
        upgrade(database, [CORE])
        database.dispose()
        return path.read_bytes()


@dataclass(eq=False)
class Installation:
    """`app` runs what it was made for (None: core alone); `database` is for changes of the schema."""

    settings: Settings
    assembly: Assembly | None
    database: Database
    _ends: ExitStack = field(default_factory=ExitStack)

    @classmethod
    @contextmanager
    def new(cls, required: Sequence[Found] = (), assembly: Assembly | None = None) -> Iterator[Installation]:
        """One with the tables of core and of what is required."""
        with tempfile.TemporaryDirectory(prefix="guanxi-check-") as home:
            settings = Settings(home=Path(home), database_url=URL.format(path=Path(home) / FILE))
            (Path(home) / FILE).write_bytes(_with_core())
            made = cls(settings, assembly, Database(settings.database_url))
            upgrade(made.database, [CORE, *(item.owner for item in required)])
            try:
                yield made
            finally:
                made.close()

    def close(self) -> None:
        """End its loop and close its connections."""
        self._ends.close()
        self.database.dispose()
        if "app" in self.__dict__:
            self.app.close()

    @cached_property
    def app(self) -> App:
        """The application."""
        core = build(self.settings, _core())
        return with_plugins(core, self.assembly) if self.assembly else core

    @cached_property
    def site(self) -> Starlette:
        """API and web as they are served."""
        return served(self.app)

    @cached_property
    def _loop(self) -> BlockingPortal:
        return self._ends.enter_context(start_blocking_portal())

    @contextmanager
    def started(self, places: Places) -> Iterator[App]:
        """An application that starts now, with the plugins that the database says are enabled."""
        assembler = partial(assemble, places=places, core=CorePlugin())
        app = build(self.settings, _core())
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

    def person(self, login: str, grants: Mapping[str, str]) -> int:
        """Make a user with these rights."""
        lines = [{"permission": permission, "reach": reach} for permission, reach in grants.items()]
        with self.app.work(self.app.system()) as work:
            (role,) = records.create(work, "roles", [{"name": login, "title": login, "grants": lines}])
            (id,) = records.create(
                work, "users", [{"login": login, "name": login, "roles": [{"role": role}]}]
            )
        return id

    def token(self, login: str, grants: Mapping[str, str]) -> str:
        """Make a user with these rights; answers what he signs requests with."""
        id = self.person(login, grants)
        with self.app.work(self.app.system()) as work:
            return str(tokens.create(work, None, {"name": "check", "user": id})["secret"])

    def browser(self, login: str, grants: Mapping[str, str]) -> str:
        """Make a user with these rights and sign him in; answers the cookie of his browser."""
        return f"{SESSION}={open_session(self.app, self.person(login, grants))}"

    def status(self, method: str, path: str, token: str = "") -> int:
        """What the API answers to a request without a body."""
        headers = {"content-type": "application/json"}
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        return ask(self._loop, self.site, method, path, headers, b"{}").status

    def visit(self, method: str, path: str, cookie: str = "", sent_from: str = "same-origin") -> Answer:
        """What the web answers to a browser with this cookie, on a page of this site or of another one."""
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": sent_from}
        return ask(self._loop, self.site, method, path, headers | ({"cookie": cookie} if cookie else {}))

    def counted(self) -> AbstractContextManager[list[str]]:
        """The queries that the database gets meanwhile."""
        return executed(self.app.database)
