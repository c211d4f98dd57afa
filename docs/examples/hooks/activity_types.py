"""A kind of activity beside calls, meetings, visits and tasks."""

# /// guanxi-plugin
# title = "Test drives"
# version = "1.0"
# ///

from collections.abc import Iterable

from core.plugin_api import ActivityType, hookimpl, translations

_ = translations("activity_types")


@hookimpl()
def activity_types() -> Iterable[ActivityType]:
    """Test drives can be planned, done and filtered like every other activity."""
    return [
        ActivityType(name="activity_types.test_drive", title=_("Test drive"), icon="car", channel="visit")
    ]
