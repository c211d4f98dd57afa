"""What a manifest says of a member of its archive."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MANIFEST = "manifest.json"

Name = Annotated[str, Field(min_length=1, max_length=100)]
Count = Annotated[int, Field(ge=0)]


class Strict(BaseModel):
    """Nothing but what is declared, of exactly these types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Member(Strict):
    """What a member must be found to be."""

    bytes: Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(Member):
    """A member of lines, one for each row, with the columns of the rows.

    `last` are the last numbers that the table's sequences gave, by column.
    """

    columns: tuple[Name, ...]
    rows: Count
    last: dict[Name, int] = {}
