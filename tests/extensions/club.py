"""A second plugin beside the same customers, with a field of the same name as the first one's."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Mapped

from core.plugin_api import Customer, Extension, Extra, choice, extends, hookimpl, integer, text, translations

_ = translations("club")

MIGRATIONS = Path(__file__).parent / "migrations" / "club"


class Member(Extra):
    """Beside a customer: a member of the club."""

    __tablename__ = "club_member"

    id: Mapped[int] = extends(Customer)
    card: Mapped[str | None] = text(_("Card"), max_length=20, search=True)
    credit_grade: Mapped[str | None] = choice(_("Grade"), {"gold": _("Gold"), "tin": _("Tin")})
    points: Mapped[int | None] = integer(_("Points"), minimum=0, sortable=True)


class ClubPlugin:
    """One extension."""

    @hookimpl()
    def extensions(self) -> Iterable[Extension]:
        return (Extension(of=Customer, model=Member, title=_("Club"), sorts=("points",)),)
