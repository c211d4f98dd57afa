"""Names of persons."""

from core.formats.names import display_name


def test_a_name_is_shown_as_its_language_writes_it() -> None:
    assert display_name("王", "伟明") == "王伟明"
    assert display_name("Anders", "Maria") == "Maria Anders"
    assert display_name("王", "Peter") == "Peter 王"
    assert display_name("王", "") == "王"
    assert display_name("", "Maria") == "Maria"
