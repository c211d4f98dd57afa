"""What is due is worked out when something happens: with readings, services, plans and owners."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete as delete_rows
from sqlalchemy import select, update

from core.data.models import QueuedJob
from core.errors import Invalid
from core.services import records
from core.services.work import App
from core.testing.app import Clock, actor_with
from core.testing.jobs import RunJobs
from plugins.care.models import DueTask, SubjectState
from plugins.care.services import daily
from plugins.care.services.computing import put_right, see
from tests.plugins.care.asking import (
    AIR,
    OIL,
    car,
    change,
    create,
    delete,
    person,
    plan,
    read,
    rows,
    under,
    wrote,
)

SUBJECTS = "care.subjects"
SERVICES = "care.services"


def state(app: App, id: int) -> tuple[str, str, str | None]:
    row = read(app, SUBJECTS, id)
    return row["urgency"], str(row["due_on"]), row["visit"]


def known_use(app: App, subject: int) -> int | None:
    """What its meter has counted, as care knows."""
    with app.reading(app.system()) as work:
        return work.session.scalar(select(SubjectState.last_value).where(SubjectState.id == subject))


def tasks_of(app: App, subject: int) -> list[int]:
    """The numbers of the rows about its tasks: they are new where anything was written."""
    with app.reading(app.system()) as work:
        return list(work.session.scalars(select(DueTask.id).where(DueTask.subject_id == subject)))


def serviced(app: App, asset: int, day: str, value: int | None, codes: str = "oil") -> int:
    values = {"asset": asset, "done_on": date.fromisoformat(day), "codes": codes, "value": value}
    return create(app, SERVICES, **values)


def test_what_comes_under_a_plan_is_due_at_once(app: App) -> None:
    subject = under(app, plan(app), car(app))
    assert state(app, subject) == ("overdue", "2026-07-27", "OIL")
    row = read(app, SUBJECTS, subject)
    assert (row["name"], row["customer"], row["promised"]) == ("Golf · Cars", 1, False)
    assert (str(row["per_day"]), row["source"]) == ("41.0959", "default")


def test_readings_move_it_and_so_do_those_that_go(app: App, run_jobs: RunJobs) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    first, second = wrote(app, asset, "2026-03-01", 1_000), wrote(app, asset, "2026-11-01", 3_450)
    assert state(app, subject) == ("due_soon", "2026-11-25", "OIL")
    assert str(read(app, SUBJECTS, subject)["per_day"]) == "10.0000"
    change(app, "assets.readings", second, void_reason="A typing error")
    assert read(app, SUBJECTS, subject)["source"] == "default"
    delete(app, "assets.readings", first)
    run_jobs()
    assert state(app, subject) == ("overdue", "2026-07-27", "OIL")


def test_one_typing_error_makes_nothing_overdue(app: App) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    wrote(app, asset, "2026-10-01", 3_000)
    before = state(app, subject)
    change(app, "assets.meters", 1, max_per_day=1_000)
    wrote(app, asset, "2026-11-01", 345_000)
    assert state(app, subject) == before == ("due_soon", "2026-11-25", "OIL")


def test_readings_that_a_job_believes_later_move_it(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    make = create(app, "assets.definitions", name="Golf", meter_unit="km", max_per_day=10)
    asset = car(app, definition=make)
    subject = under(app, plan(app), asset)
    wrote(app, asset, "2026-10-01", 9_900)
    assert known_use(app, subject) == 0
    change(app, "assets.definitions", make, max_per_day=1_000)
    run_jobs()
    assert known_use(app, subject) == 9_900
    wrote(app, asset, "2026-11-30", 10_400)
    assert known_use(app, subject) == 9_900
    clock.forward(days=20)
    with app.work(app.system("test")) as work:
        work.enqueue("assets.rescan")
    run_jobs()
    assert known_use(app, subject) == 10_400


def test_all_is_worked_out_again_and_only_what_differs_is_written(app: App, run_jobs: RunJobs) -> None:
    wrong, right = (under(app, made, car(app)) for made in [plan(app)] * 2)
    told = state(app, wrong), tasks_of(app, wrong), tasks_of(app, right)
    with app.database.writing() as connection:
        connection.execute(update(DueTask).where(DueTask.subject_id == wrong).values(due_date=1, soon_on=1))
        connection.execute(update(SubjectState).where(SubjectState.id == wrong).values(urgency="ok"))
    with app.work(app.system("test")) as work:
        work.enqueue("care.recompute")
    run_jobs()
    assert (state(app, wrong), len(tasks_of(app, wrong))) == (told[0], 2)
    assert tasks_of(app, wrong) != told[1]
    assert tasks_of(app, right) == told[2]


def test_many_are_shared_by_two_jobs(app: App, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "MANY", 2)
    made = plan(app)
    told = [(id, state(app, id)) for id in [under(app, made, car(app)) for _number in range(5)]]
    with app.database.writing() as connection:
        connection.execute(delete_rows(SubjectState))
    with app.work(app.system("test")) as work:
        work.enqueue("care.recompute")
    assert run_jobs() >= 2
    assert [(id, state(app, id)) for id, _before in told] == told


def test_what_was_never_worked_out_is(app: App, run_jobs: RunJobs) -> None:
    subject = under(app, plan(app), car(app))
    told = state(app, subject)
    with app.database.writing() as connection:
        connection.execute(delete_rows(DueTask))
        connection.execute(delete_rows(SubjectState))
    with app.work(app.system("test")) as work:
        work.enqueue("care.recompute")
    run_jobs()
    assert (state(app, subject), len(tasks_of(app, subject))) == (told, 2)


def test_what_somebody_touches_meanwhile_is_worked_out_anew(app: App) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    with app.database.writing() as connection:
        connection.execute(update(SubjectState).where(SubjectState.id == subject).values(urgency="ok"))
    with app.reading(app.system("test")) as work:
        seen = see(work, [subject])
    serviced(app, asset, "2026-11-10", 8_000)
    with app.work(app.system("test")) as work:
        put_right(work, seen, seen.stale)
    assert seen.stale == [subject]
    assert state(app, subject) == ("ok", "2027-07-12", "OIL")


def test_a_service_is_where_the_next_one_counts_from(app: App) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    service = serviced(app, asset, "2026-11-10", 8_000)
    assert state(app, subject) == ("ok", "2027-07-12", "OIL")
    assert read(app, SERVICES, service)["codes"] == "OIL"
    assert [row["value"] for row in rows(app, "assets.readings", "value")] == [8_000]
    change(app, SERVICES, service, value=9_000)
    assert [row["value"] for row in rows(app, "assets.readings", "value")] == [9_000]
    change(app, SERVICES, service, value=None)
    assert rows(app, "assets.readings") == []


def test_the_reading_of_a_service_goes_with_it(app: App) -> None:
    asset = car(app)
    for value in (0, 9_000):
        service = create(app, SERVICES, asset=asset, done_on="2026-05-01", codes="OIL", value=value)
        delete(app, SERVICES, service)
        assert rows(app, "assets.readings") == [], value


def test_a_service_that_was_deleted_counts_no_more(app: App, run_jobs: RunJobs) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    before = state(app, subject)
    service = serviced(app, asset, "2026-11-10", 8_000)
    delete(app, SERVICES, service)
    run_jobs()
    assert state(app, subject) == before
    assert rows(app, "assets.readings") == []


def test_who_is_sold_or_has_another_owner(app: App) -> None:
    asset = car(app)
    subject = under(app, plan(app), asset)
    bob = create(app, "customers", name="Bob")
    (holding,) = rows(app, "assets.holdings")
    change(app, "assets.holdings", holding["id"], until=date(2026, 11, 20))
    create(app, "assets.holdings", asset=asset, customer=bob, since=date(2026, 11, 20))
    assert read(app, SUBJECTS, subject)["customer"] == bob
    change(app, "assets.assets", asset, status="sold")
    row = read(app, SUBJECTS, subject)
    assert (row["urgency"], row["remind_on"]) == ("not_scheduled", None)


def test_what_changes_after_the_last_look_of_a_job_is_not_forgotten(app: App, run_jobs: RunJobs) -> None:
    cars = plan(app)
    subject = under(app, cars, car(app))
    change(app, "care.plans", cars, tasks=[{"code": "LAMP", "months": 24}])
    jobs = update(QueuedJob)
    with app.database.writing() as connection:  # it has looked, and has not ended yet
        connection.execute(jobs.values(state="running"))
    change(app, "care.plans", cars, tasks=[{"code": "LAMP", "months": 36}])
    with app.database.writing() as connection:
        connection.execute(jobs.where(QueuedJob.state == "running").values(state="done"))
    run_jobs()
    assert state(app, subject) == ("ok", "2028-11-25", "LAMP")


def test_another_plan_is_followed_by_a_job(app: App, run_jobs: RunJobs) -> None:
    cars = plan(app)
    subject = under(app, cars, car(app))
    change(app, "care.plans", cars, tasks=[{"code": "LAMP", "months": 24}])
    run_jobs()
    assert state(app, subject) == ("ok", "2027-11-25", "LAMP")


def test_items_of_a_make_come_under_its_plan(app: App) -> None:
    make = create(app, "assets.definitions", name="Boiler 7", kind="appliance")
    old = car(app, definition=make, meter_unit=None)
    plan(app, "Boilers", [{"code": "CLEAN", "months": 12}], definition=make, meter_unit=None)
    new = create(app, "assets.assets", name="B2", definition=make, in_service_date=date(2026, 11, 1))
    assert [row["asset"] for row in rows(app, SUBJECTS, "asset")] == [old, new]


def test_a_thing_without_a_start_is_not_scheduled_until_somebody_says_it(app: App) -> None:
    asset = create(app, "assets.assets", name="Old press")
    subject = under(app, plan(app), asset)
    assert state(app, subject) == ("not_scheduled", "None", None)
    change(app, SUBJECTS, subject, start=date(2026, 1, 1))
    assert state(app, subject)[:2] == ("ok", "2027-01-01")


@pytest.mark.parametrize(
    ("tasks", "code"),
    [
        ([{"code": "OIL"}], "no_interval"),
        ([OIL, {**AIR, "code": "OIL"}], "twice"),
        ([{"code": "two words", "months": 1}], "code_invalid"),
        ([{"code": "OIL", "months": 0}], "out_of_range"),
    ],
)
def test_plans_that_mean_nothing_are_refused(app: App, tasks: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(app, tasks=tasks)
    assert code in str([error.code for errors in refused.value.errors.values() for error in errors])


def test_the_same_plan_twice_for_one_thing_is_refused(app: App) -> None:
    cars, asset = plan(app), car(app)
    under(app, cars, asset)
    with pytest.raises(Invalid):
        under(app, cars, asset)


def test_time_alone_is_followed_every_day(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    asset = car(app)
    cars = plan(app)
    serviced(app, asset, "2026-11-10", 8_000)
    subject = under(app, cars, asset)
    assert state(app, subject)[0] == "ok"
    run_jobs()
    clock.forward(days=204)  # 2027-06-13: 30 days before 2027-07-13
    run_jobs()
    assert state(app, subject)[0] == "due_soon"
    clock.forward(days=31)
    run_jobs()
    assert state(app, subject)[0] == "overdue"


def test_a_customer_as_a_whole_is_looked_after_too(app: App) -> None:
    ada = person(app)
    visits = plan(app, "Visits", [{"code": "VISIT", "months": 6}], meter_unit=None)
    home = create(app, SUBJECTS, plan=visits, customer=ada, start=date(2026, 1, 31))
    assert state(app, home) == ("overdue", "2026-07-31", "VISIT")
    create(app, SERVICES, subject=home, customer=ada, done_on=date(2026, 8, 31), codes="visit")
    assert state(app, home) == ("ok", "2027-02-28", "VISIT")


def test_what_is_due_does_not_depend_on_who_wrote_it_down(app: App) -> None:
    user = create(app, "users", login="u", name="U")
    asset = car(app, owner={"owner": user})
    subject = under(app, plan(app), asset)
    wrote(app, asset, "2026-03-01", 1_000), wrote(app, asset, "2026-11-01", 3_450)
    seen = ("core.customers.view", "assets.assets.view", "assets.holdings.view")
    rights = ("care.services.create", "care.services.view", *seen)
    with app.work(actor_with(dict.fromkeys(rights, "own"), user_id=user)) as work:
        row = {"asset": asset, "done_on": date(2026, 11, 10), "codes": "OIL", "value": 3_600}
        records.create(work, SERVICES, [row])
    found = read(app, SUBJECTS, subject)
    assert (found["source"], found["urgency"], str(found["due_on"])) == ("history", "ok", "2027-11-10")
    assert len(rows(app, "assets.readings")) == 3
