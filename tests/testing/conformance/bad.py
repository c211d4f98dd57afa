"""What a bad plugin is for: the rule that it breaks, its files, and what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bad:
    """A plugin that is good but for `files` (and `without` some): `rule` says `message` at `where`."""

    rule: str
    message: str
    files: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    without: tuple[str, ...] = ()
    target: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
