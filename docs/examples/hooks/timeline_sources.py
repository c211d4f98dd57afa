"""Events on the timelines of customers: when contacts of theirs were added."""

# /// guanxi-plugin
# title = "Newcomers"
# version = "1.0"
# ///

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select, tuple_

from core.plugin_api import (
    Contact,
    Customer,
    TimelineEntry,
    TimelineSource,
    Values,
    Work,
    hookimpl,
    translations,
)

_ = translations("timeline_sources")


def read(
    work: Work, customer: Values, before: tuple[datetime, int] | None, limit: int
) -> Iterator[TimelineEntry]:
    """The newest first, older than `before`, at most `limit`: one statement, never OFFSET."""
    found = select(Contact.id, Contact.name, Contact.created_at).where(Contact.customer_id == customer["id"])
    if before is not None:
        found = found.where(tuple_(Contact.created_at, Contact.id) < tuple_(*before))
    ordered = found.order_by(Contact.created_at.desc(), Contact.id.desc()).limit(limit)
    for id, name, at in work.session.execute(ordered):
        title = _("New contact: {name}").fill(name=name)
        yield TimelineEntry(at=at, id=id, title=title, icon="user-plus", link=f"/contacts/{id}")


@hookimpl()
def timeline_sources() -> Iterable[TimelineSource]:
    """It can be chosen alone by its title, for whoever has the right."""
    return [
        TimelineSource(
            name="contacts",
            title=_("Newcomers"),
            of=Customer,
            permission="core.contacts.view",
            read=read,
            icon="user-plus",
        )
    ]
