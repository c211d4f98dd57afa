"""Leave nothing in a state that only the plugin could end."""

# /// guanxi-plugin
# title = "Holidays"
# version = "1.0"
# ///

from sqlalchemy import select

from core.plugin_api import Activity, Work, hookimpl, records


@hookimpl()
def plugin_disabled(work: Work) -> None:
    """Tasks that it planned are cancelled; whoever disables it sees that in their history."""
    ours = select(Activity.id).where(Activity.subject == "Closed", Activity.status == "planned")
    ids = work.session.scalars(ours).all()
    records.update(work, "activities", [records.Update(id, {"status": "cancelled"}) for id in ids])
