"""The tables of core, one idea per file; importing this package makes all of them known to the metadata."""

from core.data.models.activity import Activity, ActivityParticipant
from core.data.models.attachment import Attachment, StoredFile
from core.data.models.contact import Contact, ContactEmail, ContactPhone
from core.data.models.customer import Customer
from core.data.models.customer_lines import (
    CustomerAddress,
    CustomerEmail,
    CustomerNeed,
    CustomerPhone,
    CustomerSite,
    CustomerTeamMember,
)
from core.data.models.exchange_rate import ExchangeRate
from core.data.models.idempotency import IdempotencyEntry
from core.data.models.import_run import ImportRun
from core.data.models.job import JobMark, QueuedJob, ScheduleState
from core.data.models.journal import JournalEntry
from core.data.models.merging import MergedRecord, MergeLink
from core.data.models.notification import Notification
from core.data.models.operation import Operation
from core.data.models.plugin import PluginState, Process
from core.data.models.preference import Preference
from core.data.models.role import Role, RoleGrant
from core.data.models.saved_view import SavedView
from core.data.models.search import SearchEntry
from core.data.models.secret import Password, TokenSecret
from core.data.models.session import Attempt, UserSession
from core.data.models.setting import StoredSetting
from core.data.models.state import State
from core.data.models.tag import Tag, Tagging
from core.data.models.token import Token
from core.data.models.unit import Unit
from core.data.models.user import User, UserRole

__all__ = [
    "Activity",
    "ActivityParticipant",
    "Attachment",
    "Attempt",
    "Contact",
    "ContactEmail",
    "ContactPhone",
    "Customer",
    "CustomerAddress",
    "CustomerEmail",
    "CustomerNeed",
    "CustomerPhone",
    "CustomerSite",
    "CustomerTeamMember",
    "ExchangeRate",
    "IdempotencyEntry",
    "ImportRun",
    "JobMark",
    "JournalEntry",
    "MergeLink",
    "MergedRecord",
    "Notification",
    "Operation",
    "Password",
    "PluginState",
    "Preference",
    "Process",
    "QueuedJob",
    "Role",
    "RoleGrant",
    "SavedView",
    "ScheduleState",
    "SearchEntry",
    "State",
    "StoredFile",
    "StoredSetting",
    "Tag",
    "Tagging",
    "Token",
    "TokenSecret",
    "Unit",
    "User",
    "UserRole",
    "UserSession",
]
