"""A page of a plugin's own: which cities the customers are in."""

# /// guanxi-plugin
# title = "Cities"
# version = "1.0"
# ///

from collections.abc import Iterable

from sqlalchemy import func, select

from core.plugin_api import Customer, Page, Permission, Reply, Shown, Visit, Work, hookimpl, translations

_ = translations("pages")

SEE = "pages.cities.view"
COLUMNS = (_("City"), _("Customers"))


def cities(work: Work, visit: Visit) -> Reply:
    """Counted within what whoever looks may see; `parts/page.html` is a page with one table."""
    counted = select(Customer.city, func.count()).group_by(Customer.city).order_by(Customer.city)
    rows = [[city or "-", count] for city, count in work.session.execute(counted)]
    values = {"title": _("Cities"), "columns": COLUMNS, "rows": rows}
    return Shown(template="parts/page.html", values=values)


@hookimpl()
def pages() -> Iterable[Page]:
    """Its address begins with the plugin's name."""
    return [Page(path="/pages/cities", permission=SEE, run=cities, title=_("Cities"))]


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Who has it may open the page."""
    return [Permission(name=SEE, title=_("See the cities of customers"))]
