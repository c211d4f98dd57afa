"""Rules of contacts: their names, and that every customer with contacts has exactly one main contact.

Moves of the main mark lock the customer, so that of two at the same time the later one sees the earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.builtin.findings import required
from core.builtin.people import proposed_name
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.data.models import Contact, Customer
from core.errors import FieldError
from core.labels import translations
from core.services import records
from core.services.work import Work

_ = translations("core")

WHY = "the main contact is one among all contacts of a customer"
STAYS_MAIN = _("A customer with contacts has a main one: make another contact the main one instead.")


def check_name(values: Values) -> Mapping[str, FieldError]:
    """A contact has a name, or a family or given name to make it from."""
    named = values["name"] or values["family_name"] or values["given_name"]
    return {} if named else required("name")


def complete(work: Work, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
    """Name contacts, and make the first contact of a customer its main one."""
    mains = _mains(work, {_customer(change) for change in changes})
    verdicts = ({**proposed_name(change), **_main_verdict(change, mains)} for change in changes)
    return {index: verdict for index, verdict in enumerate(verdicts) if verdict}


def _main_verdict(change: Change, mains: dict[int, set[int]]) -> dict[str, Any]:
    """Whether the contact becomes, stays or ceases to be the main one; `mains` is kept up to date."""
    after, others = change.after or {}, mains.setdefault(_customer(change), set())
    came = change.before is None or change.before["customer"] != after["customer"]
    alone = not others - {change.id}
    if alone and came:
        others.add(change.id or -1)
        return {} if after["main"] else {"main": True}
    if alone and change.changed("main") and not after["main"]:
        return {"main": (FieldError("main_contact_needed", STAYS_MAIN, False),)}
    if came and change.before is not None and not change.changed("main"):
        return {"main": False} if after["main"] else {}
    return {}


def keep_one_main(work: Work, changes: Sequence[Change]) -> None:
    """After a write: who became main is the only one, and who lost its main contact gets another."""
    arrived = {_customer(change): change.id for change in changes if _became_main(change)}
    _lock(work, arrived)
    mains = _mains(work, arrived)
    # Who came with a merge as the main contact of another customer is not the main one beside one who is.
    moved = {change.id for change in changes if _left(change) and not change.changed("main")}
    staying = {customer: mains.get(customer, set()) - moved for customer in arrived}
    chosen = {min(staying[c]) if id in moved and staying[c] else id for c, id in arrived.items()}
    _unmark(work, mains, chosen)
    _promote(work, {_customer_before(change) for change in changes if _left(change)}, ())


def before_delete(work: Work, changes: Sequence[Change]) -> None:
    """A main contact hands the mark to the oldest of those that stay."""
    gone = {change.id for change in changes}
    _promote(work, {_customer_before(change) for change in changes if (change.before or {})["main"]}, gone)


def merged(kept: Values, lost: Values) -> Values:
    """Of two contacts of one customer, the merged one is the main one if either was."""
    same = kept["customer"] == lost["customer"]
    return {"main": kept["main"] or (same and lost["main"])}


def make_main(work: Work, id: int | None, inputs: Values) -> int:
    """The action: this contact is the main one, and the one before no longer."""
    assert id is not None  # noqa: S101  # an action on a record
    records.update(work, "contacts", [records.Update(id, {"main": True})])
    return id


def _customer(change: Change) -> int:
    return int((change.after or {})["customer"])


def _customer_before(change: Change) -> int:
    return int((change.before or {})["customer"])


def _became_main(change: Change) -> bool:
    """A contact that is main now and was not (or not there) before; a restored one is told unchanged."""
    news = change.before is None or change.changed("main", "customer") or not change.changed()
    return bool(news and (change.after or {})["main"])


def _left(change: Change) -> bool:
    return change.before is not None and bool(change.before["main"]) and change.changed("customer")


def _lock(work: Work, customers: Collection[int]) -> None:
    """Let changes of these customers' main contacts take turns; on SQLite all writers do."""
    if customers and work.app.database.kind == "postgresql":
        rows = select(Customer.id).where(Customer.id.in_(customers)).order_by(Customer.id)
        work.session.execute(rows.with_for_update(of=Customer, key_share=True)).all()


def _mains(work: Work, customers: Collection[int]) -> dict[int, set[int]]:
    """The main contacts of these customers, by customer."""
    found: dict[int, set[int]] = {}
    if not customers:
        return found
    marked = Contact.customer_id.in_(customers), Contact.main.is_(True), Contact.deleted_at.is_(None)
    with work.access.unrestricted(work, WHY) as session:
        for customer, contact in session.execute(select(Contact.customer_id, Contact.id).where(*marked)):
            found.setdefault(customer, set()).add(contact)
    return found


def _unmark(work: Work, mains: Mapping[int, set[int]], keep: Collection[int]) -> None:
    others = sorted(id for ids in mains.values() for id in ids if id not in keep)
    if others:
        records.update(work, "contacts", [records.Update(id, {"main": False}) for id in others])


def _promote(work: Work, customers: Iterable[int], gone: Collection[int]) -> None:
    """Mark the oldest contact of each customer that has no main one beside those that go."""
    mains = _mains(work, wanted := set(customers))
    orphaned = [customer for customer in wanted if not mains.get(customer, set()) - set(gone)]
    if not orphaned:
        return
    staying = Contact.customer_id.in_(orphaned), Contact.id.not_in(gone), Contact.deleted_at.is_(None)
    oldest = select(func.min(Contact.id)).where(*staying).group_by(Contact.customer_id)
    with work.access.unrestricted(work, WHY) as session:
        heirs = sorted(session.scalars(oldest))
    if heirs:
        records.update(work, "contacts", [records.Update(id, {"main": True}) for id in heirs])
