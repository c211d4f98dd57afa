"""The record types of core, one file each."""

from core.builtin.resources.activities import activities
from core.builtin.resources.attachments import attachments
from core.builtin.resources.contacts import contacts
from core.builtin.resources.customers import customers
from core.builtin.resources.exchange_rates import exchange_rates
from core.builtin.resources.roles import roles
from core.builtin.resources.saved_views import saved_views
from core.builtin.resources.tags import tags
from core.builtin.resources.tokens import tokens
from core.builtin.resources.units import units
from core.builtin.resources.users import users

RESOURCES = (
    customers,
    contacts,
    activities,
    attachments,
    users,
    roles,
    units,
    tags,
    saved_views,
    exchange_rates,
    tokens,
)
