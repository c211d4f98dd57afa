"""What the words of fields.md mean. A word that the code knows and this table does not fails the test."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.services.filters.values import MAX_LISTED

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "help": "a sentence for forms, help pages and the API's description",
        "required": "a value must be there; the column is NOT NULL",
        "default": "the value of a new record for which none was sent",
        "read_only": (
            "shown, never written through a door, nor by `records.create` and `records.update`: "
            "`records.derive` writes it where an extension is `derived`"
        ),
        "hidden": "not shown and not written: it is there for the program",
        "unique": "no two records outside the trash have the same value",
        "taken": "what is said of a unique value that another record has, instead of the general words",
        "sortable": "has an index to sort by; the resource offers the sort by naming it in `sorts`",
        "sort_key": "adds `<name>_key`, a stored ASCII key (pinyin, or letters without marks), to sort by",
        "search": "its words are found by the search",
        "tails": "what is searched for is also found by its last four characters or more",
        "sensitive": (
            '`"phone"`, `"email"` or `"identity"`: for roles with that permission; others see '
            "it masked (identity: not at all) and cannot filter, sort, search or write it"
        ),
        "aliases": "further headings by which the importer recognises the column",
        "unit_of_measure": "what a number is counted in: `kWh`",
        "check": "a function from the value to what is wrong with it, or None",
        "computed": "a function from the record's other values to this one, called on every write",
    }
)

OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        "eq": "is this one; what a filter means when it names no operator",
        "ne": "is another one, or is empty",
        "in": f"is one of a list of at most {MAX_LISTED}",
        "gt": "is greater, or later",
        "gte": "is greater or equal",
        "lt": "is less, or earlier",
        "lte": "is less or equal",
        "contains": "has this text in it; the case of ASCII letters does not matter",
        "starts": "begins with this text",
        "has": "has this one among its tags or choices",
        "under": "is this record or one below it in its tree (units, customers with a parent)",
        "empty": "is empty (`false`: is not empty)",
    }
)

SYSTEM_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "the number of the record, never used twice",
        "version": "counts the changes; a write that names an older one is refused",
        "created_at": "when it was created (UTC)",
        "updated_at": "when it was last changed (UTC)",
        "created_by": "the user who created it; empty for the system itself",
        "tags": "words on the record, if its resource is `taggable`; operators `has` and `empty`",
    }
)
