"""The colours of choices: those of their places, or those that they are given."""

from collections.abc import Mapping

import pytest

from core.contracts.choices import TONES, ChoiceKind
from core.contracts.fields import choice

STATES = {"waiting": "Waiting", "done": "Done", "failed": "Failed"}


def test_a_choice_has_the_colour_of_its_place_or_its_own() -> None:
    kind = ChoiceKind(STATES, tones={"failed": "red"})
    assert [kind.tone(code) for code in (*STATES, "gone")] == ["gray", "blue", "red", "gray"]


def test_many_choices_share_the_colours() -> None:
    kind = ChoiceKind({str(n): str(n) for n in range(20)})
    assert [kind.tone(str(n)) for n in range(20)] == [TONES[n % len(TONES)] for n in range(20)]


@pytest.mark.parametrize(("tones", "named"), [({"failed": "pink"}, "pink"), ({"lost": "red"}, "lost")])
def test_unknown_colours_and_codes_are_refused(tones: Mapping[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: not among gray, "):
        choice("State", STATES, tones=tones)
