"""The queue of jobs: enqueuing, claiming, finishing, schedules, and what is shown of them."""
