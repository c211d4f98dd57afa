"""Make what the plugin needs when it is enabled, in the same transaction."""

# /// guanxi-plugin
# title = "Tags"
# version = "1.0"
# ///

from sqlalchemy import select

from core.plugin_api import Tag, Work, hookimpl, records

WORDS = ("harvest", "sowing")


@hookimpl()
def plugin_enabled(work: Work) -> None:
    """Called every time it is enabled, so it looks first."""
    there = set(work.session.scalars(select(Tag.name).where(Tag.name.in_(WORDS))))
    records.create(work, "tags", [{"name": word} for word in WORDS if word not in there])
