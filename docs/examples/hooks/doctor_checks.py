"""Look whether what the plugin lives on is there: here, customers that somebody owns."""

# /// guanxi-plugin
# title = "Orphans"
# version = "1.0"
# ///

from collections.abc import Iterable

from sqlalchemy import func, select

from core.plugin_api import Check, Customer, Finding, Work, hookimpl, translations

_ = translations("doctor_checks")


def orphans(work: Work) -> Finding | None:
    """Customers for whom nobody cares; advice, as nothing is broken."""
    unowned = select(func.count()).select_from(Customer).where(Customer.owner_id.is_(None))
    count = work.session.scalar(unowned)
    if not count:
        return None
    text = _("{count} customers have no owner.").fill(count=count)
    fix = _("Give them one: guanxi customers update ID --set owner=LOGIN")
    return Finding(text=text, fix=fix, severity="advice")


@hookimpl()
def doctor_checks() -> Iterable[Check]:
    """Guanxi doctor runs it with its own."""
    return [Check(name="doctor_checks.orphans", title=_("Customers with an owner"), look=orphans)]
