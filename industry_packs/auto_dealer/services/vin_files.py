"""Vehicle identification numbers to judge, as they stand in a JSON file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from core.plugin_api import Invalid, translations

_ = translations("auto_dealer")

NOT_SO = _("The file of numbers cannot be read.")
WRONG = _("{where}: {problem}")
FORM = _(
    'Write an object with "cases": a list of objects with "input" and, if known, "id" and "declared_year".'
)


class Case(BaseModel):
    """A number as somebody wrote it, and what was said beside it."""

    model_config = ConfigDict(strict=True)

    input: str
    id: str | int | None = None
    declared_year: int | None = None

    @property
    def name(self) -> str | int:
        """What the answer is called: its id, else what was written."""
        return self.input if self.id is None else self.id


class Cases(BaseModel):
    """All of a file; what else stands in it is ignored."""

    model_config = ConfigDict(strict=True)

    cases: list[Case]
    max_model_year: int | None = None


def cases_of(content: bytes) -> Cases:
    """The content of a file; raises Invalid, which says what is wrong where."""
    try:
        return Cases.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "JSON"
        why = WRONG.fill(where=where, problem=first["msg"])
        raise Invalid(message=NOT_SO, why=why, fix=FORM) from error
