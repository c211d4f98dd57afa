"""What a merged record is: for every field, whether the kept or the lost record's value stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import FlagKind, ReferenceKind
from core.contracts.resources import Merging
from core.errors import FieldError, invalid
from core.host.record_types import RecordType
from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

KEEP, LOSE = "keep", "lose"
EMPTY: tuple[Any, ...] = (None, "", [])
OTHER_CURRENCY = _("The amount and its currency come from two records: choose both from the same one.")
NO_SUCH_FIELD = _("There is no field {name} whose value could be chosen.")
NOT_A_CHOICE = _("Say keep or lose.")
NOT_YOURS = _("You may not set this field.")

Row = dict[str, Any]


@dataclass(slots=True)
class Choice:
    """One field of both records. `chosen`: by the caller; `value` is what stands."""

    field: Field
    kept: Any
    lost: Any
    value: Any
    chosen: bool = False

    @property
    def takes(self) -> str:
        """Whose value stands: `keep`, `lose`, or empty for another one."""
        return KEEP if self.value == self.kept else LOSE if self.value == self.lost else ""

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.kept != self.lost and not (self.kept in EMPTY and self.lost in EMPTY))


def choose(record_type: RecordType, kept: Row, lost: Row, wanted: Mapping[str, str]) -> dict[str, Choice]:
    """Decide every field: as the caller wants, else the kept record's, filled from the lost one's."""
    merging = record_type.resource.mergeable or Merging()
    choices = {
        field.name: Choice(field, kept[field.name], lost[field.name], kept[field.name])
        for field in record_type.writable
        if field.name in kept and field.name != "tags"
    }
    _fill(record_type, merging, choices, kept["id"], lost["id"])
    _propose(merging, choices, kept, lost)
    _take(choices, wanted)
    _keep_money_whole(choices)
    _drop_what_breaks_rules(record_type, choices, kept)
    return choices


def check_wanted(work: Work, record_type: RecordType, wanted: Mapping[str, Any]) -> None:
    """Refuse choices of fields that there are not, or that the actor may not write."""
    writable = work.access.field_rights(work.actor, record_type).writable
    known = {field.name for field in record_type.writable} - {"tags"}
    for name, whose in wanted.items():
        if name not in known:
            raise invalid(f"fields.{name}", "unknown_field", NO_SUCH_FIELD.fill(name=name), whose)
        if name not in writable:
            raise invalid(f"fields.{name}", "field_forbidden", NOT_YOURS)
        if whose not in (KEEP, LOSE):
            raise invalid(f"fields.{name}", "choice_unknown", NOT_A_CHOICE, whose)


def _fill(record_type: RecordType, merging: Merging, choices: dict[str, Choice], *ids: int) -> None:
    """Empty fields of the kept record get the lost one's values; what belongs together is never mixed."""
    apart = set(record_type.resource.transitions)
    for group in merging.together:
        if any(_clash(choices[name]) for name in group if name in choices):
            apart.update(group)
    for name, choice in choices.items():
        if isinstance(choice.field.kind, FlagKind):
            choice.value = bool(choice.kept or choice.lost) if name not in apart else choice.kept
        elif name not in apart and choice.kept in EMPTY and not _is_own_place(choice, ids):
            choice.value = choice.lost


def _clash(choice: Choice) -> bool:
    """Whether both have a value, and not the same."""
    return choice.differs and choice.kept not in EMPTY and choice.lost not in EMPTY


def _is_own_place(choice: Choice, ids: Iterable[int]) -> bool:
    """Whether it names one of the two: nothing stands above itself."""
    return _is_of_itself(choice.field) and choice.lost in ids


def _is_of_itself(field: Field) -> bool:
    return isinstance(field.kind, ReferenceKind) and field.kind.tree


def _propose(merging: Merging, choices: dict[str, Choice], kept: Row, lost: Row) -> None:
    for name, value in (merging.propose(kept, lost) if merging.propose else {}).items():
        choices[name].value = value


def _take(choices: dict[str, Choice], wanted: Mapping[str, str]) -> None:
    for name, whose in wanted.items():
        choice = choices[name]
        choice.value, choice.chosen = (choice.lost if whose == LOSE else choice.kept), True


def _keep_money_whole(choices: dict[str, Choice]) -> None:
    """An amount never gets another currency: one that was filled goes, one that was chosen is refused."""
    for choice, currency in _amounts(choices):
        if choice.value is None or not (choice.differs or currency.differs):
            continue
        own = currency.lost if choice.takes == LOSE else currency.kept
        if own == currency.value:
            continue
        if not (choice.chosen or currency.chosen):
            choice.value = choice.kept
            currency.value = currency.kept if choice.kept is not None else currency.value
        else:
            raise invalid(f"fields.{choice.field.name}", "currency_differs", OTHER_CURRENCY)


def _amounts(choices: dict[str, Choice]) -> Iterator[tuple[Choice, Choice]]:
    for choice in choices.values():
        kind = choice.field.kind
        if isinstance(kind, MoneyKind) and kind.currency in choices:
            yield choice, choices[kind.currency]


def _drop_what_breaks_rules(record_type: RecordType, choices: dict[str, Choice], kept: Row) -> None:
    """Nothing that was only filled in makes the record wrong, such as the birthday of a company."""
    for name in _broken(record_type, choices, kept):
        choice = choices.get(name)
        if choice and not choice.chosen:
            choice.value = choice.kept


def _broken(record_type: RecordType, choices: dict[str, Choice], kept: Row) -> list[str]:
    values = {**kept, **{name: choice.value for name, choice in choices.items()}}
    found: dict[str, FieldError] = {}
    for rule in record_type.checks:
        found |= rule(values)
    return list(found)
