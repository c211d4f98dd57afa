"""Time zones by key."""

from zoneinfo import ZoneInfo

import pytest

from core.formats.time_zones import parse_time_zone, time_zone_keys


def test_keys_are_found_whatever_their_case() -> None:
    assert parse_time_zone(" europe/berlin ") == "Europe/Berlin"
    assert parse_time_zone("America/new york") == "America/New_York"
    assert parse_time_zone("utc") == "UTC"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Asia/Shangai", "Asia/Shanghai"),
        ("Berlin", "Europe/Berlin"),
        ("", "use a key"),
        ("../etc/passwd", "not a time"),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest_key(written: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        parse_time_zone(written)


@pytest.mark.parametrize("written", ["\ud800", "Europe/Berlin\x00", "localtime", "Factory"])
def test_hostile_text_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_time_zone(written)


def test_every_key_that_is_offered_works() -> None:
    assert all(ZoneInfo(parse_time_zone(key)).key == key for key in time_zone_keys())
    assert "Asia/Shanghai" in time_zone_keys()
    assert max(map(len, time_zone_keys())) <= 40
