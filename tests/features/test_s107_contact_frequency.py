"""S107: a customer not contacted in N days by class becomes a task, once."""

from core.services.work import App
from tests.features.caring import Morning, morning, noon, plugins, preparation
from tests.features.conftest import At
from tests.plugins.care.asking import setting

__all__ = ["morning", "noon", "plugins", "preparation"]


def of_class(at: At, name: str, kind: str) -> int:
    values = {"care": {"contact_class": kind}}
    return at("ada").create("customers", name=name, owner="ned", extensions=values)


def tasks(at: At) -> list[int]:
    return [row["customer"] for row in at("ned").rows("activities", {"type": "task"}, sort="id")]


def test_s107_each_class_has_its_days(at: At, morning: Morning, app: App) -> None:
    at("ned")
    key, ordinary = of_class(at, "Key", "key"), of_class(at, "Ordinary", "ordinary")
    of_class(at, "Let go", "none")
    setting(app, "care.contact_days_key", 10)
    setting(app, "care.contact_days_ordinary", 20)
    for days, expected in ((9, []), (3, [key]), (3, [key]), (9, [key, ordinary])):
        morning(days)
        assert tasks(at) == expected


def test_s107_whoever_was_called_is_not_silent(at: At, morning: Morning, app: App) -> None:
    at("ned")
    key = of_class(at, "Key", "key")
    setting(app, "care.contact_days_key", 10)
    morning(8)
    called = {"type": "call", "subject": "How are you?", "status": "done", "direction": "out"}
    with app.work(app.system("test")) as work:
        moment = work.now.isoformat()
    at("ned").create("activities", customer=key, done_at=moment, **called)
    morning(8)
    assert tasks(at) == []
    morning(4)
    assert tasks(at) == [key]
