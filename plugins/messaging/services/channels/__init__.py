"""The channels that messaging brings itself."""

from __future__ import annotations

from core.plugin_api import translations
from plugins.messaging.services.channels import addresses, gateway, inside, mail
from plugins.messaging.services.contract import Channel

_ = translations("messaging")

CHANNELS = (
    Channel(
        name="wechat",
        title=_("WeChat"),
        address_of=addresses.wechat_ids,
        prepare=gateway.prepare_wechat,
        send=gateway.send,
        icon="message-circle",
        mark_of=str,
    ),
    Channel(
        name="sms",
        title=_("SMS"),
        address_of=addresses.mobile_numbers,
        prepare=gateway.prepare_sms,
        send=gateway.send,
        icon="message-square",
    ),
    Channel(
        name="email",
        title=_("E-mail"),
        address_of=addresses.emails,
        prepare=mail.prepare,
        send=mail.send,
        icon="mail",
    ),
    Channel(
        name="phone",
        title=_("Call"),
        address_of=addresses.numbers,
        write=inside.plan_calls,
        icon="phone",
    ),
    Channel(
        name="in_app",
        title=_("In the application"),
        address_of=addresses.users,
        write=inside.notify_users,
        icon="bell",
    ),
)
