"""G8, D7: duplicates are merged with a preview, and taken apart again, at every door."""

import pytest

from core.testing.people import Hire
from tests.features.conftest import At
from tests.features.doors import Refused, names


def test_g8_merging_moves_everything_and_unmerging_restores_all_links(at: At) -> None:
    ada = at("ada")
    keep, lose = ada.create("customers", name="Acme"), ada.create("customers", name="Acme Ltd", city="Bonn")
    contact = ada.create("contacts", customer=lose, name="Ann")
    ada.act("customers", keep, "merge", lose=str(lose))
    assert (ada.show("contacts", contact)["customer"], ada.show("customers", keep)["city"]) == (keep, "Bonn")
    assert ada.count("customers") == 1
    ada.act("customers", keep, "unmerge")
    assert (ada.show("contacts", contact)["customer"], ada.show("customers", keep)["city"]) == (lose, None)
    assert names(ada.rows("customers", sort="id")) == ["Acme", "Acme Ltd"]


def test_g8_a_preview_changes_nothing(at: At) -> None:
    ada = at("ada")
    keep, lose = ada.create("customers", name="Acme"), ada.create("customers", name="Acme Ltd")
    ada.act("customers", keep, "merge", lose=str(lose), preview="true", fields={"name": "lose"})
    assert ada.count("customers") == 2
    ada.act("customers", keep, "merge", lose=str(lose), fields={"name": "lose"})
    assert names(ada.rows("customers")) == ["Acme Ltd"]


def test_g8_the_lost_one_says_where_it_is_only_to_whoever_may_see_that(at: At) -> None:
    ada = at("ada")
    keep, lose = (
        ada.create("customers", name="Acme", unit="N1"),
        ada.create("customers", name="Ltd", unit="S1"),
    )
    ada.act("customers", keep, "merge", lose=str(lose))
    with pytest.raises(Refused, match=f"customers {keep}"):
        at("nina").show("customers", lose)
    with pytest.raises(Refused) as refused:
        at("sara").show("customers", lose)
    assert refused.value.code == "not_found" and str(keep) not in refused.value.words.split()


def test_g8_the_api_answers_410_with_the_kept_id(hire: Hire) -> None:
    api = hire("ada", "administrator").api
    keep, lose = (api.post("/api/v1/customers", json={"name": name}).json()["id"] for name in ("Acme", "Ltd"))
    merged = api.post(f"/api/v1/customers/{keep}/merge", json={"lose": lose, "version": 1, "lose_version": 1})
    assert merged.json() == {"merge": 1, "keep": keep, "lost": lose}
    for answer in (
        api.get(f"/api/v1/customers/{lose}"),
        api.patch(f"/api/v1/customers/{lose}", json={"name": "x"}),
        api.post(f"/api/v1/customers/{keep}/merge", json={"lose": lose}),
        api.post(f"/api/v1/customers/{lose}/merge", json={"lose": keep}),
    ):
        assert (answer.status_code, answer.json()["merged_into"]) == (410, keep)


def test_g8_nobody_merges_what_he_may_not_see(at: At) -> None:
    mine, other = at("nina").create("customers", name="Acme"), at("sara").create("customers", name="Acme")
    with pytest.raises(Refused) as refused:
        at("nina").act("customers", mine, "merge", lose=str(other))
    assert refused.value.code in ("not_found", "invalid")
    assert at("ada").count("customers") == 2
