"""Rules of units."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from core.contracts.changes import Change
from core.data.models import Customer, CustomerSite
from core.errors import invalid
from core.labels import translations
from core.services import rights_generation
from core.services.work import Work

_ = translations("core")

IN_USE = _("The unit cannot be deleted: it is a site of {count} customers.")
TAKE_AWAY = _("Take it off these customers' sites first.")


def before_delete(work: Work, changes: Sequence[Change]) -> None:
    """Refuse to delete units where customers are served."""
    ids = [change.id for change in changes]
    served = select(func.count(Customer.id.distinct())).join(
        CustomerSite, CustomerSite.customer_id == Customer.id
    )
    with work.access.unrestricted(work, "a unit in use stays, whoever uses it") as session:
        count = session.scalar(served.where(CustomerSite.unit_id.in_(ids), Customer.deleted_at.is_(None)))
    if count:
        raise invalid("id", "in_use", IN_USE.fill(count=count), ids[0], fix=TAKE_AWAY)
    rights_generation.grow(work.session)
