"""Records: the only writer and the only loader; always a list, one transaction, within rights."""

from core.services.records.creating import create, insert_drafts
from core.services.records.deleting import delete, in_use
from core.services.records.deriving import derive
from core.services.records.drafts import Update
from core.services.records.facts import add_facts
from core.services.records.history import history
from core.services.records.links import Links, read_links
from core.services.records.loading import load, read, read_many
from core.services.records.merged import merged_into
from core.services.records.merging import merge, merge_actions, preview_merge, unmerge
from core.services.records.preparing import Prepared, prepare_changes, prepare_new, prepare_parsed
from core.services.records.purging import Purge, due, purge
from core.services.records.restoring import in_trash, restore
from core.services.records.trashed import Trashed, trashed
from core.services.records.updating import differs, update, update_drafts, update_sound

__all__ = [
    "Links",
    "Prepared",
    "Purge",
    "Trashed",
    "Update",
    "add_facts",
    "create",
    "delete",
    "derive",
    "differs",
    "due",
    "history",
    "in_trash",
    "in_use",
    "insert_drafts",
    "load",
    "merge",
    "merge_actions",
    "merged_into",
    "prepare_changes",
    "prepare_new",
    "prepare_parsed",
    "preview_merge",
    "purge",
    "read",
    "read_links",
    "read_many",
    "restore",
    "trashed",
    "unmerge",
    "update",
    "update_drafts",
    "update_sound",
]
