"""Fixed times: what can be written, when it is due, and what clocks do to it twice a year."""

from datetime import UTC, datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.cron import Cron, CronError

BERLIN, SHANGHAI, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("Pacific/Apia")
NEW_YORK, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")


def due(cron: str, after: str, zone: ZoneInfo, times: int) -> list[str]:
    """The next moments, by the clocks of the zone."""
    read, begin = Cron.parse(cron), datetime.fromisoformat(after).replace(tzinfo=zone).astimezone(UTC)
    found = accumulate(range(times), lambda moment, _: read.next(moment, zone), initial=begin)
    return [moment.astimezone(zone).isoformat(timespec="minutes") for moment in found][1:]


@pytest.mark.parametrize(
    ("cron", "zone", "after", "expected"),
    [
        ("30 2 * * *", BERLIN, "2026-03-28T12:00", ["2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"]),
        ("30 2 * * *", BERLIN, "2026-10-24T12:00", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
        (
            "30 * * * *", BERLIN, "2026-10-25T01:40",
            ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00"],
        ),
        ("30 * * * *", BERLIN, "2026-03-29T01:00", ["2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"]),
        ("0 9 29 2 *", SHANGHAI, "2096-03-01T00:00", ["2104-02-29T09:00+08:00"]),
        ("0 9 * * mon-fri", NEW_YORK, "2026-11-20T10:00", ["2026-11-23T09:00-05:00"]),
        ("0 9 1 * sun", NEW_YORK, "2026-11-01T09:00", ["2026-11-08T09:00-05:00"]),
        ("0 12 30 12 *", APIA, "2011-12-01T00:00", ["2011-12-31T12:00+14:00"]),
        ("15 2 * * *", LORD_HOWE, "2026-10-03T12:00", ["2026-10-04T02:45+11:00"]),
        (
            "*/20 8-9/1 * jan,jul 7", BERLIN, "2026-01-03T00:00",
            ["2026-01-04T08:00+01:00", "2026-01-04T08:20+01:00"],
        ),
    ],
)  # fmt: skip
def test_it_is_due_by_the_clocks_of_the_zone(
    cron: str, zone: ZoneInfo, after: str, expected: list[str]
) -> None:
    assert due(cron, after, zone, len(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *", "-1 * * * *", "a * * * *", "１ * * * *", "1.5 * * * *",
        "0 0 31 2 *", "0 0 30 feb *", "0 0 31 4,6,9,11 *", "@daily", "* * * * mon-", "9" * 5000 + " * * * *",
    ],
)  # fmt: skip
def test_what_cannot_be_or_never_happens_is_refused(text: str) -> None:
    with pytest.raises(CronError):
        Cron.parse(text)


@given(st.text("0123456789*/,- ", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        cron = Cron.parse(text)
    except CronError:
        return
    begin = datetime(2026, 11, 22, tzinfo=UTC)
    assert cron.next(begin, BERLIN) > begin
