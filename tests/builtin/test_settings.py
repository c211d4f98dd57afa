"""Settings of the company."""

from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import JournalEntry
from core.errors import Forbidden, Invalid, NotFound
from core.services import settings
from core.services.work import App, Work
from core.testing.app import actor_with


def test_a_setting_has_its_default_until_it_is_set(work: Work) -> None:
    assert settings.get(work, "core.trash_days") == 30
    assert settings.set_value(work, "core.trash_days", "60") == 60
    assert settings.get(work, "core.trash_days") == 60
    assert settings.set_value(work, "core.trash_days", "") == 30


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [("core.country", "Germany", "DE"), ("core.currency", "eur", "EUR"), ("core.language", "中文", "zh")],
)
def test_settings_are_read_like_fields(work: Work, name: str, raw: str, value: str) -> None:
    settings.set_value(work, name, raw)
    assert settings.get_all(work)[name] == value


@pytest.mark.parametrize("raw", ["0", "many", 4000, 1.5, [], "9" * 400])
def test_wrong_values_are_refused_and_change_nothing(work: Work, raw: Any) -> None:
    with pytest.raises(Invalid) as refused:
        settings.set_value(work, "core.trash_days", raw)
    assert set(refused.value.errors) == {"core.trash_days"}
    assert settings.get(work, "core.trash_days") == 30


def test_an_undeclared_setting_is_refused_with_a_suggestion(work: Work) -> None:
    with pytest.raises(NotFound, match=r"core\.country"):
        settings.set_value(work, "core.contry", "DE")
    with pytest.raises(NotFound):
        settings.get(work, "")


def test_setting_needs_the_right_and_is_written_down(app: App, work: Work) -> None:
    settings.set_value(work, "core.company", "Acme")
    entry = work.session.execute(select(JournalEntry.operation, JournalEntry.details)).one()
    assert entry == ("setting", {"subject": "core.company", "before": None, "after": "Acme"})
    with app.reading(actor_with({})) as outsider, pytest.raises(Forbidden):
        settings.set_value(outsider, "core.company", "Other")
