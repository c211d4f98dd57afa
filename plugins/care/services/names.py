"""The names of jobs, purposes and templates."""

REFRESH = "care.refresh"
RECOMPUTE = "care.recompute"
DAILY = "care.daily"
PURPOSE = "service"
DUE = "care.due"
GREETING = "care.greeting"
MARKETING = "marketing"
