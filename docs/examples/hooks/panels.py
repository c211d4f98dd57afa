"""A panel beside each customer: how many contacts there are, and what they are called."""

# /// guanxi-plugin
# title = "Colleagues"
# version = "1.0"
# ///

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from core.plugin_api import Contact, Customer, Panel, Values, Work, hookimpl, translations

_ = translations("panels")

MOST = 5


def load(work: Work, customer: Values) -> Mapping[str, Any]:
    """The values of the template: `parts/facts.html` shows pairs. The session is that of whoever looks."""
    found = select(Contact.name, Contact.job_title).where(Contact.customer_id == customer["id"])
    rows = work.session.execute(found.order_by(Contact.id).limit(MOST))
    return {"pairs": [(name, position) for name, position in rows]}


@hookimpl()
def panels() -> Iterable[Panel]:
    """`eager`: it is there at once, not only when somebody looks at it; at most three of a page are."""
    return [
        Panel(
            name="colleagues",
            title=_("Colleagues"),
            of=Customer,
            slot="side",
            template="parts/facts.html",
            load=load,
            permission="core.contacts.view",
            icon="users",
            eager=True,
        )
    ]
