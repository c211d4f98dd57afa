"""Two fields of the plugin's own on customers."""

# /// guanxi-plugin
# title = "Credit"
# version = "1.0"
# ///

from collections.abc import Iterable

from core.plugin_api import (
    Customer,
    Extension,
    Extra,
    Mapped,
    choice,
    extends,
    hookimpl,
    integer,
    translations,
)

_ = translations("extensions")


class Credit(Extra):
    """What a customer may owe us."""

    __tablename__ = "extensions_credit"

    id: Mapped[int] = extends(Customer)
    grade: Mapped[str | None] = choice(_("Grade"), {"a": _("A"), "b": _("B")}, sortable=True)
    days: Mapped[int | None] = integer(_("Days to pay"), minimum=0)


@hookimpl()
def extensions() -> Iterable[Extension]:
    """Customers have `extensions.grade` and `extensions.days`; their lists can be sorted by grade."""
    return [Extension(of=Customer, model=Credit, title=_("Credit"), sorts=("grade",))]
