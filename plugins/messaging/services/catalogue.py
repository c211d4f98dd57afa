"""What can be used for sending: channels, purposes and templates, messaging's own and those of plugins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, get_setting, translations
from plugins.messaging.models import MessageTemplate, TemplateText
from plugins.messaging.services.channels import CHANNELS
from plugins.messaging.services.contract import Channel, Purpose, Template, Text
from plugins.messaging.services.hooks import message_channels, message_purposes, message_templates
from plugins.messaging.services.own_templates import TEMPLATES

_ = translations("messaging")

PURPOSES = (
    Purpose(name="contract", title=_("Contract"), uncapped=True),
    Purpose(name="safety", title=_("Safety"), in_quiet_hours=True, uncapped=True),
    Purpose(name="service", title=_("Service")),
    Purpose(name="marketing", title=_("Marketing"), needs_consent=True),
    Purpose(
        name="internal", title=_("Internal"), in_quiet_hours=True, uncapped=True, channels=("in_app", "email")
    ),
)


def channels_of(work: Work) -> Mapping[str, Channel]:
    """All channels by name."""
    others = (item for _owner, item in work.hooks.collect(message_channels))
    return {item.name: item for item in (*CHANNELS, *others)}


def purposes_of(work: Work) -> Mapping[str, Purpose]:
    """All purposes by name; nobody redefines messaging's own."""
    others = (item for _owner, item in work.hooks.collect(message_purposes))
    found = {item.name: item for item in (*others, *PURPOSES)}
    asked = bool(get_setting(work, "messaging.service_needs_consent"))
    return {**found, "service": replace(found["service"], needs_consent=asked)}


def brought(work: Work) -> Mapping[str, Template]:
    """The templates of messaging and of plugins by name, in their own words."""
    others = (item for _owner, item in work.hooks.collect(message_templates))
    return {item.name: item for item in (*others, *TEMPLATES)}


def templates_of(work: Work, names: Iterable[str]) -> Mapping[str, Template]:
    """Templates by name, as the company words them: its texts go before those of plugins."""
    wanted = set(names)
    found = {name: item for name, item in brought(work).items() if name in wanted}
    for name, item in _written(work, wanted).items():
        base = found.get(name)
        found[name] = _joined(base, item) if base else item
    return found


def _joined(base: Template, own: Template) -> Template:
    """A plugin's template with the company's words; what may be filled in stays the plugin's matter."""
    return Template(
        name=base.name,
        title=own.title or base.title,
        purpose=base.purpose,
        variables=base.variables,
        texts={**base.texts, **own.texts},
    )


def _written(work: Work, names: set[str]) -> Mapping[str, Template]:
    """Those that were written in the application."""
    columns = (
        *(MessageTemplate.name, MessageTemplate.title, MessageTemplate.purpose, MessageTemplate.variables),
        *(TemplateText.language, TemplateText.subject, TemplateText.body),
    )
    rows = select(*columns).join(TemplateText, TemplateText.template_id == MessageTemplate.id)
    found: dict[str, dict[str, Any]] = {}
    for name, title, purpose, variables, language, subject, body in work.session.execute(
        rows.where(MessageTemplate.name.in_(names)).order_by(TemplateText.position)
    ):
        item = found.setdefault(
            name, {"title": title, "purpose": purpose, "variables": variables, "texts": {}}
        )
        item["texts"][language] = Text(body=body, subject=subject or "")
    return {
        name: Template(
            name=name,
            title=item["title"] or name,
            purpose=item["purpose"] or "service",
            variables=item["variables"] or {},
            texts=item["texts"],
        )
        for name, item in found.items()
    }


def text_for(template: Template, *languages: str | None) -> tuple[str, Text]:
    """The text in the first of these languages that there is one in, else in English, else any."""
    known = {_folded(language): language for language in template.texts}
    for wanted in (*languages, "en"):
        for tag in _tags(wanted or ""):
            if tag in known:
                return known[tag], template.texts[known[tag]]
    return next(iter(template.texts.items()))


def _folded(language: str) -> str:
    return language.replace("_", "-").lower()


def _tags(language: str) -> Iterable[str]:
    """A language as templates may name it: zh-TW is written in traditional characters, zh in simplified."""
    tag = _folded(language)
    base = tag.partition("-")[0]
    if base != "zh":
        return (tag, base)
    traditional = any(part in tag for part in ("hant", "-tw", "-hk", "-mo"))
    return (tag, "zh-hant", "zh-hans", "zh") if traditional else (tag, "zh-hans", "zh", "zh-hant")
