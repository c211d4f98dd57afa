"""The actions that resources declare, each a verb: `guanxi activities complete 5 --outcome "sold"`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from core.cli.elements import Argument, Command, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import Invocation
from core.cli.resources.examples import path_of, record_of
from core.cli.resources.finding import find
from core.cli.resources.options import DRY_RUN, JSON, record_argument
from core.cli.resources.reading import print_record
from core.cli.words import STDIN, ask, parse_json, read_text
from core.contracts.base import declared_field
from core.contracts.fields import Field
from core.contracts.kinds import JsonKind
from core.contracts.resources import Action
from core.host.record_types import RecordType
from core.host.schemas import parse
from core.labels import translations
from core.services.records.preparing import context_of
from core.services.work import Work

_ = translations("core")

INPUT = "input_"
"""Before the names of inputs, lest one is called like another parameter of the command."""

SECRETS = frozenset({"password"})
"""Inputs that are typed unseen; `-` reads them from stdin, as other users see the words of a command."""


@dataclass(frozen=True)
class ActionVerb:
    """One action of one record type as a command."""

    record_type: RecordType
    action: Action
    inputs: Mapping[str, Field]
    model: type[BaseModel] | None

    def command(self) -> Command:
        """The command."""
        title, resource = self.action.title, self.record_type.resource
        return Command(
            self.action.name,
            _("{records}: {action}.").fill(records=resource.title, action=title),
            self.run,
            (*self._arguments(), *map(_option, self.inputs.values()), DRY_RUN, JSON),
            (self._example(),),
        )

    def run(
        self,
        invocation: Invocation,
        *,
        dry_run: bool,
        json: bool,
        record: str | None = None,
        **given: str | None,
    ) -> None:
        """Carry it out, and print the record or what the action answers."""
        inputs = self._complete(invocation, {name.removeprefix(INPUT): text for name, text in given.items()})
        with invocation.writing(dry_run=dry_run) as work:
            work.require(self.action.permission)
            id = find(work, self.record_type, record) if record is not None else None
            answer = self.action.run(work, id, self._parsed(work, inputs))
            if self.action.answers == "record":
                print_record(invocation, work, self.record_type, answer, json=json)
        if self.action.answers == "mapping":
            _print(invocation, answer, json=json)

    def _arguments(self) -> tuple[Argument, ...]:
        return (record_argument(self.record_type),) if self.action.on == "record" else ()

    def _complete(self, invocation: Invocation, given: Mapping[str, str | None]) -> dict[str, str]:
        """What was said, what stdin holds, and what has to be asked for."""
        inputs = {
            name: read_text(text) if text == STDIN else text
            for name, text in given.items()
            if text is not None
        }
        inputs |= {name: inputs[name].rstrip("\r\n") for name in SECRETS & inputs.keys()}
        for name, field in self.inputs.items():
            if field.required and field.default is None and name not in inputs:
                if not invocation.asks:
                    raise UsageProblem(_("{name} is missing.").fill(name=_flag(name)))
                inputs[name] = ask(invocation, field.label, secret=name in SECRETS)
        return inputs

    def _parsed(self, work: Work, inputs: Mapping[str, str]) -> dict[str, Any]:
        read = {name: self._read(name, text) for name, text in inputs.items()}
        return parse(self.model, read, context_of(work)) if self.model else {}

    def _read(self, name: str, text: str) -> Any:
        return parse_json(text, _flag(name)) if isinstance(self.inputs[name].kind, JsonKind) else text

    def _example(self) -> str:
        words = ["guanxi", path_of(self.record_type), self.action.name]
        if self.action.on == "record":
            words.append(record_of(self.record_type))
        for name, field in self.inputs.items():
            if field.required or field is next(iter(self.inputs.values())):
                words += [_flag(name), STDIN if name in SECRETS else _example_of(field)]
        return " ".join(words)


def action_command(record_type: RecordType, action: Action) -> Command:
    """The command of an action."""
    inputs = {
        name: replace(field, name=name)
        for name, column in action.inputs.items()
        if (field := declared_field(column)) is not None
    }
    model = record_type.action_model(action) if inputs else None
    return ActionVerb(record_type, action, inputs, model).command()


def _option(field: Field) -> Option:
    label = _("{label}. {help}").fill(label=field.label, help=field.help) if field.help else field.label
    return Option([_flag(field.name), INPUT + field.name], label, metavar=field.kind.name.upper())


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _example_of(field: Field) -> str:
    known = {"reference": "bert", "day": "2027-12-31", "moment": "2027-12-31T09:00", "flag": "true"}
    return known.get(field.kind.name, "TEXT")


def _print(invocation: Invocation, answer: Mapping[str, Any], *, json: bool) -> None:
    """What an action answered beside a record."""
    if json:
        invocation.output.json(data=answer)
        return
    for name, value in answer.items():
        invocation.output.text(f"{name}: {value}")
