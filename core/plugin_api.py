"""What a plugin may import from core. Everything else in core may change tomorrow."""

from sqlalchemy.orm import Mapped

from core.contracts.base import Anchored, Base, Child, Extra, Fact, Record
from core.contracts.calls import Notice
from core.contracts.changes import Change, Merge
from core.contracts.contributions import (
    ActivityType,
    CommandGroup,
    DemoData,
    Permission,
    RoleTemplate,
    Setting,
    VisibilityRule,
)
from core.contracts.doctor import Check, Finding
from core.contracts.fields import (
    Field,
    choice,
    choices,
    country,
    currency,
    day,
    decimal,
    email,
    extends,
    flag,
    integer,
    labelled,
    language,
    long_text,
    moment,
    money,
    parent,
    phone,
    reference,
    structure,
    text,
    time_zone,
    url,
)
from core.contracts.jobs import Job, JobStopped, Schedule
from core.contracts.markers import deprecated, hookimpl, hookspec
from core.contracts.resources import (
    Action,
    Children,
    Extension,
    Merging,
    Reach,
    Resource,
    Sort,
    Spare,
    Transitions,
    Values,
    View,
)
from core.contracts.work import Actor, ReachName
from core.data.models.activity import Activity
from core.data.models.contact import Contact, ContactEmail, ContactPhone
from core.data.models.customer import Customer
from core.data.models.customer_lines import CustomerAddress, CustomerEmail, CustomerNeed, CustomerPhone
from core.data.models.tag import Tag
from core.data.models.unit import Unit
from core.data.models.user import User
from core.errors import (
    Busy,
    Conflict,
    FieldError,
    FieldErrors,
    Forbidden,
    GuanxiError,
    Invalid,
    NotFound,
    PluginFault,
    invalid,
)
from core.labels import Label, translations
from core.services import lists, records
from core.services.jobs.run import JobRun
from core.services.settings import get as get_setting
from core.services.settings import get_of as get_settings
from core.services.work import Work

__all__ = [
    "Action",
    "Activity",
    "ActivityType",
    "Actor",
    "Anchored",
    "Base",
    "Busy",
    "Change",
    "Check",
    "Child",
    "Children",
    "CommandGroup",
    "Conflict",
    "Contact",
    "ContactEmail",
    "ContactPhone",
    "Customer",
    "CustomerAddress",
    "CustomerEmail",
    "CustomerNeed",
    "CustomerPhone",
    "DemoData",
    "Extension",
    "Extra",
    "Fact",
    "Field",
    "FieldError",
    "FieldErrors",
    "Finding",
    "Forbidden",
    "GuanxiError",
    "Invalid",
    "Job",
    "JobRun",
    "JobStopped",
    "Label",
    "Mapped",
    "Merge",
    "Merging",
    "NotFound",
    "Notice",
    "Permission",
    "PluginFault",
    "Reach",
    "ReachName",
    "Record",
    "Resource",
    "RoleTemplate",
    "Schedule",
    "Setting",
    "Sort",
    "Spare",
    "Tag",
    "Transitions",
    "Unit",
    "User",
    "Values",
    "View",
    "VisibilityRule",
    "Work",
    "choice",
    "choices",
    "country",
    "currency",
    "day",
    "decimal",
    "deprecated",
    "email",
    "extends",
    "flag",
    "get_setting",
    "get_settings",
    "hookimpl",
    "hookspec",
    "integer",
    "invalid",
    "labelled",
    "language",
    "lists",
    "long_text",
    "moment",
    "money",
    "parent",
    "phone",
    "records",
    "reference",
    "structure",
    "text",
    "time_zone",
    "translations",
    "url",
]
