"""The facade: five ways of calling, answers of the right type, faults that name plugin and hook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from core.contracts import hookspecs
from core.contracts.calls import Notice
from core.contracts.contributions import Setting
from core.contracts.markers import hookimpl, hookspec
from core.contracts.work import Work
from core.data.models import Unit
from core.errors import Invalid, PluginFault
from core.host.hooks import Hooks
from core.labels import Label
from core.services.work import App

Hook = Callable[..., Any]


def plugin(*functions: Hook, **options: str) -> object:
    """An object with these functions as implementations of hooks."""
    return type("Plugin", (), {f.__name__: staticmethod(hookimpl(**options)(f)) for f in functions})()


def hooks(**plugins: object) -> Hooks:
    made = Hooks()
    for owner, implementations in plugins.items():
        made.register(owner, implementations)
    return made


def refused(**plugins: object) -> str:
    with pytest.raises(PluginFault) as fault:
        hooks(**plugins)
    return str(fault.value)


@hookspec
def badges(work: Work | None, size: int) -> Iterable[str]:
    """Badges, rendered."""
    return ()


@hookspec
def prices(quantity: int) -> int | None:
    """Price of a quantity."""
    return None


@hookspec
def colours() -> Iterable[str]:
    """Colours, collected."""
    return ()


def specifies(*specs: Hook) -> object:
    def hook_specs() -> Iterable[Hook]:
        return specs

    return plugin(hook_specs)


def test_misspelt_hooks_and_arguments_are_refused_with_place_and_nearest_name() -> None:
    def record_creatd(work: object) -> None: ...
    def record_created(work: object, resorce: str) -> None: ...
    def completely_other() -> None: ...
    def settings(first: int) -> None: ...

    said = refused(bad=plugin(record_creatd))
    line = record_creatd.__code__.co_firstlineno
    assert f"test_hooks.py:{line}" in said and "Did you mean record_created?" in said
    assert "Did you mean resource?" in refused(bad=plugin(record_created))
    assert "The hooks are" in refused(bad=plugin(completely_other))
    assert "It has no arguments" in refused(bad=plugin(settings))


def test_forms_that_could_never_work_are_refused() -> None:
    def record_created(*args: object) -> None: ...
    def record_updated(**kwargs: object) -> None: ...
    async def record_deleting(work: object) -> None: ...
    def activity_completed(work: object) -> None: ...

    assert "takes * or **" in refused(bad=plugin(record_created))
    assert "takes * or **" in refused(bad=plugin(record_updated))
    assert "is async" in refused(bad=plugin(record_deleting))
    assert "not about records of any" in refused(bad=plugin(activity_completed, resource="activities"))


def test_a_function_that_lacks_its_mark_is_refused() -> None:
    module = ModuleType("bad")
    exec("def resources():\n    return ()", vars(module))  # a module as a file would be
    assert "is not marked as its implementation" in refused(bad=module)


def test_the_mark_may_stand_alone_and_defaults_are_filled() -> None:
    seen: list[object] = []

    class Plain:
        @hookimpl
        def record_created(self, resource: str, changes: Sequence[object] = ()) -> None:
            seen.append((resource, changes))

    hooks(plain=Plain()).notify(hookspecs.record_created, work=None, resource="customers", changes=[])  # type: ignore[arg-type]
    assert seen == [("customers", [])]


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        ([Label("a")], "list of Label"),
        (3, "int"),
        ("text", "str"),
        ({"a": 1}, "dict of str to int"),
        (lambda: None, "function"),
    ],
)
def test_a_wrong_type_names_plugin_hook_expected_and_got(answer: object, got: str) -> None:
    def settings() -> Any:
        return answer

    made = hooks(bad=plugin(settings))
    with pytest.raises(PluginFault) as fault:
        made.collect(hookspecs.settings)
    said = str(fault.value)
    assert all(word in said for word in ("bad", "settings", f"answered {got}", "Iterable[Setting]"))
    assert made.failures == {("bad", "settings"): 1}


def test_answers_of_notify_and_first_are_looked_at_too() -> None:
    def record_validating(changes: object) -> Any:
        return [1]

    def customer_numbers(customers: object) -> Any:
        return [1]

    made = hooks(bad=plugin(record_validating, customer_numbers))
    with pytest.raises(PluginFault, match=r"list of int where Mapping\[int"):
        made.notify(hookspecs.record_validating, work=None, resource="x", changes=[])  # type: ignore[arg-type]
    with pytest.raises(PluginFault, match=r"list of int where Sequence\[str\]"):
        made.first(hookspecs.customer_numbers, work=None, customers=[])  # type: ignore[arg-type]


def test_a_generator_that_fails_half_way_is_a_fault_of_its_plugin() -> None:
    def settings() -> Iterator[Setting]:
        yield from ()
        raise RuntimeError("half-way")

    def permissions() -> Iterable[Any]:
        raise Invalid(message="no")

    made = hooks(bad=plugin(settings, permissions))
    with pytest.raises(PluginFault, match="half-way"):
        made.collect(hookspecs.settings)
    with pytest.raises(PluginFault, match="plugin bad failed in permissions"):
        made.collect(hookspecs.permissions)


def test_what_is_collected_is_asked_once() -> None:
    asked: list[int] = []

    def settings() -> Iterable[Setting]:
        asked.append(1)
        return ()

    made = hooks(good=plugin(settings))
    for _ in range(3):
        made.collect_all()
        made.collect(hookspecs.settings)
    assert asked == [1]


def test_a_fault_names_the_command_that_disables() -> None:
    def record_created(work: object) -> None:
        raise ValueError("oh")

    def record_updated(work: object) -> None:
        raise Invalid(message="not so")

    made = hooks(bad=plugin(record_created, record_updated))
    with pytest.raises(PluginFault, match="guanxi plugin disable bad"):
        made.notify(hookspecs.record_created, work=None, resource="x", changes=[])  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        made.notify(hookspecs.record_updated, work=None, resource="x", changes=[])  # type: ignore[arg-type]
    assert made.failures == {("bad", "record_created"): 1}


def test_observers_fail_alone_and_are_counted() -> None:
    seen: list[object] = []

    def committed(events: object) -> None:
        seen.append(events)

    def failing(events: object) -> None:
        raise Invalid(message="no")

    failing.__name__ = "committed"
    made = hooks(bad=plugin(failing), good=plugin(committed))
    made.observe(hookspecs.committed, events=[{"a": 1}])
    assert seen == [[{"a": 1}]] and made.failures == {("bad", "committed"): 1}


def test_plugins_specify_hooks_for_those_that_depend_on_them() -> None:
    def price_of(quantity: int) -> int:
        return quantity * 3

    price_of.__name__ = "prices"
    made = hooks(sales=specifies(prices), shop=plugin(price_of, of="sales"))
    assert made.first(prices, quantity=2) == 6
    assert made.notify(prices, quantity=2) == [("shop", 6)]


def test_without_the_plugin_its_hooks_are_inert_and_misspelt_with_it() -> None:
    def pricse(quantity: int) -> int:
        return 1

    hooks(shop=plugin(pricse, of="sales"))
    for order in (("sales", "shop"), ("shop", "sales")):
        owners = {"sales": specifies(prices), "shop": plugin(pricse, of="sales")}
        said = refused(**{name: owners[name] for name in order})
        assert "of the plugin sales" in said and "Did you mean prices?" in said and "shop" in said


def test_hooks_of_two_plugins_may_have_one_name() -> None:
    @hookspec
    def resources(quantity: int) -> int | None:
        """Not core's."""
        return None

    def answered(quantity: int) -> int:
        return quantity

    answered.__name__ = "resources"
    made = hooks(sales=specifies(resources), shop=plugin(answered, of="sales"))
    assert made.first(resources, quantity=4) == 4
    assert made.collect(hookspecs.resources) == []


def test_specifications_that_are_none_are_refused() -> None:
    def unmarked() -> None: ...

    @hookspec
    def unreadable() -> "Nowhere":  # type: ignore[name-defined]  # noqa: F821
        ...

    assert "not marked with @hookspec" in refused(sales=specifies(unmarked))
    assert "cannot be read" in refused(sales=specifies(unreadable))


def test_hooks_of_plugins_are_collected_with_all() -> None:
    def named() -> Any:
        return ["red", 3]

    named.__name__ = "colours"
    made = hooks(paint=specifies(colours), shop=plugin(named, of="paint"))
    with pytest.raises(PluginFault, match="list of int, str"):
        made.collect_all()


def test_only_the_plugin_itself_is_told_of_its_life() -> None:
    told: list[str] = []

    def one() -> None:
        told.append("one")

    def two() -> None:
        told.append("two")

    one.__name__ = two.__name__ = "plugin_enabled"
    hooks(one=plugin(one), two=plugin(two)).notify_only("two", hookspecs.plugin_enabled, work=None)  # type: ignore[arg-type]
    assert told == ["two"]


def test_what_is_rendered_fails_alone_even_in_the_database(app: App) -> None:
    def of_sql(work: Work) -> Iterable[str]:
        work.session.execute(select(Unit.id / 0 + Unit.code.cast(Unit.id.type)))
        raise ValueError("on a database that divides by zero")

    def fine(work: Work, size: int) -> Iterable[str]:
        return [f"{size}:{len(work.session.scalars(select(Unit.id)).all())}"]

    of_sql.__name__ = fine.__name__ = "badges"
    made = hooks(spec=specifies(badges), bad=plugin(of_sql, of="spec"), good=plugin(fine, of="spec"))
    for enter in (app.reading, app.work):
        with enter(app.system()) as work:
            shown = made.render(badges, work=work, size=2)
        assert shown == [("bad", Notice("bad", "The plugin bad could not show this.")), ("good", "2:0")]
    assert made.failures["bad", "badges"] == 2


def test_every_call_is_watched() -> None:
    running: list[tuple[str, str, bool]] = []

    class Watching:
        @contextmanager
        def running(self, owner: str, hook: str, writes: bool) -> Iterator[None]:
            running.append((owner, hook, writes))
            yield
            running.append((owner, hook, writes))

    def record_created(work: object) -> None:
        assert len(running) == 1

    made = Hooks(Watching())
    made.register("good", plugin(record_created))
    made.notify(hookspecs.record_created, work=None, resource="x", changes=[])  # type: ignore[arg-type]
    assert running == [("good", "record_created", True)] * 2


def test_answers_as_deep_as_annotated() -> None:
    def record_validating() -> Mapping[int, Any]:
        return {0: {"name": "New"}, 1: {}}

    made = hooks(good=plugin(record_validating))
    assert made.notify(hookspecs.record_validating, work=None, resource="x", changes=[])  # type: ignore[arg-type]
