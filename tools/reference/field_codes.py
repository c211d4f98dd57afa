"""The stable codes of what can be wrong with a field, and what each means.

`raised` finds the codes in the source; a test compares them with the table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import core
from core.contracts import choices, kinds
from core.contracts.kinds import Kind

# Where each maker of a finding has the code among its arguments.
MAKERS = {
    "FieldError": 0,
    "Problem": 0,
    "refused": 0,
    "_report": 0,
    "invalid": 1,
    "complain": 1,
    "CellProblem": 1,
    "_refused": 1,
    "_complain": 3,
}
MESSAGES = "_MESSAGES"
"""The name of a table of messages by code."""

MEANING: Mapping[str, str] = MappingProxyType(
    {
        "ambiguous": "Several records are called so; the message lists their ids.",
        "both_used": "Something that there is only once names both records, so that they cannot be merged.",
        "broken_row": "The row of the file cannot be read as CSV, for example because a quote is not closed.",
        "cannot_move": "What a record stands at in a calendar is worked out, so the record cannot be moved.",
        "card_broken": "A contact card of the file cannot be read; the message says why.",
        "check_failed": "The field's own check refuses the value; the message says why.",
        "choice_unknown": "The value is none of the choices; the message lists them.",
        "circle": "The record would stand above itself (units, parent customers).",
        "conflict": "Somebody else changed this field since it was shown; the message says what it is now.",
        "currency_differs": "The amount kept in a merge would be in another currency than the record.",
        "currency_missing": "An amount needs the currency in which it is.",
        "cursor_invalid": "`after` is not the `next` of a page of this very list.",
        "damaged_text": "The text was damaged before it came here: it holds the character U+FFFD.",
        "definition_invalid": "The definition of a saved view has an unknown part, or one of a wrong shape.",
        "differs": "The new password was not typed twice in the same way.",
        "digits_lost": "The spreadsheet has kept only 15 digits of a longer number.",
        "done_already": "The activity is done already.",
        "empty": "The file that is attached is empty.",
        "ends_before": "The end lies before the beginning.",
        "field_forbidden": "The field exists, but the user's roles do not let him write it.",
        "filter_json": "The filter is not JSON.",
        "filter_name": "The name of a filter is not written `filter[field]` or `filter[field][operator]`.",
        "filter_node": "A part of the filter tree is neither a condition nor `and`, `or`, `not`.",
        "filter_too_large": "The filter is too long, too deep, or has too many conditions or values.",
        "forbidden": "The row of the file would change a record that the user may see but not change.",
        "gone": "The record was purged from the trash.",
        "given_twice": "A parameter, or a record in a list of changes, stands there twice.",
        "group_unknown": "The list cannot be grouped by this field; the message lists those that it can.",
        "in_use": "Other records name this one, so it cannot be deleted.",
        "is_login": "A password cannot be the login.",
        "key_ambiguous": "Several records have this value in the field that `--key` names.",
        "key_invalid": "`--key` names a field by which no record can be found.",
        "key_missing": "`--key` names a field that no column of the file fills.",
        "line_too_long": "A line of the file is too long.",
        "login_invalid": "A login is written in lower case, without spaces.",
        "main_contact_needed": "A customer's main contact stays the main one until another is made it.",
        "map_invalid": "A mapping `heading=field` names an unknown column or field, or fills a field twice.",
        "merged_on": "The kept record was merged into another one since: that merge is undone first.",
        "no_such_folder": "The folder for the errors file does not exist.",
        "not_a_number": "The field cannot be added up.",
        "not_json": "The payload of a job holds what JSON cannot.",
        "not_held": "Nobody can grant a right, or a place, that he does not hold himself.",
        "not_mergeable": "Records of this kind cannot be merged.",
        "not_merged": "The record was not merged, or no more is.",
        "not_of_this_address": "The body says another parent than the address of the request.",
        "not_text": "The bytes of the row are not text in the encoding of the file.",
        "not_unique": "Another record, or another row of the same request, has this value.",
        "nothing_chosen": "A change of many records names none.",
        "nothing_mapped": "No column of the file fills any field.",
        "nul_character": "The text holds a zero byte.",
        "only_persons": "Only persons have this field.",
        "operator_unknown": "The field cannot be compared in this way; the message lists the operators.",
        "out_of_range": "The number is too small or too large.",
        "pair_invalid": "A value is not written `field=value`.",
        "past": "The day is over.",
        "payload_too_large": "The payload of a job is too large; large data belong into a table or a file.",
        "permission_unknown": "There is no such permission.",
        "position_invalid": "`before` is not the place at which a page of this timeline ended.",
        "program": "The file that is attached is a program, by its content.",
        "read_only": "The field is set by the system.",
        "reference_deleted": "A record in the trash cannot come back: what it names is in the trash, too.",
        "reference_unknown": "There is no such record, or the user may not see it.",
        "required": "The field must have a value.",
        "resource_unknown": "There is no such kind of record.",
        "row_count": "A request with many records has none, or too many.",
        "row_too_long": "The row of the workbook is too long.",
        "same_currency": "An exchange rate needs two different currencies.",
        "same_file": "The errors file would overwrite the file that is imported.",
        "same_record": "A record cannot be merged with itself.",
        "same_user": "A user cannot hand over to himself.",
        "shape": "The body is not of the shape that the message describes.",
        "sort_unknown": "The list does not offer this order; the message lists those that it does.",
        "too_large": "The file that is attached is larger than `max_attachment_bytes`.",
        "too_long": "A preference is too large to be kept.",
        "too_many": "More is asked for at once than there can be; the message says how much.",
        "too_many_cells": "The row has more cells than the file has headings.",
        "too_many_rows": "The filter of a bulk change finds more records than one request changes.",
        "too_short": "The password is too short.",
        "transition_forbidden": "The status cannot go from its present value to this one.",
        "unknown_field": "There is no field of this name, or the user may not see it.",
        "unknown_name": "There is nothing of this name; the message names the nearest.",
        "unknown_parameter": "There is no parameter of this name; the message names the nearest.",
        "value_invalid": "The value of a condition is not of the shape that its operator needs.",
        "value_missing": "The condition needs a value; `empty` finds records without one.",
        "written_twice": "An earlier row of the same file has changed this record.",
        "wrong": "This is not the user's present password.",
    }
)


def _kind_codes() -> dict[str, str]:
    """What every kind of field answers to a value that is not of it: `email_invalid`."""
    names = [item.name for item in _kinds(Kind) if getattr(item, "name", "")]
    codes = ["country", "currency", "language", "time_zone"]  # one class for four lists
    return {f"{name}_invalid": f"The value is not of the kind `{name}`." for name in (*names, *codes)}


def _kinds(kind: type[Kind]) -> Iterator[type[Kind]]:
    yield from kind.__subclasses__()
    for below in kind.__subclasses__():
        yield from _kinds(below)


KIND_CODES: Mapping[str, str] = MappingProxyType(_kind_codes())
KINDS_FROM = (kinds, choices)  # imported so that their kinds are known


def raised() -> set[str]:
    """Every code that stands in the source of core as the code of a finding."""
    files = Path(core.__file__).parent.rglob("*.py")
    return {found for file in files for found in _codes(ast.parse(file.read_text(encoding="utf-8")))}


def _codes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == MESSAGES:
            keys = node.value.keys if isinstance(node.value, ast.Dict) else ()
            yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
        if isinstance(node, ast.Call):
            place = MAKERS.get(_name(node.func), len(node.args))
            said = node.args[place] if place < len(node.args) else None
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield said.value


def _name(function: ast.expr) -> str:
    """The last part of the name of what is called."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
