"""Import: a table of a stranger's, row by row into records; nothing twice, nothing lost, others can write."""

from core.services.importing.importing import import_file
from core.services.importing.options import ImportOptions
from core.services.importing.report import ImportReport, Progress, RowProblem

__all__ = ["ImportOptions", "ImportReport", "Progress", "RowProblem", "import_file"]
