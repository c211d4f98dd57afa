"""Who may be told something by which channel: asked in advance, and again at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.plugin_api import Work
from plugins.messaging.services.capping import Capped, capped
from plugins.messaging.services.catalogue import channels_of, purposes_of
from plugins.messaging.services.consenting import Words, words_of
from plugins.messaging.services.contract import Channel, Person, Purpose, Reach
from plugins.messaging.services.people import Profile, profiles
from plugins.messaging.services.returned import returned
from plugins.messaging.services.settings_of import Limits, limits_of

CAUSE = "messaging"
INSIDE = "in_app"


def reachable(
    work: Work, people: Sequence[Person], purpose: str, channels: Sequence[str] = ()
) -> Mapping[Person, Reach]:
    """By which channel each may be told something for this purpose at this moment, and why not.

    The first of `channels` (empty: the purpose's own order) that nothing speaks against. A few statements for
    any number of people. Consent and addresses are looked at whatever the actor himself may see of them: the
    answer names neither. An unknown purpose reaches nobody (`no_consent`).
    """
    with work.unlimited(CAUSE) as everything:
        return reach(everything, people, purpose, channels)


def reach(
    work: Work, people: Sequence[Person], purpose: str, channels: Sequence[str] = ()
) -> Mapping[Person, Reach]:
    """The same for who may see everything."""
    asked = list(dict.fromkeys(people))
    kind = purposes_of(work).get(purpose)
    if kind is None:
        return dict.fromkeys(asked, Reach(None, "no_consent"))
    return {person: found.reach for person, found in _look(work, asked, kind, channels).items()}


def consented(work: Work, people: Sequence[Person], purpose: str) -> Mapping[Person, frozenset[str]]:
    """By which channels each may be told something for this purpose, whether it is reached by them or not.

    As they have said, or as the company holds it where they have said nothing. An unknown purpose: by none.
    """
    kind = purposes_of(work).get(purpose)
    if kind is None:
        return dict.fromkeys(people, frozenset())
    with work.unlimited(CAUSE) as everything:
        there = profiles(everything, list(dict.fromkeys(people)))
        words = words_of(everything, list(there.values()), purpose)
    return {
        person: frozenset(
            name for name in kind.channels if person in there and words.allow(there[person], name, kind)
        )
        for person in people
    }


@dataclass(frozen=True, slots=True)
class Found:
    """A reach with the address that goes with it."""

    reach: Reach
    address: str = ""
    profile: Profile | None = None


def find(
    work: Work, people: Sequence[Person], purpose: Purpose, channels: Sequence[str]
) -> Mapping[Person, Found]:
    """Reaches with addresses, for sending."""
    return _look(work, list(dict.fromkeys(people)), purpose, channels)


@dataclass(frozen=True, eq=False)
class Look:
    """What was read of all people at once."""

    now: datetime
    purpose: Purpose
    channels: Sequence[Channel]
    profiles: Mapping[Person, Profile]
    words: Words
    addresses: Mapping[str, Mapping[Person, str]]
    returned: frozenset[tuple[str, str]]
    capped: Capped
    limits: Limits

    def of(self, person: Person) -> Found:
        """The reach of one."""
        profile = self.profiles.get(person)
        if profile is None:
            return Found(Reach(None, "no_address"))
        if profile.do_not_contact:
            return Found(Reach(None, "do_not_contact"), profile=profile)
        found = self._by_channel(person, profile)
        return self._now(replace(found, profile=profile)) if found.reach.channel else found

    def _by_channel(self, person: Person, profile: Profile) -> Found:
        """The first channel with consent and an address that works; without one, how far the best came."""
        reasons = ("no_consent", "no_address", "bounced")
        furthest = 0
        for channel in self.channels:
            if not self.words.allow(profile, channel.name, self.purpose):
                continue
            address = self.addresses[channel.name].get(person)
            if address and (channel.name, channel.mark_of(address)) not in self.returned:
                return Found(Reach(channel.name), address)
            furthest = max(furthest, 2 if address else 1)
        return Found(Reach(None, reasons[furthest]), profile=profile)

    def _now(self, found: Found) -> Found:
        """Whether it may be at this moment."""
        assert found.profile is not None  # noqa: S101  # it was looked up before
        until = None
        if not self.purpose.in_quiet_hours and found.reach.channel != INSIDE:
            until = self.limits.quiet_until_when(self.now, found.profile.zone)
        if until:
            return replace(found, reach=Reach(None, "quiet_hours", until))
        until = None if self.purpose.uncapped else self.capped.until(found.profile.person)
        return replace(found, reach=Reach(None, "cap", until)) if until else found


def _look(
    work: Work, people: Sequence[Person], purpose: Purpose, wanted: Sequence[str]
) -> Mapping[Person, Found]:
    known = channels_of(work)
    channels = [known[name] for name in wanted or purpose.channels if name in known]
    limits = limits_of(work)
    there = profiles(work, people)
    open_to_it = [person for person, item in there.items() if not item.do_not_contact]
    addresses = {channel.name: channel.address_of(work, open_to_it) for channel in channels}
    marks = {(c.name, c.mark_of(address)) for c in channels for address in addresses[c.name].values()}
    look = Look(
        now=work.now,
        purpose=purpose,
        channels=channels,
        profiles=there,
        words=words_of(work, [there[person] for person in open_to_it], purpose.name),
        addresses=addresses,
        returned=returned(work, marks),
        capped=capped(work, open_to_it, purpose, limits),
        limits=limits,
    )
    return {person: look.of(person) for person in people}
