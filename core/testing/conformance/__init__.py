"""The conformance kit: what every plugin must keep, tried on one plugin without a test runner.

`guanxi plugin check NAME` runs it, and so does the suite over every bundled plugin. Each rule is one function
with a docstring, which is its text in docs/reference/conformance.md.
"""

from core.testing.conformance.checking import ROUNDS, Report, check, rule_name
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

__all__ = ["ROUNDS", "Finding", "Report", "Subject", "check", "rule_name"]
