"""A job: what takes long is done later, in a process of its own, and again if it fails."""

# /// guanxi-plugin
# title = "Welcome letters"
# version = "1.0"
# ///

from collections.abc import Iterable, Sequence

from core.plugin_api import Change, Job, JobRun, Work, hookimpl, records, translations

_ = translations("jobs_hook")


@hookimpl()
def jobs() -> Iterable[Job]:
    """Declare it; guanxi jobs list shows those that wait, run or have ended."""
    return [Job(name="jobs_hook.welcome", title=_("Welcome a new customer"), run=welcome, seconds=30)]


@hookimpl(resource="customers")
def record_created(work: Work, changes: Sequence[Change]) -> None:
    """Enqueued in the transaction that creates the customer: without the one there is not the other."""
    for change in changes:
        work.enqueue("jobs_hook.welcome", {"customer": change.id}, key=str(change.id))


def welcome(run: JobRun) -> None:
    """Whatever dies meanwhile, there is one letter in the end."""
    customer = run.payload["customer"]
    with run.work() as work:
        if run.once(work, "letter"):
            letter = {"type": "task", "subject": _("Send a welcome letter"), "customer": customer}
            records.create(work, "activities", [letter])
