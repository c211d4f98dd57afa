"""Records: the only writer and the only loader; always a list, one transaction, within rights."""

from core.services.records.creating import create, insert_drafts
from core.services.records.deleting import delete, restore
from core.services.records.drafts import Update
from core.services.records.history import history
from core.services.records.loading import load, read, read_many
from core.services.records.preparing import Prepared, prepare_changes, prepare_new, prepare_parsed
from core.services.records.purging import Purge, due, purge
from core.services.records.updating import differs, update, update_drafts

__all__ = [
    "Prepared",
    "Purge",
    "Update",
    "create",
    "delete",
    "differs",
    "due",
    "history",
    "insert_drafts",
    "load",
    "prepare_changes",
    "prepare_new",
    "prepare_parsed",
    "purge",
    "read",
    "read_many",
    "restore",
    "update",
    "update_drafts",
]
