"""The reference page says what the commands say."""

from tools.generate_cli_reference import PAGE, reference


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m tools.generate_cli_reference"
