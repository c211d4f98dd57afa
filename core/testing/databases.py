"""Fresh databases at little cost: migrated once into a template, then copied for every test."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import URL

from core.data.engine import Database
from core.testing.locking import locked


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a fresh database is made: `prepare` migrates it; equal names mean equal databases."""

    name: str
    prepare: Callable[[Database], object]

    @property
    def template(self) -> str:
        """The name as part of a file's or a database's name."""
        return "template_" + hashlib.sha256(self.name.encode()).hexdigest()[:16]

    def run(self, url: str) -> None:
        """Make the empty database at `url` ready."""
        database = Database(url)
        self.prepare(database)
        database.dispose()


class Databases(Protocol):
    """Where tests get databases of their own."""

    def fresh(self, preparation: Preparation) -> AbstractContextManager[str]:
        """The URL of a prepared database that nobody else uses; removed afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class SqliteDatabases:
    """Copies of template files in `folder`, which all processes of the test run share."""

    folder: Path

    @contextmanager
    def fresh(self, preparation: Preparation) -> Iterator[str]:
        """The URL of a prepared database that nobody else uses; removed afterwards."""
        template = self._template(preparation)
        with TemporaryDirectory(dir=self.folder) as home:
            yield f"sqlite:///{shutil.copyfile(template, Path(home) / 'guanxi.sqlite3')}"

    def _template(self, preparation: Preparation) -> Path:
        template = self.folder / f"{preparation.template}.sqlite3"
        with locked(self.folder / "sqlite.lock"):
            if not template.exists():
                draft = template.with_suffix(".draft")
                preparation.run(f"sqlite:///{draft}")
                draft.rename(template)
        return template


@dataclass(frozen=True, slots=True)
class PostgresqlDatabases:
    """Copies of template databases on one `server`, which all processes of the test run share."""

    folder: Path
    server: URL

    @contextmanager
    def fresh(self, preparation: Preparation) -> Iterator[str]:
        """The URL of a prepared database that nobody else uses; dropped afterwards."""
        with closing(self.connect()) as administration:
            name = self.copy(administration, self.template(preparation))
        try:
            yield self.url(name)
        finally:
            with closing(self.connect()) as administration:
                self.drop(administration, name)

    def template(self, preparation: Preparation) -> str:
        """The name of the prepared database that is copied; made by the first who asks."""
        name, ready = preparation.template, self.folder / f"{preparation.template}.postgresql"
        with locked(self.folder / "templates.lock"):
            if not ready.exists():
                with closing(self.connect()) as administration:
                    administration.execute(f"DROP DATABASE IF EXISTS {name}")
                    administration.execute(f"CREATE DATABASE {name}")
                preparation.run(self.url(name))
                ready.touch()
        return name

    def copy(self, administration: Any, template: str) -> str:
        """Make a database; answers its name."""
        name = new_name()
        # Copying files is four times as fast as the default, which suits large databases.
        administration.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, administration: Any, name: str) -> None:
        """Remove a database, whoever uses it."""
        administration.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def connect(self, name: str | None = None) -> Any:
        """A connection of the driver's own that commits each statement, to a database or to the server's."""
        address = self.server.set(database=name or self.server.database)
        words, options = address.get_dialect()().create_connect_args(address)
        return self.driver.connect(*words, **options, autocommit=True)

    @property
    def driver(self) -> Any:
        """The driver's module, which those who test on SQLite alone do not need."""
        return self.server.get_dialect().import_dbapi()

    def url(self, name: str, user: str | None = None) -> str:
        """The address of one of its databases."""
        address = self.server.set(database=name, username=user or self.server.username)
        return address.render_as_string(hide_password=False)


def new_name() -> str:
    """A name that no database has had."""
    return f"test_{uuid4().hex}"
