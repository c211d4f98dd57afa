"""What a list is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.errors import invalid
from core.labels import translations

_ = translations("core")

Row = dict[str, Any]
Count = Literal["auto", "exact", "none"]

MAX_LIMIT = 500
LONGEST_SEARCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to a list; every door fills it from what it was sent.

    `fields`: what each row shows (None: every field with a column of its own; `tags` and children only when
    named); `where`: a filter tree; `q`: words to search for; `sort`: one of the resource's sorts, `-` before
    it turns it round; `group`: one of the fields by which the resource can be grouped, which comes first in
    the order then (a sort counts only if it begins with it); `after`: the `next` of the page before;
    `before`: the `previous` of the page after; `count`: "auto" counts to 1,000 on the first page, "exact" to
    the end on any; `include`: references (their names) and kinds of records that belong to this one (the
    newest).
    """

    fields: Sequence[str] | None = None
    where: Any = None
    q: str | None = None
    sort: str | None = None
    group: str | None = None
    limit: int = 50
    after: str | None = None
    before: str | None = None
    count: Count = "auto"
    include: Sequence[str] = ()

    def check(self) -> None:
        """Raise Invalid for a limit, a count or a search that cannot be."""
        if type(self.limit) is not int or not 1 <= self.limit <= MAX_LIMIT:
            raise invalid("limit", "out_of_range", _("It must be from 1 to {n}.").fill(n=MAX_LIMIT))
        if self.count not in get_args(Count):
            raise invalid("count", "choice_unknown", _("It must be one of: auto, exact, none."))
        if self.q and len(self.q) > LONGEST_SEARCH:
            raise invalid("q", "text_invalid", _("At most {n} characters.").fill(n=LONGEST_SEARCH))


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list. `next` asks for the following ones, `previous` for those before.

    `count` is None where nobody counted.
    """

    rows: list[Row]
    next: str | None
    count: int | None
    previous: str | None = None
