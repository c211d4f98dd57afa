"""Actions that resources declare: `POST /{resource}/{id}/{action}` and `POST /{resource}/{action}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.api.endpoints_records import address, written
from core.api.openapi.components import model_schemas
from core.api.openapi.names import class_name, ref
from core.api.operations import Call, Described, Operation, Schema
from core.api.parameters import IDEMPOTENCY_KEY
from core.api.responses import Answer
from core.contracts.resources import Action
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.host.schemas import parse
from core.http.query import parameters
from core.http.requests import record_id
from core.services.records.preparing import context_of
from core.services.work import Work

NO_INPUTS: Schema = {"type": "object", "properties": {}, "additionalProperties": False}


@dataclass(frozen=True)
class ActionEndpoint:
    """One action of one record type with the model of its inputs."""

    record_type: RecordType
    action: Action
    model: type[BaseModel] | None

    def __call__(self, work: Work, call: Call) -> Answer:
        """Carry the action out and answer the record, or what the action says."""
        parameters(call.query, ())
        id = record_id(call.path["id"]) if self.action.on == "record" else None
        answer = self.action.run(work, id, self._inputs(work, call.body))
        if self.action.answers == "record":
            return written(self.record_type, work, answer)
        return Answer(encode(answer, work.translate))

    def _inputs(self, work: Work, body: Any) -> dict[str, Any]:
        model = self.model or _NoInputs
        return parse(model, {} if body is None else body, context_of(work))


class _NoInputs(BaseModel, extra="forbid"):
    """The inputs of an action that has none."""


def operations(record_type: RecordType) -> Iterator[Operation]:
    """The actions of one record type."""
    for action in record_type.resource.actions:
        model = record_type.action_model(action) if action.inputs else None
        answers_record = action.answers == "record"
        yield Operation(
            method="POST",
            path=address(record_type) + ("/{id}/" if action.on == "record" else "/") + action.name,
            name=f"{record_type.name.replace('.', '_')}_{action.name}",
            summary=str(action.title),
            tag=str(record_type.resource.title),
            permission=action.permission,
            run=ActionEndpoint(record_type, action, model),
            parameters=(IDEMPOTENCY_KEY,),
            body=ref(model.__name__) if model else NO_INPUTS,
            empty_body=True,
            secret=action.secret,
            answer=ref(class_name(record_type)) if answers_record else {"type": "object"},
            answer_headers=("ETag",) if answers_record else (),
        )


def input_schemas(operations: Iterable[Described]) -> dict[str, Schema]:
    """The components of the inputs of all actions among these operations."""
    found: dict[str, Schema] = {}
    for item in operations:
        run = item.run if isinstance(item, Operation) else None
        if isinstance(run, ActionEndpoint) and run.model:
            found |= model_schemas(run.model)
    return found
