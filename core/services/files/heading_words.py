"""The words of a field that may stand at the top of a column, in the forms that people write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from core.formats.simplified import simplified
from core.formats.transliteration import folded

GROUP_WORDS = {
    "customers": ("customer", "company", "client", "account", "客户", "公司", "企业"),
    "contacts": ("contact", "contact person", "联系人", "联络人"),
}
"""What people write in front of a field's name, by the resource that the field belongs to: `contactName`."""

_IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


class Match(IntEnum):
    """How well a heading names a field; less is better."""

    EXACT = 1
    OF_PLUGIN = 2
    ALIAS = 3
    WITH_GROUP = 4
    WITHOUT_GROUP = 5


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column may fill.

    `path` is `name` or, for a record beside it in the same row, `contacts.name`; `labels` are its names in
    English and Chinese; `group` are the words for the record that it belongs to (see GROUP_WORDS);
    `extension` is the plugin whose field it is, which stands in the path before the field's own name.
    """

    path: str
    labels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    kind: str = "text"
    extension: str = ""

    @property
    def nested(self) -> str:
        """The first part of a path such as `contacts.name`; empty for a field of the record itself."""
        return self.path.rpartition(".")[0].removesuffix(self.extension).rstrip(".")

    @property
    def _alone(self) -> Match:
        """How well its name alone names it; a plugin's field comes after the record's own names."""
        if self.nested:
            return Match.WITHOUT_GROUP
        return Match.OF_PLUGIN if self.extension else Match.EXACT

    def words(self) -> Iterator[tuple[str, Match]]:
        """Every form of a heading for this field, normalised, and how well it names the field."""
        own = {normalised(self.path.rpartition(".")[2]), *map(normalised, self.labels)}
        aliases = {normalised(alias) for alias in self.aliases}
        groups = {normalised(word) for word in self.group}
        yield normalised(self.path), Match.EXACT
        yield from ((word, self._alone) for word in own)
        for alias in aliases:
            complete = not self.nested or alias.startswith(tuple(groups))
            yield alias, Match.ALIAS if complete else Match.WITHOUT_GROUP
        yield from ((group + word, Match.WITH_GROUP) for group in groups for word in own | aliases)


def normalised(heading: str) -> str:
    """Without case, width, spaces, signs and the difference of traditional characters: `companyname`."""
    return _NO_LETTER_OR_DIGIT.sub("", simplified(folded(heading)))


def forms(heading: str) -> Iterable[str]:
    """The heading as it is and without what stands in brackets: "Phone (office)", "电话（必填）"."""
    return dict.fromkeys(filter(None, (normalised(heading), normalised(_IN_BRACKETS.sub("", heading)))))
