"""A second plugin beside the same customers, with a field of the same name as the first one's."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Mapped

from core.plugin_api import Customer, Extension, Extra, choice, extends, hookimpl, integer, text, translations

_ = translations("guild")

MIGRATIONS = Path(__file__).parent / "migrations" / "guild"


class Member(Extra):
    """Beside a customer: a member of the guild."""

    __tablename__ = "guild_member"

    id: Mapped[int] = extends(Customer)
    card: Mapped[str | None] = text(_("Card"), max_length=20, search=True)
    credit_grade: Mapped[str | None] = choice(_("Grade"), {"gold": _("Gold"), "tin": _("Tin")})
    points: Mapped[int | None] = integer(_("Points"), minimum=0, sortable=True)


class GuildPlugin:
    """One extension."""

    @hookimpl()
    def extensions(self) -> Iterable[Extension]:
        return (Extension(of=Customer, model=Member, title=_("Guild"), sorts=("points",)),)
