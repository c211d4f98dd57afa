"""Numbers of things are found by their last characters, as they are read off the thing."""

from core.services import records
from core.services.search import search
from core.services.work import Work


def test_a_number_is_found_by_four_of_its_last_characters_or_more_and_by_its_beginning(work: Work) -> None:
    (customer,) = records.create(work, "customers", [{"name": "Nordwind"}])
    machine = {"customer": customer, "serial": "LS-GKE54H1 PW100238"}
    (id,) = records.create(work, "sample.machines", [machine])
    for words in ("0238", "100238", "1PW100238", "h1pw 100238", "lsgke54h", "LSGKE54H1PW100238"):
        assert [hit.id for hit in search(work, words, ["sample.machines"])] == [id], words
    assert search(work, "238", ["sample.machines"]) == search(work, "0239", ["sample.machines"]) == []
