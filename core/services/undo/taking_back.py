"""Taking back what an operation did to some records, within one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.errors import FieldErrors
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import records
from core.services.records.deleting import discard
from core.services.records.loading import attach_children, attach_tags
from core.services.records.restoring import bring_back
from core.services.undo.building import Key, built_upon
from core.services.undo.judging import Fate, Past, Values, judge, lines_of, pasts, was_edited
from core.services.undo.reasons import CHANGED_SINCE, Reasons
from core.services.work import BY_HOOK, Work

_ = translations("core")

ACCESS = frozenset({"users", "roles", "units", "tokens"})
"""Records that say what people may: they are taken back with the rights of whoever asks, never with more."""

BUILT_UPON = _("Others name it.")
NOT_THERE = _("It is not there any more, or you may not change it.")
NO_PLUGIN = _("Its plugin does not run.")
NOT_FITTING = _("Its value before does not fit any more.")


@dataclass(eq=False)
class Taker:
    """Knows one operation: the row of the journal before it, its causes, and the cause of its undo.

    `gone` are records that a dry run has put into the trash before.
    """

    first: int
    causes: Collection[str]
    cause: str
    gone: set[Key] = field(default_factory=set)

    def take(
        self, work: Work, runs: Iterable[tuple[str, Sequence[int]]], until: int | None, kept: Reasons
    ) -> tuple[int, set[Key]]:
        """Take back records of one resource after those of another; notes in `kept` what stays.

        Those with rows of the operation at or after `until` were dealt with before. Answers how many were
        taken back, and which of them are in the trash now.
        """
        done, trash = 0, set[Key]()
        for resource, ids in runs:
            record_type = work.registry.types.get(resource)
            if record_type is None:
                for id in ids:
                    kept.add(NO_PLUGIN, f"{resource} {id}")
                continue
            with self._acting(work, resource) as acting:
                part = _Part(self, acting, record_type, kept, trash)
                done += part.take(ids, until)
        return done, trash

    @contextmanager
    def _acting(self, work: Work, resource: str) -> Iterator[Work]:
        """The work that may do it, with the undo as cause."""
        if resource not in ACCESS:
            with work.unlimited(self.cause) as everything:
                everything.undoing = True
                yield everything
            return
        before, work.cause, work.undoing = work.cause, self.cause, True
        try:
            yield work
        finally:
            work.cause, work.undoing = before, False


@dataclass(eq=False)
class _Part:
    """Records of one type."""

    taker: Taker
    work: Work
    record_type: RecordType
    kept: Reasons
    trash: set[Key]

    def take(self, ids: Sequence[int], until: int | None) -> int:
        # Locked first: what others write after the journal is read would be taken for the operation's.
        rows = records.load(self.work, self.record_type, ids, children=(), for_action="edit")
        found = self._pasts(ids, until)
        living = self._living([row for row in rows if row["id"] in found], found)
        done = self._put_away(living, {id: past for id, past in found.items() if past.existed == "absent"})
        there = {id: past for id, past in found.items() if past.existed != "absent"}
        back = self._bring_back([id for id, past in there.items() if id not in living and _returns(past)])
        for id in there.keys() - living.keys() - back.keys():
            self._keep(NOT_THERE, id)
        changed = self._change({**living, **back}, there)
        return done + len(back.keys() | changed)

    def _pasts(self, ids: Sequence[int], until: int | None) -> dict[int, Past]:
        taker = self.taker
        undo = (taker.cause, taker.cause + BY_HOOK)
        found = pasts(self.work, self.record_type.name, ids, taker.first, taker.causes, undo)
        return {id: found[id] for id in ids if until is None or found[id].newest < until}

    def _living(self, rows: Sequence[Values], found: Mapping[int, Past]) -> dict[int, Values]:
        """Those that are not in the trash, with the lines and tags that it takes to judge them."""
        lines = lines_of(self.record_type, found.values())
        attach_children(self.work, self.record_type, rows, lines, hidden=True)
        if "tags" in lines:
            attach_tags(self.work, self.record_type, rows)
        return {row["id"]: row for row in rows}

    def _put_away(self, living: Mapping[int, Values], created: Mapping[int, Past]) -> int:
        """What the operation created goes to the trash, unless others have changed it or built upon it."""
        here = [id for id in created if id in living]
        used = built_upon(self.work, self.record_type, here, {*self.taker.gone, *self.trash}) if here else ()
        ids = []
        for id in here:
            if was_edited(created[id], living[id]):
                self._keep(CHANGED_SINCE, id)
            elif id in used:
                self._keep(BUILT_UPON, id)
            else:
                ids.append(id)
        if ids and self.record_type.name in ACCESS:
            records.delete(self.work, self.record_type, ids)
        elif ids:
            # Whoever may create something need not have the right to delete it.
            discard(self.work, self.record_type, [living[id] for id in ids])
        self.trash.update((self.record_type.name, id) for id in ids)
        return len(ids)

    def _bring_back(self, ids: Sequence[int]) -> dict[int, Values]:
        """What the operation deleted comes out of the trash."""
        there = records.in_trash(self.work, self.record_type, ids) if ids else ()
        if not there:
            return {}
        bring_back(self.work, self.record_type, there)
        rows = records.load(self.work, self.record_type, there, for_action="edit")
        return {row["id"]: row for row in rows}

    def _change(self, rows: Mapping[int, Values], found: Mapping[int, Past]) -> set[int]:
        """Fields get their values back; answers which records are different now."""
        fates = {id: judge(self.record_type, past, rows[id]) for id, past in found.items() if id in rows}
        for id, fate in fates.items():
            if fate.stays:
                self._keep(CHANGED_SINCE, id, fate.stays)
        wanted = {id: fate for id, fate in fates.items() if fate.values}
        changed, errors = self._update(wanted)
        fitting = {id: _without(wanted[id], wrong) for id, wrong in errors.items()}
        for id, fate in fitting.items():
            self._keep(NOT_FITTING, id, fate.stays)
        again, hopeless = self._update({id: fate for id, fate in fitting.items() if fate.values})
        for id in hopeless:
            self._keep(NOT_FITTING, id)
        return {*changed, *again}

    def _update(self, fates: Mapping[int, Fate]) -> tuple[list[int], dict[int, FieldErrors]]:
        changes = [records.Update(id, fate.values) for id, fate in fates.items()]
        return records.update_sound(self.work, self.record_type, changes) if changes else ([], {})

    def _keep(self, reason: Label, id: int, names: Sequence[str] = ()) -> None:
        name = f"{self.record_type.name} {id}"
        self.kept.add(reason, f"{name}: {', '.join(names)}" if names else name)


def _returns(past: Past) -> bool:
    return past.existed == "living" and not past.moved


def _without(fate: Fate, wrong: FieldErrors) -> Fate:
    """The values that fit, and the names of those that do not; all of them if nobody can say which."""
    names = {
        path.partition(".")[0] if path not in fate.values else path for path in wrong
    } & fate.values.keys()
    bad = names or set(fate.values)
    return Fate({name: value for name, value in fate.values.items() if name not in bad}, sorted(bad))
