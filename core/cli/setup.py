"""Setting up an installation in steps; each is skipped where nothing is left to do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from core.builtin.administrators import require_one
from core.builtin.user_actions import check_password
from core.cli.installation import database_exists
from core.cli.invocation import Invocation
from core.config import Settings, create_secret_key
from core.data.history import CORE
from core.data.migrations import pending, upgrade
from core.data.models import Unit
from core.errors import Invalid
from core.labels import Label, translations
from core.services import records, settings
from core.services.authentication import set_password
from core.services.role_templates import create_missing
from core.services.work import App, Work

_ = translations("core")

ADMINISTRATOR, HEAD_OFFICE = "administrator", "HQ"
PASSWORD_BYTES = 12

MADE_FOLDER = _("Folder {path} made.")
MADE_KEY = _("Secret key made.")
UPGRADED = _("Database upgraded: {count} migrations.")
MADE_ROLES = _("Roles made: {count}.")
MADE_UNIT = _("Unit {code} made.")
MADE_USER = _("Administrator {login} made.")


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a new installation is to be like. Without a password one is made up."""

    company: str = ""
    login: str = "admin"
    password: str = ""
    language: str = ""
    country: str = ""


@dataclass
class SetUp:
    """The steps. `done` names those that were needed; `password` is the administrator's, if he was made."""

    invocation: Invocation
    wishes: Wishes
    dry_run: bool = False
    done: list[Label] = field(default_factory=list)
    password: str = ""

    def run(self) -> None:
        """Take every step that is needed; a dry run only names them."""
        config = self.invocation.settings
        if not config.home.exists():
            self._step(MADE_FOLDER.fill(path=config.home), lambda: config.home.mkdir(0o700, parents=True))
        if config.secret_key is None:
            self._step(MADE_KEY, lambda: create_secret_key(config))
        if self.dry_run and not database_exists(config):
            self._rehearse()
            return
        waiting = sum(map(len, pending(self.invocation.app.database, [CORE]).values()))
        if waiting:
            self._step(UPGRADED.fill(count=waiting), lambda: upgrade(self.invocation.app.database, [CORE]))
        if not (waiting and self.dry_run):
            with self.invocation.writing(dry_run=self.dry_run) as work:
                self._fill(work)

    def _step(self, text: Label, take: Callable[[], object]) -> None:
        if not self.dry_run:
            take()
        self.done.append(text)

    def _rehearse(self) -> None:
        """Do it all on a database that is thrown away, so that the dry run of a new one counts truly."""
        with rehearsal(self.invocation) as (app, migrations):
            self.done.append(UPGRADED.fill(count=migrations))
            with app.work(app.system()) as work:
                self._fill(work)

    def _fill(self, work: Work) -> None:
        """The first records: roles, the head office, the administrator."""
        roles = create_missing(work)
        if roles:
            self.done.append(MADE_ROLES.fill(count=len(roles)))
        if not work.session.scalar(select(func.count()).select_from(Unit)):
            self._make_unit(work)
        if not _has_administrator(work):
            self._make_administrator(work)

    def _make_unit(self, work: Work) -> None:
        """The head office; with it the settings of the company."""
        name = self.wishes.company or "Head office"
        records.create(work, "units", [{"code": HEAD_OFFICE, "name": name, "kind": "head_office"}])
        for key in ("company", "language", "country"):
            if value := getattr(self.wishes, key):
                settings.set_value(work, f"core.{key}", value)
        self.done.append(MADE_UNIT.fill(code=HEAD_OFFICE))

    def _make_administrator(self, work: Work) -> None:
        self.password = self.wishes.password or secrets.token_urlsafe(PASSWORD_BYTES)
        check_password(self.password, self.wishes.login)
        unit = work.session.scalars(select(Unit.code).order_by(Unit.id)).first()
        login, roles = self.wishes.login, [{"role": ADMINISTRATOR}]
        values = {"login": login, "name": login, "unit": unit, "roles": roles}
        (user,) = records.create(work, "users", [values])
        set_password(work.session, user, self.password, work.now)
        self.done.append(MADE_USER.fill(login=login))


@contextmanager
def rehearsal(invocation: Invocation) -> Iterator[tuple[App, int]]:
    """An application with an upgraded, empty database that nobody keeps, and how many migrations made it."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/rehearsal.sqlite3"
        app = invocation.builder()(Settings(home=Path(folder), database_url=url))
        applied = upgrade(app.database, [CORE])
        yield app, sum(len(item.revisions) for item in applied)
        app.close()


def _has_administrator(work: Work) -> bool:
    try:
        require_one(work)
    except Invalid:
        return False
    return True
