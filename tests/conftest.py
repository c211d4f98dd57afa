"""Every test may use the fixtures of the test kit."""

pytest_plugins = [
    "core.testing.plugin",
    "core.testing.app",
    "core.testing.cli",
    "core.testing.api",
    "core.testing.people",
    "core.testing.home",
    "core.testing.jobs",
    "tests.servers",
]
