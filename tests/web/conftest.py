"""What tests of pages need: a record of every kind."""

import pytest

from core.services.work import App
from tests.web.walking import make_one_of_each


@pytest.fixture
def one_of_each(app: App) -> dict[str, int]:
    """A record of every kind of core, by the kind's name."""
    with app.work(app.system(door="test")) as work:
        return make_one_of_each(work)
