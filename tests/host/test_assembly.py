"""Plugins are put together in order; whatever one of them does, core and the others run."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.builtin.plugin import CorePlugin
from core.contracts.base import Base
from core.host.discovery import Places
from core.host.plugins import Assembly, StateOfPlugin, assemble
from tests.host.writing import in_a_file, in_a_folder, in_a_package

TABLE = """
from core.plugin_api import Record, Resource, hookimpl, text, translations
from sqlalchemy.orm import Mapped

_ = translations("{name}")

class Thing(Record):
    __tablename__ = "{table}"
    name: Mapped[str] = text(_("Name"))

@hookimpl()
def resources():
    return [Resource(Thing, name="things", title=_("Things"), singular=_("Thing"))]
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(Path(__file__).parents[2], tmp_path / "plugins")


def with_table(name: str, table: str = "") -> str:
    return TABLE.format(name=name, table=table or f"{name}_thing")


def assembled(places: Places, *names: str, safe: bool = False) -> Assembly:
    states = [StateOfPlugin(name=name, restricts=(f"{name}_secret",)) for name in names]
    return assemble(states, 7, places, core=CorePlugin(), safe=safe)


def reasons(assembly: Assembly) -> dict[str, str]:
    return {name: str(item.reason) for name, item in assembly.plugins.stopped.items()}


def running(assembly: Assembly) -> list[str]:
    return [item.name for item in assembly.plugins.running]


def left(name: str) -> Iterable[str]:
    """What is left of a plugin in this process."""
    yield from (table for table in Base.metadata.tables if table.startswith(f"{name}_"))
    yield from (
        module for module in sys.modules if name in module.split(".") and not module.startswith("tests.")
    )
    yield from (str(mapper.class_) for mapper in Base.registry.mappers if f".{name}." in str(mapper.class_))


def test_without_plugins_core_runs(places: Places) -> None:
    assembly = assembled(places)
    assert running(assembly) == [] and assembly.plugins.generation == 7
    assert "customers" in assembly.registry.types


def test_folders_files_and_packages_run(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_folder(places.home / "stock", code=with_table("stock"))
    in_a_file(places.home / "greet.py", with_table("greet"))
    in_a_package(tmp_path / "site", "loyalty", "acme_loyalty", with_table("loyalty"))
    monkeypatch.syspath_prepend(tmp_path / "site")
    assembly = assembled(places, "stock", "greet", "loyalty")
    assert running(assembly) == ["greet", "loyalty", "stock"] and not reasons(assembly)
    assert {"stock.things", "greet.things", "loyalty.things"} <= set(assembly.registry.types)


def test_the_order_is_that_of_dependency(places: Places) -> None:
    in_a_folder(places.home / "aa", 'requires = ["zz"]')
    in_a_folder(places.home / "bb", 'after = ["cc", "nowhere"]')
    for name in ("cc", "zz"):
        in_a_folder(places.home / name)
    assert running(assembled(places, "aa", "bb", "cc", "zz")) == ["cc", "zz", "aa", "bb"]
    assert running(assembled(places, "bb")) == ["bb"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        ("import nowhere", "No module named 'nowhere'"),
        ("def broken(:", "SyntaxError"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        (with_table("bad") + "\n1 / 0", "ZeroDivisionError: division by zero"),
        (with_table("bad", "core_thing"), "declares the table core_thing"),
        (with_table("bad", "stock_other"), "declares the table stock_other"),
        (with_table("bad", "core_customer"), "already defined"),
        (with_table("bad") + "\nthing = Thing.nothing", "AttributeError"),
    ],
)
def test_one_that_fails_at_import_leaves_nothing_and_the_others_run(
    code: str, said: str, places: Places
) -> None:
    in_a_folder(places.home / "bad", code=code)
    in_a_folder(places.home / "needy", 'requires = ["bad"]', code=with_table("needy"))
    in_a_folder(places.home / "stock", code=with_table("stock"))
    assembly = assembled(places, "bad", "needy", "stock")
    assert running(assembly) == ["stock"]
    assert said in reasons(assembly)["bad"]
    assert "requires the plugin bad" in reasons(assembly)["needy"]
    assert [*left("bad"), *left("needy"), *(table for table in left("core") if "thing" in table)] == []


def test_the_reason_names_the_line(places: Places) -> None:
    path = in_a_folder(places.home / "bad", code="\n\n1 / 0")
    assert f"({path / 'plugin.py'}, line 3)" in reasons(assembled(places, "bad"))["bad"]


def test_one_that_was_mended_runs_the_next_time(places: Places) -> None:
    path = in_a_folder(places.home / "bad", code=with_table("bad") + "\n1 / 0")
    assert running(assembled(places, "bad")) == []
    (path / "plugin.py").write_text(with_table("bad"))
    assert running(assembled(places, "bad")) == ["bad"]


def test_what_is_required_must_be_there_enabled_and_able(places: Places) -> None:
    in_a_folder(places.home / "one", 'requires = ["other"]')
    in_a_folder(places.home / "two", 'requires = ["gone"]')
    in_a_folder(places.home / "other")
    assembly = assembled(places, "one", "two", "gone")
    assert running(assembly) == []
    assert "other, which is not enabled" in reasons(assembly)["one"]
    assert "gone, which does not run" in reasons(assembly)["two"]
    assert assembly.plugins.stopped["one"].fix == "Enable it: guanxi plugin enable other"
    assert assembly.plugins.stopped["gone"].kind == "missing"


def test_a_circle_is_named_and_the_rest_runs(places: Places) -> None:
    for name, needs in (("aa", "bb"), ("bb", "cc"), ("cc", "aa"), ("dd", "aa")):
        in_a_folder(places.home / name, f'requires = ["{needs}"]')
    in_a_folder(places.home / "stock")
    assembly = assembled(places, "aa", "bb", "cc", "dd", "stock")
    assert running(assembly) == ["stock"]
    assert "circle: " in reasons(assembly)["aa"] and "aa -> bb" in reasons(assembly)["aa"]
    assert "aa, which does not run" in reasons(assembly)["dd"]


def test_names_that_begin_each_other_do_not_run_together(places: Places) -> None:
    for name in ("sales", "sales_tax"):
        in_a_folder(places.home / name)
    assert list(reasons(assembled(places, "sales", "sales_tax"))) == ["sales_tax"]
    assert running(assembled(places, "sales_tax")) == ["sales_tax"]


@pytest.mark.parametrize("manifest", ['api = "9.0"', "colour = 1", "requires = 3"])
def test_a_manifest_that_cannot_be_used_quarantines(manifest: str, places: Places) -> None:
    in_a_folder(places.home / "bad", manifest, code="raise RuntimeError")
    assembly = assembled(places, "bad")
    assert assembly.plugins.stopped["bad"].kind == "quarantined" and not list(left("bad"))


@pytest.mark.parametrize(
    ("resource", "runs"),
    [("customers", True), ("custmers", False), ("gone.things", True), ("stock.thing", False)],
)
def test_a_hook_for_a_misspelt_kind_of_records_is_refused(resource: str, runs: bool, places: Places) -> None:
    in_a_folder(places.home / "stock", code=with_table("stock"))
    code = "from core.plugin_api import hookimpl\n@hookimpl(resource={!r})\ndef record_created(work): ..."
    in_a_file(places.home / "greet.py", code.format(resource))
    assembly = assembled(places, "greet", "stock")
    assert ("greet" in running(assembly)) == runs
    assert runs or "Did you mean" in str(assembly.plugins.stopped["greet"].fix)


def test_safe_mode_runs_core_only_and_says_so(places: Places) -> None:
    in_a_folder(places.home / "stock", code="raise RuntimeError")
    plugins = assembled(places, "stock", safe=True).plugins
    assert plugins.safe and plugins.stopped["stock"].kind == "safe mode"
    assert not plugins.running and plugins.closed == {"stock_secret"}


def test_names_that_states_cannot_have_are_missing_and_touch_no_file(places: Places) -> None:
    in_a_folder(places.home.parent / "outside", code="raise RuntimeError")
    assembly = assembled(places, "../outside", "core", "os", "")
    assert {item.kind for item in assembly.plugins.stopped.values()} == {"missing"}


def test_a_broken_mapping_of_one_hurts_nobody_else(places: Places) -> None:
    wrong = "from sqlalchemy.orm import relationship\nThing.others = relationship('Nothing')"
    in_a_folder(places.home / "bad", code=f"{with_table('bad')}\n{wrong}")
    in_a_folder(places.home / "stock", code=with_table("stock"))
    assembly = assembled(places, "bad", "stock")
    assert running(assembly) == ["stock"] and "Nothing" in reasons(assembly)["bad"]
    Base.registry.configure()
    assert not list(left("bad"))
