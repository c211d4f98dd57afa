"""A plugin in a single file, with a kind of records and a table of its own."""

# /// guanxi-plugin
# title = "Tally"
# ///

from core.plugin_api import Mapped, Record, Resource, hookimpl, integer, text, translations

_ = translations("tally")


class Tally(Record):
    __tablename__ = "tally_tally"
    name: Mapped[str] = text(_("Name"), required=True)
    count: Mapped[int | None] = integer(_("Count"))


@hookimpl
def resources() -> list[Resource]:
    return [Resource(Tally, name="tallies", title=_("Tallies"), singular=_("Tally"))]
