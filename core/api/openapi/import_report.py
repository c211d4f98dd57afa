"""What an import answers."""

from __future__ import annotations

from core.api.operations import Schema
from core.services.importing.report import MOST_SHOWN

COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
BY_HEADING: Schema = {"type": "object", "additionalProperties": TEXT}

PROBLEM_PROPERTIES: dict[str, Schema] = {
    "line": {"type": "integer", "description": "The line of the file, or the row of the sheet."},
    "column": {"type": "string", "description": "The heading as it stands in the file."},
    "code": TEXT,
    "message": TEXT,
    "value": TEXT,
}
PROBLEM: Schema = {
    "type": "object",
    "required": list(PROBLEM_PROPERTIES),
    "properties": PROBLEM_PROPERTIES,
}
PROPERTIES: dict[str, Schema] = {
    "resource": TEXT,
    "read": {**COUNT, "description": "Rows of the file; each is counted once below."},
    "created": COUNT,
    "updated": COUNT,
    "unchanged": COUNT,
    "failed": COUNT,
    "related": {
        "type": "object",
        "additionalProperties": COUNT,
        "description": "Records written beside those of the resource, such as contacts, by kind.",
    },
    "written": {
        "type": "boolean",
        "description": "False after a dry run, and when all or nothing was asked for and a row is bad.",
    },
    "succeeded": {"type": "boolean"},
    "dry_run": {"type": "boolean"},
    "strict": {"type": "boolean"},
    "run": {"type": ["integer", "null"], "description": "The journal names it as the cause, `import:<run>`."},
    "resumed_from": {**COUNT, "description": "Rows that an interrupted run had dealt with."},
    "mapping": {**BY_HEADING, "description": "The field that each column fills."},
    "left_out": {**BY_HEADING, "description": "Why a column fills none."},
    "problems": {
        "type": "array",
        "items": PROBLEM,
        "maxItems": MOST_SHOWN,
        "description": "What is wrong with rows that failed.",
    },
    "kept": {
        "type": "array",
        "items": TEXT,
        "description": "Records of an import that was taken back which others have changed since.",
    },
}
IMPORT_REPORT: Schema = {"type": "object", "required": list(PROPERTIES), "properties": PROPERTIES}
