"""What pages of records show: the customers that are likely the same, one click from being compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, or_, select

from core.plugin_api import Customer, Panel, Values, Work, translations
from plugins.data_quality.models import Duplicate

_ = translations("data_quality")

MOST = 5


def twins(work: Work, customer: Values) -> Mapping[str, Any]:
    """The open pairs of a customer, the likeliest first; each leads to both of them side by side."""
    id = customer["id"]
    other = case((Duplicate.customer_id == id, Duplicate.other_id), else_=Duplicate.customer_id)
    found = (
        select(Customer.id, Customer.name, Duplicate.likeness)
        .join(Duplicate, Customer.id == other)
        .where(Duplicate.status == "open", or_(Duplicate.customer_id == id, Duplicate.other_id == id))
        .order_by(Duplicate.likeness.desc(), Duplicate.id)
        .limit(MOST)
    )
    rows = [
        {"cells": [name, f"{likeness} %"], "href": f"/customers/{id}/merge?with={twin}"}
        for twin, name, likeness in work.session.execute(found)
    ]
    return {"columns": [_("Customer"), _("Likeness")], "rows": rows}


PANELS = (
    Panel(
        name="twins",
        title=_("Likely duplicates"),
        of=Customer,
        slot="side",
        template="parts/table.html",
        load=twins,
        permission="data_quality.duplicates.view",
        icon="files",
    ),
)
