"""Checks that raise, hang or answer nonsense are problems of their own; the others go on."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from core.contracts.doctor import Check, Finding
from core.contracts.markers import hookimpl
from core.errors import PluginFault
from core.host.hooks import Hooks
from core.host.registry import Registry
from core.labels import Label
from core.services.doctor.running import Result, Step, run, steps_of
from core.services.work import App

FOREVER = threading.Event()
TITLE = Label("A check")


def raising(_work: Any) -> Finding | None:
    raise ZeroDivisionError("by zero")


def nonsense(_work: Any) -> Any:
    return "all is well"


def writing(work: Any) -> Finding | None:
    work.record("checked", "everything", {})
    return None


def advising(_work: Any) -> Finding | None:
    return Finding(text="It could be better.", fix="Make it better.", severity="advice")


class Ill:
    """A plugin with such checks."""

    @hookimpl()
    def doctor_checks(self) -> Iterable[Check]:
        looks = (raising, nonsense, writing, advising)
        return [Check(name=f"ill.{look.__name__}", title=TITLE, look=look) for look in looks]


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"ill": Ill()}


def test_checks_that_fail_are_problems_and_the_others_go_on(app: App) -> None:
    found = {each.name: each for each in run(steps_of(app), 120)}
    assert len(found) > 25
    states = {name: each.state for name, each in found.items() if name.startswith("ill.")}
    assert states.pop("ill.advising") == "advice"
    assert set(states.values()) == {"problem"}
    texts = {name: each.finding.text for name, each in found.items() if each.finding}
    assert texts["ill.raising"] == "The check itself failed: ZeroDivisionError: by zero"
    assert "answered str instead of a Finding" in texts["ill.nonsense"]


def hang() -> Finding | None:
    FOREVER.wait()
    return None


def results(*calls: Callable[[], Finding | None], seconds: float) -> list[Result]:
    return list(run([Step(f"x.{call.__name__}", TITLE, call) for call in calls], seconds))


def test_a_check_that_hangs_is_left_alone() -> None:
    hung, after = results(hang, lambda: None, seconds=0.1)
    FOREVER.set()
    assert (hung.state, after.state) == ("problem", "advice")
    assert after.finding
    assert after.finding.text == "There was no time left for it."


def test_a_name_that_belongs_to_another_is_refused_at_start() -> None:
    class Thief:
        @hookimpl()
        def doctor_checks(self) -> Iterable[Check]:
            return [Check(name="core.disk", title=TITLE, look=advising)]

    hooks = Hooks()
    hooks.register("thief", Thief())
    with pytest.raises(PluginFault, match=r"its names begin with thief\."):
        Registry(hooks)
