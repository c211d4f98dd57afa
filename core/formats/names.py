"""Names of persons, put together as their language writes them."""

from core.formats.scripts import cjk_run


def display_name(family: str, given: str) -> str:
    """Maria Anders, but 王伟明: family first, without a space, where both are Chinese, Japanese or Korean."""
    if cjk_run().fullmatch(family) and cjk_run().fullmatch(given):
        return family + given
    return f"{given} {family}".strip()
