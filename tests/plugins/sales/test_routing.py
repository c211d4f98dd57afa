"""Leads get to people by rules."""

from tests.plugins.sales.asking import Company


def test_in_turn_by_place(company: Company) -> None:
    leads = [company.put(city=city) for city in ("Kiel", "Ulm", "kiel", "Bonn", "Kiel")]
    assert [company.owner(id) for id in leads] == ["nan", "sam", "ned", "sue", "nan"]
    assert company.lead(leads[0])["unit"] == company.stores["N"]


def test_a_new_lead_has_a_clock_and_a_step(company: Company) -> None:
    id = company.put(interest="A trial")
    lead = company.lead(id)
    (step,) = company.steps(id)
    assert (step["type"], step["subject"], step["owner"]) == ("call", "Lee · A trial", company.users["sam"])
    assert lead["sales.planned"] and lead["sales.next_at"] == lead["sales.answer_due_at"] == step["due_at"]
