"""A plan says exactly what will differ; what is in the way is named before anything is written."""

from pathlib import Path

import pytest

from core.data.engine import Database
from core.data.scratch import Difference, Names, names_of
from core.errors import Conflict, NotFound
from core.host.plugins import Assembly
from core.services.plugins.contents import contents, difference
from core.services.plugins.planning import plan_disabling, plan_removing
from core.services.work import App
from core.testing.home import Install
from core.testing.schema import schema_of
from tests.data.owners import FIRST, SECOND, revision_of
from tests.host.writing import in_a_folder
from tests.services.plugins.conftest import Life, Running, fill_club

DECLARED = """
import sqlalchemy as sa
from core.plugin_api import Mapped, Record, Resource, hookimpl, text

class Order(Record):
    __tablename__ = "shop_order"
    name: Mapped[str] = text("Name")

@hookimpl()
def resources():
    return [Resource(Order, name="orders", title="Orders", singular="Order")]
"""


def names(database: Database) -> Names:
    with database.reading() as connection:
        return names_of(connection)


def declared(app: App) -> Assembly:
    return Assembly(app.hooks, app.registry, app.plugins)


def test_the_plan_is_the_later_difference_of_schema_and_registry(life: Life, database: Database) -> None:
    for name in ("club", "bar"):
        life.install(name)
    plan, before, schema = life.plan("bar"), life.start(), names(database)
    assert [step.name for step in plan.steps] == ["club", "bar"]
    after = life.enable("bar")
    assert plan.schema == Difference.between(schema, names(database))
    assert plan.adds == difference(contents(declared(before)), contents(declared(after)))
    assert plan.takes_away == {}
    assert plan.steps[0].restricts == ("club_member",)
    assert {"club.members", "bar.tabs"} == set(plan.adds["resources"])


def test_planning_changes_nothing(life: Life, database: Database, running: Running) -> None:
    life.install("club")
    before = schema_of(database)
    life.plan("club")
    assert (schema_of(database), running()) == (before, [])


def test_what_disabling_and_removing_leave_is_counted(life: Life) -> None:
    life.install("club")
    app = life.enable("club")
    fill_club(app)
    plan = plan_disabling(app, "club")
    assert plan.rows == {"club_member": 3, "club_member_guest": 2, "club_purchase": 2}
    assert plan.stored == {"settings": 1, "search": 3, "taggings": 2, "changes": 3}
    assert plan.takes_away["resources"] == ("club.members",)
    assert plan_removing(app, "club").rows == plan.rows


def test_what_others_need_stays(life: Life, running: Running) -> None:
    for name in ("club", "bar"):
        life.install(name)
    life.enable("bar")
    with pytest.raises(Conflict, match=r"bar need it.*plugin disable bar"):
        life.disable("club")
    life.disable("bar")
    with pytest.raises(Conflict, match=r"bar need it.*plugin remove bar"):
        life.remove("club")
    assert running() == ["club"]


def test_an_unknown_name_is_answered_with_the_nearest(life: Life) -> None:
    life.install("club")
    with pytest.raises(NotFound, match=r"no plugin called clubb.*Did you mean club\?"):
        life.plan("clubb")


NONSENSE = SECOND.replace("SET total", "SET nonsense")
FORK = SECOND.replace("0002_total", "0003_fork")
VANDAL = FIRST.replace("def upgrade():", "def upgrade():\n    op.drop_table('core_tagging')")
BROKEN = {
    "raises at import": ("1 / 0", (FIRST,), "ZeroDivisionError"),
    "a broken migration": (DECLARED, (FIRST, NONSENSE), "0002_total failed"),
    "two heads": (DECLARED, (FIRST, SECOND, FORK), "Two lines end in"),
    "a vandal": (DECLARED, (VANDAL,), "not theirs: table core_tagging"),
    "a missing one": ("", (), "requires the plugin nobody"),
}


@pytest.mark.parametrize(("code", "migrations", "reason"), BROKEN.values(), ids=BROKEN)
def test_one_that_cannot_start_is_refused_before_anything_is_written(
    life: Life, install: Install, database: Database, code: str, migrations: tuple[str, ...], reason: str,
    tmp_path: Path, running: Running,
) -> None:  # fmt: skip
    requires = 'requires = ["nobody"]' if not migrations else ""
    folder = install(in_a_folder(tmp_path / "new" / "shop", requires, code)) / "migrations"
    folder.mkdir()
    for content in migrations:
        (folder / f"{revision_of(content)}.py").write_text(content)
    life.install("club")
    life.enable("club")
    before = schema_of(database)
    with pytest.raises(Conflict, match=reason):
        life.enable("shop")
    assert (schema_of(database), running()) == (before, ["club"])
