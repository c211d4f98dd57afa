"""Leads get to people by rules, whoever brings them, and however many at once."""

from datetime import date
from threading import Barrier, Thread

from core.services import records
from plugins.sales.public import LEADS, put_leads
from tests.plugins.sales.asking import Company


def test_in_turn_by_place(company: Company) -> None:
    leads = [company.put(city=city) for city in ("Kiel", "Ulm", "kiel", "Bonn", "Kiel")]
    assert [company.owner(id) for id in leads] == ["nan", "sam", "ned", "sue", "nan"]
    assert company.lead(leads[0])["unit"] == company.stores["N"]
    assert company.owner(company.put(postal_code="24103")) == "ned"


def test_many_at_once_have_their_turns_too(company: Company) -> None:
    with company.app.work(company.app.system()) as work:
        put = put_leads(work, [{"name": f"L{n}", "source_key": str(n)} for n in range(7)])
    owners = [company.owner(each.id or 0) for each in put]
    assert owners == ["sam", "sue", "sam", "sue", "sam", "sue", "sam"]


def test_a_lead_of_a_store_stays_there(company: Company) -> None:
    id = company.put(unit=company.stores["S"], city="Kiel")
    assert company.owner(id) == "sam"


def test_one_that_somebody_has_already_is_left_to_him(company: Company) -> None:
    id = company.put(owner=company.users["sue"], city="Kiel")
    assert company.owner(id) == "sue"
    assert company.lead(id)["sales.route"] is None and company.steps(id)[0]["owner"] == company.users["sue"]


def test_whoever_is_away_is_passed_over(company: Company) -> None:
    with company.app.work(company.app.system()) as work:
        away = {"user": company.users["sam"], "since": date(2026, 11, 18), "until": date(2026, 11, 18)}
        records.create(work, "sales.absences", [away])
    company.change(company.users["sue"], "users", active=False)
    id = company.put()
    assert company.owner(id) == "" and company.lead(id)["sales.waiting"] == "nobody_there"
    assert company.lead(id)["unit"] == company.stores["S"]


def test_by_load_and_fixed(company: Company) -> None:
    for route in company.rows("sales.routes"):
        company.change(route["id"], "sales.routes", method="fixed" if route["name"] == "north" else "by_load")
    busy = [company.put(owner=company.users["sam"]) for _ in range(2)]
    assert [company.owner(company.put()) for _ in range(3)] == ["sue", "sue", "sam"]
    assert [company.owner(company.put(city="Kiel")) for _ in range(2)] == ["nan", "nan"]
    company.change(busy[0], stage="lost", lost_reason="price")
    assert company.owner(company.put()) == "sam"


def test_without_a_rule_it_waits_and_is_tried_again(company: Company) -> None:
    for route in company.rows("sales.routes"):
        company.change(route["id"], "sales.routes", active=False)
    id = company.put()
    assert company.lead(id)["sales.waiting"] == "no_route" and company.owner(id) == ""
    for route in company.rows("sales.routes"):
        company.change(route["id"], "sales.routes", active=True)
    company.run()
    lead = company.lead(id)
    assert company.owner(id) == "sam" and lead["sales.waiting"] is None
    assert company.steps(id)[0]["owner"] == company.users["sam"]


def test_races_neither_skip_nor_repeat_a_turn(company: Company) -> None:
    start = Barrier(6)

    def put(number: int) -> None:
        start.wait()
        for n in range(4):
            company.put(source="race", source_key=f"{number}-{n}")

    threads = [Thread(target=put, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = [row["owner"] for row in company.rows(LEADS)]
    assert sorted(owners.count(company.users[name]) for name in ("sam", "sue")) == [12, 12]


def test_races_for_one_key_make_one_lead(company: Company) -> None:
    start, ids = Barrier(6), []

    def put() -> None:
        start.wait()
        ids.append(company.put(source="portal", source_key="7"))

    threads = [Thread(target=put) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6 and len(set(ids)) == 1 and len(company.rows(LEADS)) == 1
