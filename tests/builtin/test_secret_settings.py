"""Settings that are secret: nobody reads them, at no door, in no table."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from core.config import HIDDEN, Settings
from core.contracts.contributions import Setting
from core.contracts.fields import structure, text
from core.contracts.markers import hookimpl
from core.data.models import JournalEntry, StoredSetting
from core.errors import ConfigurationError, Invalid
from core.services import settings as stored
from core.services.work import App
from core.testing.cli import Cli

NAME, SECRET = "safe.password", "correct horse"


class Safe:
    @hookimpl()
    def settings(self) -> Iterable[Setting]:
        return [
            Setting(name=NAME, field=text("Password", max_length=20), secret=True),
            Setting(name="safe.user", field=text("User")),
            Setting(name="safe.rules", field=structure("Rules")),
        ]


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"safe": Safe()}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=database_url, secret_key=SecretStr("k" * 40))


def put(app: App, value: Any) -> Any:
    with app.work(app.system("test")) as work:
        return stored.set_value(work, NAME, value)


def test_code_reads_it_and_doors_do_not(app: App) -> None:
    assert put(app, SECRET) == HIDDEN
    with app.reading(app.system()) as work:
        assert stored.get(work, NAME) == SECRET
        assert stored.get_all(work)[NAME] == HIDDEN
        assert stored.get_of(work, "safe") == {"safe.user": None, "safe.rules": None}


def test_neither_table_nor_journal_holds_it(app: App) -> None:
    put(app, SECRET)
    put(app, "other")
    with app.reading(app.system()) as work:
        kept = work.session.scalars(select(StoredSetting.value)).all()
        told = work.session.scalars(select(JournalEntry.details)).all()
    assert SECRET not in str(kept) and "other" not in str([*kept, *told]) and SECRET not in str(told)
    assert told[1] == {"subject": NAME, "before": HIDDEN, "after": HIDDEN}


def test_a_form_that_sends_back_what_it_was_shown_changes_nothing(app: App) -> None:
    put(app, SECRET)
    assert put(app, HIDDEN) == HIDDEN
    with app.reading(app.system()) as work:
        assert stored.get(work, NAME) == SECRET
    assert put(app, "") is None


def test_a_wrong_one_is_not_repeated(app: App) -> None:
    with pytest.raises(Invalid) as refused:
        put(app, "much too long a secret")
    assert refused.value.errors[NAME][0].value is None


def test_with_another_key_it_cannot_be_read_and_says_so(app: App) -> None:
    put(app, SECRET)
    other = app.settings.model_copy(update={"secret_key": SecretStr("o" * 40)})
    object.__setattr__(app, "settings", other)
    with app.reading(app.system()) as work, pytest.raises(ConfigurationError, match="another secret key"):
        stored.get(work, NAME)


def test_without_a_key_it_is_not_kept(app: App) -> None:
    object.__setattr__(app, "settings", app.settings.model_copy(update={"secret_key": None}))
    with pytest.raises(ConfigurationError, match="guanxi init"):
        put(app, SECRET)


def test_the_command_line_takes_settings_that_are_json(cli: Cli) -> None:
    ran = cli("settings", "set", "safe.rules", '{"a": [1]}', "--json")
    assert (ran.code, ran.data) == (0, {"safe.rules": {"a": [1]}})
    assert cli("settings", "set", "safe.rules", "", "--json").data == {"safe.rules": None}
    for wrong in ("{", "7", "x"):
        assert cli("settings", "set", "safe.rules", wrong).code != 0


def test_the_command_line_hides_it(cli: Cli) -> None:
    assert cli("settings", "set", NAME, SECRET, GUANXI_SECRET_KEY="k" * 40).code == 0
    ran = cli("settings", "list", GUANXI_SECRET_KEY="k" * 40)
    assert HIDDEN in ran.stdout and SECRET not in ran.stdout
