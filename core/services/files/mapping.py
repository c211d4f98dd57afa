"""Which column of a file fills which field: guessed from the headings, or said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import FieldError, Invalid
from core.labels import Label, translations
from core.services.files.heading_words import ImportField, Match, forms, normalised

_ = translations("core")

SIMILAR = 90
"""Percentage of equal letters above which a misspelt heading is taken for a word; only for LONG words."""

LONG = 6

_REASONS = {
    Match.EXACT: _("The heading is the field's name."),
    Match.OF_PLUGIN: _("The heading is the field's name."),
    Match.ALIAS: _("The heading is another name of the field."),
    Match.WITH_GROUP: _("The heading names the field and what it belongs to."),
    Match.WITHOUT_GROUP: _("The heading names the field; what it belongs to is in the file."),
}
_SAID = _("It was said so.")
_SIMILAR = _("The heading is almost {word}.")
_UNNAMED = _("The column has no heading.")
_REPEATED = _("The heading occurs more than once.")
_TAKEN = _("The field {path} is already filled from {heading}.")
_UNKNOWN = _("No field has this name.")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column, the path of the field that it fills (None: it is left out), and why."""

    index: int
    heading: str
    path: str | None
    why: Label


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of a file in order. No two of them fill the same field."""

    columns: tuple[MappedColumn, ...]

    @property
    def indexes(self) -> dict[str, int]:
        """The index of the column that fills each field, by the field's path."""
        return {column.path: column.index for column in self.columns if column.path is not None}

    @property
    def left_out(self) -> list[MappedColumn]:
        """The columns with a heading that fill no field."""
        return [column for column in self.columns if column.heading and column.path is None]


def guess_mapping(
    headings: Sequence[str],
    fields: Sequence[ImportField],
    said: Mapping[str, str | None] | None = None,
) -> ColumnMapping:
    """The column of each field, from the field's names in English and Chinese.

    `said` are choices of parse_map and are never overruled. As many columns as possible get a field, each a
    different one; better matches come first. A heading such as "Title" fills `contacts.job_title` only when
    another column speaks of contacts.
    """
    guess = _Guess(headings, fields, said or {})
    guess.match_words()
    guess.match_without_group()
    guess.match_similar()
    return ColumnMapping(tuple(guess.column(index) for index in range(len(headings))))


def parse_map(
    choices: Iterable[str], headings: Sequence[str], fields: Sequence[ImportField]
) -> dict[str, str | None]:
    """What `heading=field` says for each heading; `heading=` leaves the column out.

    Raises Invalid, with the nearest names, for a heading or field that there is not, and when two columns are
    to fill one field.
    """
    chosen: dict[str, str | None] = {}
    paths = [field.path for field in fields]
    for choice in choices:
        heading, sign, path = (part.strip() for part in choice.rpartition("="))
        if not (sign and heading):
            raise _wrong(choice, _("{choice} is not of the form heading=field.").fill(choice=repr(choice)))
        heading = _one_of(heading, headings, choice, _("The file has no heading {name}."))
        if headings.count(heading) > 1:
            message = _("The heading {name} occurs more than once; give the columns different names.")
            raise _wrong(choice, message.fill(name=repr(heading)))
        chosen[heading] = _one_of(path, paths, choice, _("There is no field {name}.")) if path else None
    _refuse_twice(chosen)
    return chosen


class _Guess:
    """The state of one guess: the column of each field, and why."""

    def __init__(
        self, headings: Sequence[str], fields: Sequence[ImportField], said: Mapping[str, str | None]
    ) -> None:
        self.headings = headings
        self.said = said
        self.owner: dict[str, int] = {}
        self.reason: dict[int, Label] = {}
        self.words = _index(fields)
        self.nested = {field.path: field.nested for field in fields}
        for index, heading in enumerate(headings):
            path = said.get(heading)
            if path is not None:
                self._give(path, index, _SAID)
        self.fixed = frozenset(self.owner)
        self.free = [
            index for index, heading in enumerate(headings) if heading not in said and self._first(index)
        ]

    def match_words(self) -> None:
        """Give each free column a field, moving others to their next best when that lets more be filled."""
        for level in Match:
            for index in self.free:
                if index not in self.reason and level in self._candidates(index).values():
                    self._place(index, set(self.fixed))

    def match_without_group(self) -> None:
        """Headings such as "Title" belong to the contact if the file speaks of contacts."""
        present = {group for path, group in self.nested.items() if path in self.owner and group}
        for index in self.free:
            for path in self._paths(index, nested=present):
                if index not in self.reason and path not in self.owner:
                    self._give(path, index, _REASONS[Match.WITHOUT_GROUP])

    def match_similar(self) -> None:
        """Misspelt headings, if exactly one free field is near enough."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (slow to load, and often not needed)

        words = {
            word: path
            for word, found in self.words.items()
            for path, level in found.items()
            if len(word) >= LONG and path not in self.owner and level < Match.WITHOUT_GROUP
        }
        for index in self.free:
            heading = normalised(self.headings[index])
            if index in self.reason or len(heading) < LONG:
                continue
            near = process.extract(heading, list(words), scorer=fuzz.ratio, score_cutoff=SIMILAR)
            paths = {words[word] for word, _score, _position in near} - set(self.owner)
            if len(paths) == 1:
                self._give(paths.pop(), index, _SIMILAR.fill(word=repr(near[0][0])))

    def column(self, index: int) -> MappedColumn:
        """What became of one column."""
        path = next((path for path, owner in self.owner.items() if owner == index), None)
        return MappedColumn(index, self.headings[index], path, self.reason.get(index) or self._why_not(index))

    def _give(self, path: str, index: int, why: Label) -> None:
        self.owner[path] = index
        self.reason[index] = why

    def _place(self, index: int, tried: set[str]) -> bool:
        """Find a field for the column; the holder of a field that it wants may have to take another."""
        for path, level in sorted(self._candidates(index).items(), key=lambda found: found[1]):
            if path in tried:
                continue
            tried.add(path)
            if path not in self.owner or self._place(self.owner[path], tried):
                self._give(path, index, _REASONS[level])
                return True
        return False

    def _candidates(self, index: int) -> dict[str, Match]:
        """The fields that the heading names; without its group's name only the name of a nested record."""
        found: dict[str, Match] = {}
        for worst, form in zip((Match.EXACT, Match.ALIAS), forms(self.headings[index]), strict=False):
            for path, level in self.words.get(form, {}).items():
                if level < Match.WITHOUT_GROUP or path.endswith(".name"):
                    found.setdefault(path, max(level, worst))
        return found

    def _paths(self, index: int, nested: set[str]) -> list[str]:
        found = (path for form in forms(self.headings[index]) for path in self.words.get(form, {}))
        return [path for path in found if self.nested[path] in nested]

    def _first(self, index: int) -> bool:
        """Whether the column has a heading, and no column before it has the same."""
        heading = self.headings[index]
        return bool(heading) and heading not in self.headings[:index]

    def _why_not(self, index: int) -> Label:
        heading = self.headings[index]
        if heading in self.said:
            return _SAID
        if not self._first(index):
            return _REPEATED if heading else _UNNAMED
        taken = [path for path in self._candidates(index) if path in self.owner]
        if taken:
            return _TAKEN.fill(path=taken[0], heading=repr(self.headings[self.owner[taken[0]]]))
        return _UNKNOWN


def _index(fields: Sequence[ImportField]) -> dict[str, dict[str, Match]]:
    """Each word with the paths of the fields that it names, and how well."""
    index: dict[str, dict[str, Match]] = defaultdict(dict)
    for field in fields:
        for word, level in field.words():
            index[word][field.path] = min(level, index[word].get(field.path, level))
    return index


def _one_of(name: str, known: Sequence[str], choice: str, problem: Label) -> str:
    """The known name that was meant: itself, or the only one that differs in case and signs alone."""
    alike = [other for other in known if normalised(other) == normalised(name) != ""]
    if name in known:
        return name
    if len(set(alike)) == 1:
        return alike[0]
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (slow to load, and only wrong names need it)

    near = process.extractOne(name, [other for other in known if other], scorer=fuzz.ratio, score_cutoff=60)
    hint = _("Did you mean {name}?").fill(name=repr(near[0])) if near else ""
    raise _wrong(choice, problem.fill(name=repr(name)), hint or _listed(known))


def _listed(known: Sequence[str]) -> Label:
    return _("There are: {names}.").fill(names=", ".join(filter(None, known)))


def _refuse_twice(chosen: Mapping[str, str | None]) -> None:
    headings: dict[str, str] = {}
    for heading, path in chosen.items():
        if path and path in headings:
            message = _("The field {path} cannot be filled from both {first} and {second}.").fill(
                path=path, first=repr(headings[path]), second=repr(heading)
            )
            raise _wrong(f"{heading}={path}", message)
        headings[path or ""] = heading


def _wrong(choice: str, message: Label, fix: str = "") -> Invalid:
    return Invalid({"map": (FieldError("map_invalid", message, choice),)}, fix=fix)
