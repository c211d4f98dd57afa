"""Something to try the plugin with, loaded by `guanxi demo`."""

# /// guanxi-plugin
# title = "Demo"
# version = "1.0"
# ///

from collections.abc import Callable, Iterable
from typing import Any

from core.plugin_api import Actor, DemoData, hookimpl, records, translations

_ = translations("demo_data")


def _load(app: Any, actor: Actor, report: Callable[[int, float], None]) -> None:
    """One transaction; a load that was stopped is called again, so it looks first."""
    with app.work(actor) as work:
        records.create(work, "customers", [{"name": f"Shop {n}", "city": "Xiamen"} for n in range(1, 4)])
    report(3, 1.0)


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Three shops."""
    return [DemoData(name="demo_data.shops", title=_("Shops"), load=_load)]
