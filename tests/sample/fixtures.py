"""Fixtures for tests that use the sample plugin; import them all."""

from collections.abc import Mapping

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from tests.sample.plugin import MIGRATIONS, SamplePlugin

SAMPLE = Owner("sample", MIGRATIONS)


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of the sample."""
    return Preparation("core and sample", lambda database: upgrade(database, [CORE, SAMPLE]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The sample."""
    return {"sample": SamplePlugin()}
