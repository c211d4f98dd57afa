"""Leads at every door, for who may do what; many at once cost few statements."""

from collections.abc import Callable

from starlette.testclient import TestClient

from core.services import records
from core.services.work import App
from core.testing.people import Hire, Person
from core.testing.web import Arrive
from plugins.sales.public import LEADS, put_leads
from tests.plugins.sales.asking import Company

FILE = "name,phone,email,source,source_key,stage,lost_reason\n" + "".join(
    f"Lead {n},+4943188{n:04},l{n}@example.com,fair,{n},,\n" for n in range(20)
)
PATH = "/api/v1/sales/leads"


def post(client: TestClient, file: str, **query: str) -> dict[str, int]:
    answer = client.post(f"{PATH}/import", params=query, content=file, headers={"content-type": "text/csv"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_file_of_leads_gets_to_people_once(company: Company, hire: Hire) -> None:
    mia = hire("mia", "manager", unit="S").api
    assert post(mia, FILE, dry_run="true")["created"] == 20 and company.rows(LEADS) == []
    assert post(mia, FILE)["created"] == 20
    owners = [row["owner"] for row in company.rows(LEADS)]
    assert owners == [company.users["sam"], company.users["sue"]] * 10
    again = post(mia, FILE)
    assert (again["created"], again["failed"]) == (0, 20)


def test_a_file_may_say_the_unit_of_its_leads(company: Company, hire: Hire) -> None:
    client = hire("ada", "administrator", unit="S").api
    assert post(client, "name,source_key,unit\nA,1,N\nB,2,\nC,3,S\n")["created"] == 3
    north, south = company.stores["N"], company.stores["S"]
    assert [row["unit"] for row in company.rows(LEADS)] == [north, south, south]


def test_a_file_may_bring_leads_that_are_lost(company: Company, client: TestClient) -> None:
    post(client, "name,stage,lost_reason\nA,lost,price\nB,lost,\n")
    (lead,) = company.rows(LEADS)
    assert (lead["stage"], lead["lost_reason"]) == ("lost", "price") and company.steps(lead["id"]) == []


def people(hire: Hire) -> dict[str, Person]:
    roles = {
        "ada": "administrator",
        "mia": "manager",
        "pat": "salesperson",
        "vic": "service",
        "rob": "read_only",
    }
    return {name: hire(name, role, unit="S") for name, role in roles.items()}


def test_who_may_do_what(company: Company, hire: Hire) -> None:
    company.put(), company.put(city="Kiel")
    staff = people(hire)
    seen = {name: len(each.api.get(PATH).json()["data"]) for name, each in staff.items()}
    assert seen == {"ada": 2, "mia": 1, "pat": 0, "vic": 1, "rob": 1}
    made = {name: each.api.post(PATH, json={"name": name}).status_code for name, each in staff.items()}
    assert made == {"ada": 201, "mia": 201, "pat": 201, "vic": 201, "rob": 403}
    exported = {name: each.api.get(f"{PATH}/export").status_code for name, each in staff.items()}
    assert exported == {"ada": 200, "mia": 200, "pat": 200, "vic": 403, "rob": 403}
    assert staff["pat"].api.delete(f"{PATH}/3").status_code in (403, 404)


def test_pages_for_a_salesperson(company: Company, visitor: Arrive, app: App) -> None:
    pat = visitor("salesperson")
    with app.work(app.system()) as work:
        rows = [{"name": "Mine <b>", "owner": pat.user}, {"name": "Lost", "owner": pat.user, "stage": "lost"}]
        records.create(work, LEADS, [{**row, "lost_reason": "price"} for row in rows])
    mine = pat.get("/sales/mine").text
    assert "Mine &lt;b&gt;" in mine and "Lost" not in mine.split("<main", 1)[1]
    for path in (
        "/sales/leads",
        "/sales/leads/board",
        "/sales/answers",
        "/sales/leads/1",
        "/sales/leads/new",
    ):
        assert pat.get(path).status_code == 200, path
    assert visitor({"core.customers.view": "all"}).get("/sales/answers").status_code == 403


def test_a_known_customer_is_shown_beside_the_lead(company: Company, visitor: Arrive, app: App) -> None:
    id = company.put(phone="+494318800")
    with app.work(app.system()) as work:
        records.create(work, "customers", [{"name": "Old Lee", "phone": "+494318800"}])
    panel = f"/sales/leads/{id}/panels/sales.known"
    assert "Old Lee" in visitor().get(panel).text
    leads = {"sales.leads.view": "all", "core.customers.phone": "all"}
    assert "Old Lee" in visitor({**leads, "core.customers.view": "all"}).get(panel).text
    unseen = visitor({**leads, "core.customers.view": "own"}).get(panel)
    assert unseen.status_code == 200 and "Old Lee" not in unseen.text


def test_a_thousand_leads_take_as_many_statements_as_ten(
    company: Company, app: App, statements: Callable[..., object]
) -> None:
    counts = []
    for size in (10, 1_000):
        rows = [
            {"name": f"L{n}", "phone": f"+4943188{n:04}", "source_key": f"{size}-{n}"} for n in range(size)
        ]
        with app.work(app.system()) as work, statements() as asked:  # type: ignore[attr-defined]
            put_leads(work, rows)
        counts.append(len(asked))
    assert counts[1] < 3 * counts[0], counts
