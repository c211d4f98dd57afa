"""What the system says when it has no more to give for now: no memory, no open files, no processes."""

from __future__ import annotations

import errno

EXHAUSTED = frozenset({errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
