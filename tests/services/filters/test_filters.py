"""Every kind of field is filtered alike on both databases, and nothing hostile reaches them."""

from itertools import product
from typing import Any

import pytest

from core.errors import Invalid
from core.services import records
from core.services.filters import short_form
from core.services.work import App, Work
from core.testing.app import MakeCustomer
from tests.services.filters.asking import found, leaf, refused

MACHINES: list[dict[str, Any]] = [
    {"serial": "A", "model": "Atlas 100%", "hours": 5, "load": "1.00000001", "price": "10", "currency": "JPY",
     "installed_on": "2026-01-01", "status": "running", "leased": True, "tags": ["vip", "new"]},
    {"serial": "B", "model": "atlas_200", "hours": -(0), "load": "-1.5", "price": "10.00", "currency": "EUR",
     "installed_on": "2026-01-02", "status": "broken", "tags": ["vip"]},
    {"serial": "C", "model": "Ätna", "hours": 2**62, "price": "10.001", "currency": "KWD"},
    {"serial": "D", "model": "王伟明", "price": "9.99", "currency": "EUR", "hotline": "+49 30 901820"},
    {"serial": "E"},
]  # fmt: skip


@pytest.fixture
def machines(work: Work) -> Work:
    customer = records.create(work, "customers", [{"name": "Acme", "city": "Köln"}])[0]
    records.create(work, "sample.machines", [{"customer": customer, **row} for row in MACHINES])
    return work


CASES: list[tuple[str, str, Any, str]] = [
    ("serial", "eq", "A", "A"),
    ("serial", "eq", "a", ""),
    ("serial", "in", ["A", "E", "A", "X"], "AE"),
    ("model", "contains", "ATLAS", "AB"),
    ("model", "contains", "%", "A"),
    ("model", "contains", "_", "B"),
    ("model", "contains", "\\", ""),
    ("model", "contains", "伟", "D"),
    ("model", "contains", "ä", ""),
    ("model", "contains", "ÄTN", "C"),
    ("model", "starts", "Atl", "AB"),
    ("model", "starts", "tlas", ""),
    ("model", "empty", None, "E"),
    ("model", "empty", False, "ABCD"),
    ("model", "empty", "no", "ABCD"),
    ("model", "eq", None, "E"),
    ("model", "ne", None, "ABCD"),
    ("model", "ne", "Ätna", "ABDE"),
    ("model", "gte", "b", "D"),
    ("model", "lt", "ATLAS_", "A"),
    ("hours", "eq", 0, "B"),
    ("hours", "eq", "5", "A"),
    ("hours", "gt", 0, "AC"),
    ("hours", "lte", 5, "AB"),
    ("hours", "ne", 5, "BCDE"),
    ("hours", "in", [5, 2**62], "AC"),
    ("load", "eq", "1.00000001", "A"),
    ("load", "eq", 1.00000001, "A"),
    ("load", "gt", "1", "A"),
    ("load", "lt", 0, "B"),
    ("price", "eq", "10", "AB"),
    ("price", "eq", "10.001", "C"),
    ("price", "in", ["10.001", "9.99"], "CD"),
    ("price", "gt", "10", "C"),
    ("price", "gt", "10.0005", "C"),
    ("price", "gte", "9.995", "ABC"),
    ("price", "lte", "9.995", "D"),
    ("price", "lt", "10.001", "ABD"),
    ("price", "ne", "10", "CDE"),
    ("currency", "eq", "eur", "BD"),
    ("installed_on", "eq", "2026-01-02", "B"),
    ("installed_on", "lt", "2026-01-02", "A"),
    ("installed_on", "gt", "0001-01-01", "AB"),
    ("status", "eq", "Running", "A"),
    ("status", "in", ["running", "broken"], "AB"),
    ("leased", "eq", True, "A"),
    ("leased", "eq", "no", "BCDE"),
    ("tags", "has", "vip", "AB"),
    ("tags", "has", "%", ""),
    ("tags", "empty", True, "CDE"),
    ("tags", "empty", False, "AB"),
    ("hotline", "eq", "+49 30 901820", "D"),
    ("hotline", "contains", "9018", "D"),
    ("customer.city", "eq", "Köln", "ABCDE"),
    ("customer.city", "contains", "bonn", ""),
    ("id", "gt", 0, "ABCDE"),
    ("created_at", "gt", "2020-01-01T00:00:00Z", "ABCDE"),
]


def share_out(
    work: Work, resource: str, cases: list[tuple[str, str, Any, str]], everything: set[str]
) -> None:
    """Each condition finds what is expected, and its negation all the rest."""
    for field, op, value, expected in cases:
        condition = leaf(field, op, value)
        assert found(work, resource, condition) == set(expected), condition
        assert found(work, resource, {"not": condition}) == everything - set(expected), condition


def test_conditions_and_their_negations_share_out_all_records(machines: Work) -> None:
    share_out(machines, "sample.machines", CASES, set("ABCDE"))


def test_groups_and_their_negations(machines: Work) -> None:
    atlas, jpy = leaf("model", "starts", "atlas"), leaf("currency", "eq", "JPY")
    cases = {"and": "A", "or": "AB"}
    for joiner, expected in cases.items():
        group = {joiner: [atlas, jpy]}
        assert found(machines, "sample.machines", group) == set(expected)
        assert found(machines, "sample.machines", {"not": group}) == set("ABCDE") - set(expected)
    nested = {"and": [{"not": {"or": [atlas, {"not": leaf("price", "empty")}]}}, leaf("serial", "ne", "Z")]}
    assert found(machines, "sample.machines", nested) == {"E"}


def test_the_usual_operator_may_be_left_out(machines: Work) -> None:
    tree = short_form([("filter[tags]", "vip"), ("filter[currency]", "EUR"), ("price[lte]", "10")])
    assert found(machines, "sample.machines", tree) == {"B"}


HOSTILE: list[Any] = [
    "x" * 1_000_000, "a\x00b", "\ud800", "' OR 1=1 --", {"$gt": 1}, [1], 2**40, 2**63, 10**400, -(2**80),
    float("nan"), float("inf"), "1e999999", b"x", True, 1.1, "", " ", "٣" * 30, "2026-02-30", "now",
]  # fmt: skip
FIELDS = (
    "id", "version", "created_at", "created_by", "customer", "customer.name", "serial", "model", "status",
    "hours", "load", "price", "currency", "installed_on", "leased", "hotline", "tags",
)  # fmt: skip


OPERATORS = ("eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "starts", "has", "empty", "under", None)


def test_hostile_values_are_refused_or_find_nothing_special(machines: Work) -> None:
    for field, op in product(FIELDS, OPERATORS):
        for value in (*HOSTILE, HOSTILE, ["x"] * 600, [[1]], None):
            try:
                found(machines, "sample.machines", {"not": {"field": field, "op": op, "value": value}})
            except Invalid as error:
                assert set(error.errors) <= {field, "where"}
                str(error).encode()


REFUSED: list[tuple[str, Any, Any, str]] = [
    ("hours", "eq", 2**63, "integer_invalid"),
    ("hours", "eq", "", "value_missing"),
    ("hours", "eq", [1], "value_invalid"),
    ("hours", "in", 1, "value_invalid"),
    ("hours", "in", [], "value_invalid"),
    ("hours", "in", list(range(501)), "value_invalid"),
    ("hours", "in", [1, None], "value_missing"),
    ("hours", "has", 1, "operator_unknown"),
    ("hours", "GT", 1, "operator_unknown"),
    ("hours", 7, 1, "operator_unknown"),
    ("load", "eq", "1.000000001", "decimal_invalid"),
    ("status", "eq", "rusty", "choice_unknown"),
    ("tags", "has", ["vip", "new"], "value_invalid"),
    ("tags", "has", "vip,new", "tags_invalid"),
    ("model", "contains", "x" * 201, "value_invalid"),
    ("model", "contains", "a\x00", "value_invalid"),
    ("leased", "gt", True, "operator_unknown"),
    ("customer", "under", "nobody\x00", "reference_invalid"),
    ("created_by", "under", 1, "operator_unknown"),
]


def test_what_cannot_be_compared_is_refused_with_its_reason(work: Work) -> None:
    for field, op, value, code in REFUSED:
        assert refused(work, leaf(field, op, value)).errors[field][0].code == code


UNKNOWN: list[Any] = [
    "", "nmae", "model_key", "deleted_at", "customer.owner.name", "tags.name", "lines.x", ".", "a.b.c", 7,
    None, ["id"], "x" * 10_000_000, "\x00", "customer_id", "id; drop table x", "created_by.password_hash",
]  # fmt: skip


def test_fields_that_do_not_exist_are_refused(work: Work) -> None:
    for name in UNKNOWN:
        assert refused(work, {"field": name, "value": 1}).errors["where"][0].code == "unknown_field"


def test_a_misspelt_field_is_told_its_name(work: Work) -> None:
    assert "Did you mean model?" in str(refused(work, leaf("modle", "eq", "x")))
    assert "Did you mean customer.city?" in str(refused(work, leaf("customer.ctiy", "eq", "x")))


def test_the_largest_filters_that_are_allowed_are_answered(machines: Work) -> None:
    names: list[Any] = [f"customer {n}" if n % 2 else str(10**9 + n) for n in range(500)]
    trees: list[Any] = [{"or": [leaf("customer", "in", names), leaf("created_by", "in", names)]}]
    trees += [{"or": [{"field": name, "value": "1"}] * 100} for name in ("price", "serial", "hotline")]
    for tree in trees:
        assert found(machines, "sample.machines", tree) == set()
        assert found(machines, "sample.machines", {"not": tree}) == set("ABCDE")


ORDERS: list[tuple[str, str, Any, str]] = [
    ("ways", "has", "van", "A"),
    ("ways", "has", "By post", "AB"),
    ("ways", "empty", True, "C"),
    ("terms", "contains", "NET", "A"),
    ("terms", "empty", True, "BC"),
    ("due_at", "gt", "2026-03-29T00:30:00Z", "A"),
    ("due_at", "eq", "2026-03-29T02:30:00+01:00", "A"),
    ("due_at", "lte", "2026-03-29T01:30:00Z", "AB"),
    ("copy_to", "contains", "example", "A"),
    ("tracking", "starts", "https://", "A"),
    ("ship_to", "eq", "Germany", "A"),
    ("language", "eq", "zh-Hans", "A"),
    ("time_zone", "eq", "Asia/Shanghai", "A"),
    ("layout", "empty", False, "A"),
    ("reminder", "eq", "30", "A"),
    ("lines.discount", "gte", 10, "A"),
    ("lines.article", "eq", "a", "A"),
    ("owner.login", "eq", "anna", "A"),
    ("owner", "eq", "anna", "A"),
    ("owner", "ne", "anna", "BC"),
]


@pytest.fixture
def orders(work: Work) -> Work:
    records.create(work, "users", [{"login": "anna", "name": "Anna"}])
    first = {
        "code": "A", "ways": ["post", "van"], "terms": "30 days\nnet", "due_at": "2026-03-29T01:30:00Z",
        "copy_to": "a@example.com", "tracking": "https://example.com", "ship_to": "DE", "language": "zh-Hans",
        "time_zone": "Asia/Shanghai", "layout": {"a": 1}, "owner": "anna", "currency": "EUR", "total": "1",
        "lines": [{"article": "a", "quantity": "2", "discount": 10}, {"article": "b", "quantity": "1"}],
    }  # fmt: skip
    second = {"code": "B", "ways": ["post"], "due_at": "2026-03-29T00:00:00Z"}
    records.create(work, "sample.orders", [first, second, {"code": "C"}])
    return work


def test_the_other_kinds_of_field(orders: Work) -> None:
    share_out(orders, "sample.orders", ORDERS, set("ABC"))


def test_people_mean_their_own_time_zone_and_machines_say_the_offset(
    app: App, make_customer: MakeCustomer
) -> None:
    make_customer()
    tree = leaf("created_at", "gt", "2020-01-01 08:00")
    with app.reading(app.system("cli")) as work:
        assert len(found(work, "customers", tree)) == 1
    with app.reading(app.system("api")) as work:
        assert "offset" in str(refused(work, tree, "customers"))
