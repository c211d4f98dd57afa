"""enable -> data -> disable -> enable -> remove -> restore -> enable: nothing is lost, nothing is left."""

from sqlalchemy import delete, select

from core.data.engine import Database
from core.data.migrations import current, downgrade
from core.data.models import Customer, JournalEntry, SearchEntry
from core.data.owners import Owner
from core.services import records
from core.testing.schema import schema_of
from tests.services.plugins.conftest import Life, Running, fill_club, rows_of


def journal(database: Database) -> list[str]:
    with database.reading() as connection:
        asked = select(JournalEntry.operation).where(JournalEntry.resource.is_(None))
        found = connection.execute(asked.order_by(JournalEntry.id)).scalars()
        return [operation for operation in found if operation.startswith(("plugin", "club"))]


def club(life: Life) -> Owner:
    return Owner("club", life.install("club") / "migrations")


def test_a_whole_life_keeps_every_row(life: Life, database: Database, running: Running) -> None:
    club(life)
    before = schema_of(database)
    fill_club(life.enable("club"))
    rows, full = rows_of(database, "club"), schema_of(database)
    assert {name: len(found) for name, found in rows.items()} == {
        "club_member": 3, "club_member_guest": 2, "club_purchase": 2, "settings": 1, "search": 3,
        "taggings": 2,
    }  # fmt: skip
    life.disable("club")
    assert (rows_of(database, "club"), schema_of(database), running()) == (rows, full, [])
    life.enable("club")
    removed = life.remove("club")
    assert (schema_of(database), running()) == (before, [])
    assert not any(rows_of(database, "club").values())
    restored = life.restore(removed.archive)
    assert (restored.rows, restored.left_out) == (removed.manifest.rows, {})
    assert (rows_of(database, "club"), schema_of(database), running()) == (rows, full, [])
    life.enable("club")
    assert rows_of(database, "club") == rows
    assert running() == ["club"]


def test_what_is_done_stands_in_the_journal(life: Life, database: Database) -> None:
    club(life)
    life.enable("club")
    archive = life.remove("club").archive
    life.restore(archive)
    opened = ["club_opened", "plugin_enabled"]
    closed = ["club_closed", "plugin_disabled", "plugin_removed"]
    assert journal(database) == [*opened, *closed, "plugin_restored"]


def test_ids_are_never_given_twice(life: Life, database: Database) -> None:
    club(life)
    app = life.enable("club")
    with app.work(app.system()) as work:
        ids = records.create(work, "club.members", [{"name": "A"}, {"name": "B"}])
    fill_club(app)
    removed = life.remove("club")
    life.restore(removed.archive)
    app = life.enable("club")
    with app.work(app.system()) as work:
        assert records.create(work, "club.members", [{"name": "C"}]) == [ids[-1] + 4]


def test_an_archive_of_an_older_revision_is_upgraded(life: Life, database: Database) -> None:
    owner = club(life)
    fill_club(life.enable("club"))
    life.disable("club")
    downgrade(database, owner, "club_0001_initial")
    rows = rows_of(database, "club")
    removed = life.remove("club")
    assert removed.manifest.revision == "club_0001_initial"
    life.restore(removed.archive)
    assert current(database, owner) == "club_0002_visits"
    life.enable("club")
    downgrade(database, owner, "club_0001_initial")
    assert rows_of(database, "club") == rows


def test_a_disabled_plugin_with_newer_code_is_upgraded_when_it_is_enabled(
    life: Life, database: Database
) -> None:
    owner = club(life)
    fill_club(life.enable("club"))
    life.disable("club")
    downgrade(database, owner, "club_0001_initial")
    assert life.plan("club").schema.added == {
        "columns": ("club_member.visits", "club_member.wishes"),
        "indexes": ("club_member.ix_club_member_visits",),
    }
    life.enable("club")
    assert current(database, owner) == "club_0002_visits"


def test_rows_whose_core_record_is_gone_are_left_out_and_kept(life: Life, database: Database) -> None:
    club(life)
    fill_club(life.enable("club"))
    removed = life.remove("club")
    with database.migrating() as connection:  # as nobody but a database's owner can
        umbrella = connection.scalar(select(Customer.id).where(Customer.name == "Umbrella"))
        for model in (SearchEntry, JournalEntry):
            connection.execute(delete(model).where(model.customer_id == umbrella))
        connection.execute(delete(Customer).where(Customer.id == umbrella))
    restored = life.restore(removed.archive)
    assert restored.left_out == {"club_purchase": 1}
    assert restored.rows["club_purchase"] == 1
    assert restored.left_out_file is not None
    (line,) = restored.left_out_file.read_text().splitlines()
    assert '"missing":"customer_id -> core_customer"' in line


def test_a_tag_that_is_gone_is_made_anew(life: Life, database: Database) -> None:
    club(life)
    fill_club(life.enable("club"))
    rows = rows_of(database, "club")
    removed = life.remove("club")
    app = life.start()
    with app.work(app.system()) as work:
        ids = [row["id"] for row in records.read_many(work, "tags", [1, 2])]
        records.delete(work, "tags", ids[:1])
    life.restore(removed.archive)
    assert rows_of(database, "club") == rows
