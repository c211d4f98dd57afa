"""Activities: what was done and what is to be done, through every channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.contracts.base import Anchored, Child, Record, only_where
from core.contracts.fields import choice, email, long_text, moment, parent, reference, text
from core.data.models.contact import Contact
from core.data.models.unit import Unit
from core.data.models.user import User
from core.labels import translations

_ = translations("core")

CHANNELS = {
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "visit": _("Visit"),
    "meeting": _("Meeting"),
    "chat": _("Chat"),
    "social": _("Social media"),
    "letter": _("Letter"),
    "web": _("Web"),
    "other": _("Other"),
}
DIRECTIONS = {"in": _("Incoming"), "out": _("Outgoing")}
STATUSES = {"planned": _("Planned"), "done": _("Done"), "cancelled": _("Cancelled")}


def happens_at(values: Mapping[str, Any]) -> datetime | None:
    """The moment by which an activity stands on a timeline."""
    at: datetime | None = values.get("starts_at") or values.get("done_at") or values.get("due_at")
    return at


class Activity(Anchored, Record):
    """A call, meeting, e-mail, visit, task or note, about a customer or any other record, or about none."""

    __tablename__ = "core_activity"

    type: Mapped[str] = choice(
        _("Type"), "activity_types", required=True, default="note", aliases=("activity type", "类型", "類型")
    )
    subject: Mapped[str | None] = text(
        _("Subject"), search=True, help=_("Made from the description when left out."),
        aliases=("title", "主题", "主題", "标题", "標題"),
    )  # fmt: skip
    description: Mapped[str | None] = long_text(
        _("Description"), aliases=("text", "details", "body", "内容", "內容", "描述")
    )
    channel: Mapped[str | None] = choice(
        _("Channel"), CHANNELS, help=_("That of the type when left out."), aliases=("渠道",)
    )
    direction: Mapped[str | None] = choice(_("Direction"), DIRECTIONS, aliases=("方向",))
    status: Mapped[str] = choice(
        _("Status"), STATUSES, required=True, default="planned", aliases=("状态", "狀態")
    )
    starts_at: Mapped[datetime | None] = moment(_("Starts at"), aliases=("start", "开始时间", "開始時間"))
    ends_at: Mapped[datetime | None] = moment(_("Ends at"), aliases=("end", "结束时间", "結束時間"))
    due_at: Mapped[datetime | None] = moment(
        _("Due at"), sortable=True, aliases=("due", "due date", "deadline", "截止时间", "截止時間")
    )
    remind_at: Mapped[datetime | None] = moment(_("Remind at"), aliases=("reminder", "提醒时间", "提醒時間"))
    done_at: Mapped[datetime | None] = moment(
        _("Done at"), help=_("Now when left out."), aliases=("完成时间", "完成時間")
    )
    happens_at: Mapped[datetime | None] = moment(
        _("When"), sortable=True, read_only=True, computed=happens_at,
        help=_("Its start, else when it was done, else when it is due."),
    )  # fmt: skip
    outcome: Mapped[str | None] = text(_("Outcome"), max_length=500, aliases=("result", "结果", "結果"))
    next_step: Mapped[str | None] = text(_("Next step"), max_length=500, aliases=("下一步",))
    owner_id: Mapped[int | None] = reference(
        User, _("Owner"), on_delete="keep", aliases=("assigned to", "responsible", "负责人", "負責人")
    )
    unit_id: Mapped[int | None] = reference(Unit, _("Unit"), aliases=("部门", "部門"))
    contact_id: Mapped[int | None] = reference(
        Contact, _("Contact"), on_delete="keep", aliases=("contact person", "联系人", "聯繫人")
    )


# The timeline of a customer and that of any other record; the to-do list of a person.
Index("ix_core_activity_timeline", Activity.customer_id, Activity.happens_at, Activity.id)
Index("ix_core_activity_about", Activity.resource, Activity.record_id)
Index(
    "ix_core_activity_remind_at",
    Activity.remind_at,
    Activity.id,
    **only_where(Activity.remind_at.is_not(None) & Activity.deleted_at.is_(None)),
)
Index("ix_core_activity_to_do", Activity.owner_id, Activity.status, Activity.due_at, Activity.id)


class ActivityParticipant(Child):
    """Somebody who takes part: a user, a contact, or anybody by name and e-mail address."""

    __tablename__ = "core_activity_participant"

    activity_id: Mapped[int] = parent(Activity)
    user_id: Mapped[int | None] = reference(User, _("User"), on_delete="keep")
    contact_id: Mapped[int | None] = reference(Contact, _("Contact"), on_delete="keep")
    name: Mapped[str | None] = text(_("Name"))
    email: Mapped[str | None] = email(_("E-mail"))
