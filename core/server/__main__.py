"""The supervisor's process: `python -m core.server PLAN`."""

import sys

from core.server.orders import Plan
from core.server.supervisor import Supervisor

if __name__ == "__main__":
    sys.exit(Supervisor(Plan.decode(sys.argv[1])).run())
