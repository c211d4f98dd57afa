"""Boards: columns with what belongs there, counts and sums, moving by hand and back, and what is refused."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import event

from core.services import lists, records
from core.services.work import App
from core.testing.web import Arrive
from tests.web.html import page

Fill = Callable[..., list[int]]


@pytest.fixture
def fill(app: App) -> Fill:
    """Make activities with these values."""

    def fill(count: int = 1, **values: object) -> list[int]:
        rows = [{"type": "task", "subject": f"Task {n}", **values} for n in range(count)]
        with app.work(app.system(door="test")) as work:
            return list(records.create(work, "activities", rows))

    return fill


@pytest.fixture
def statements(app: App) -> Iterator[list[str]]:
    """Every SELECT from now on."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(statement)

    event.listen(app.database.reader, "before_cursor_execute", note)
    yield found
    event.remove(app.database.reader, "before_cursor_execute", note)


def columns_of(html: str) -> Mapping[str, list[str]]:
    """The names of the cards by column."""
    return {
        section.attrs["aria-label"]: [link.text for link in section.all("a", class_="title")]
        for section in page(html).all("section", class_="board-column")
    }


def test_every_value_has_a_column_with_its_newest_first(visitor: Arrive, fill: Fill) -> None:
    fill(2)
    fill(1, subject="Call", status="done", done_at="2026-11-01T10:00:00Z")
    found = columns_of(visitor().get("/activities/board").text)
    assert found == {"Planned": ["Task 1", "Task 0"], "Done": ["Call"], "Cancelled": []}


def test_the_filter_and_the_words_of_a_list_hold_on_its_board(visitor: Arrive, fill: Fill) -> None:
    fill(1, subject="Visit Ulm", type="visit")
    fill(1, subject="Visit Bonn", type="task")
    person = visitor()
    assert columns_of(person.get("/activities/board?q=Ulm").text)["Planned"] == ["Visit Ulm"]
    assert columns_of(person.get("/activities/board?filter[type]=task").text)["Planned"] == ["Visit Bonn"]
    assert person.get("/activities/board?filter[nonsense]=1").status_code == 422
    assert person.get("/activities/board?where=%7B").status_code == 422


def test_a_long_column_shows_a_part_and_how_many_there_are(visitor: Arrive, fill: Fill) -> None:
    fill(1_010)
    person = visitor()
    html = person.get("/activities/board").text
    assert len(columns_of(html)["Planned"]) == 50
    assert "1,000+" in html
    assert len(columns_of(person.get("/activities/board?most=9999").text)["Planned"]) <= 200


def test_a_board_needs_few_statements_whatever_it_shows(
    visitor: Arrive, fill: Fill, statements: list[str]
) -> None:
    fill(30)
    person = visitor()
    person.get("/activities/board")
    statements.clear()
    person.get("/activities/board")
    assert len(statements) <= 12, statements


def test_whoever_may_see_less_sees_less_on_the_board(visitor: Arrive, fill: Fill) -> None:
    fill(3)
    seller = visitor("salesperson")
    fill(1, subject="Mine", owner=seller.user)
    assert columns_of(seller.get("/activities/board").text)["Planned"] == ["Mine"]


def test_a_card_is_moved_and_the_toast_takes_it_back(visitor: Arrive, fill: Fill, app: App) -> None:
    (id,) = fill()
    person = visitor()
    moved = person.post(
        "/activities/board/move", data={"id": id, "value": "done"}, headers={"hx-request": "true"}
    )
    assert moved.status_code == 200
    assert status(app, id) == "done"
    undo = moved.headers["hx-trigger"].split('"undo": "')[1].split('"')[0]
    assert person.post(undo).status_code == 303
    assert status(app, id) == "planned"


def status(app: App, id: int) -> str:
    with app.reading(app.system(door="test")) as work:
        return str(records.read(work, "activities", id)["status"])


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"value": "nonsense"}, 422),
        ({"value": ""}, 422),
        ({"value": "done", "version": "99"}, 409),
        ({"value": "done", "id": "0"}, 404),
        ({"value": "done", "id": "9223372036854775808"}, 404),
        ({"value": "done", "id": "x"}, 404),
    ],
)
def test_what_cannot_be_moved_stays(
    visitor: Arrive, fill: Fill, app: App, form: dict[str, str], code: int
) -> None:
    (id,) = fill()
    answer = visitor().post("/activities/board/move", data={"id": str(id), **form})
    assert answer.status_code == code
    assert status(app, id) == "planned"


def test_a_move_that_the_life_of_a_record_forbids_is_refused(visitor: Arrive, fill: Fill, app: App) -> None:
    (id,) = fill(1, status="done", done_at="2026-11-01T10:00:00Z")
    answer = visitor().post("/activities/board/move", data={"id": id, "value": "cancelled"})
    assert answer.status_code == 422
    assert status(app, id) == "done"


def test_somebody_elses_record_cannot_be_moved(visitor: Arrive, fill: Fill, app: App) -> None:
    (id,) = fill()
    answer = visitor("salesperson").post("/activities/board/move", data={"id": id, "value": "done"})
    assert answer.status_code == 404
    board = page(visitor("read_only").get("/activities/board").text).one("div", class_="board")
    assert "data-move" not in board.attrs
    assert status(app, id) == "planned"


def test_without_dragging_there_is_a_dialog(visitor: Arrive, fill: Fill, app: App) -> None:
    (id,) = fill()
    person = visitor()
    assert f"/activities/{id}/move" in person.get("/activities/board").text
    dialog = page(person.get(f"/activities/{id}/move", headers={"hx-request": "true"}).text)
    buttons = {button.attrs["value"]: button for button in dialog.all("button", name="value")}
    assert "disabled" in buttons["planned"].attrs and "disabled" not in buttons["done"].attrs


def test_a_kind_without_a_board_has_none(visitor: Arrive) -> None:
    assert visitor().get("/contacts/board").status_code == 404


def test_hostile_names_are_only_text(visitor: Arrive, fill: Fill) -> None:
    fill(1, subject="<script>alert(1)</script>\"'{{7*7}}")
    html = visitor().get("/activities/board").text
    assert "<script>alert" not in html and "&lt;script&gt;" in html and "{{7*7}}" in html


def test_columns_of_a_service_are_limited_by_rights(app: App, fill: Fill) -> None:
    fill(2)
    with app.reading(app.system(door="test")) as work:
        query = lists.Query(fields=("subject",), limit=1)
        planned, none = lists.columns(work, "activities", "status", ["planned", None], query)
    assert (len(planned.rows), planned.count, planned.is_complete) == (1, 2, False)
    assert (none.rows, none.count, none.is_complete) == ([], 0, True)


def test_a_board_says_what_it_is_filtered_by(visitor: Arrive, fill: Fill) -> None:
    fill(2)
    client = visitor()
    found = page(client.get("/activities/board?filter[subject]=Task+1").text)
    chip = found.one("span", class_="chip")
    assert chip.text.startswith("Subject is Task 1")
    assert chip.one("a").attrs["href"] == "/activities/board"


def test_a_part_of_a_board_is_asked_for(visitor: Arrive, fill: Fill) -> None:
    fill(60)
    answer = visitor().get("/activities/board?most=100", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert not page(answer.text).all("html")
