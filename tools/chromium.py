"""See to it that there is a Chromium for the tests in real browsers: install it by apt where that is allowed.

Where it is not, the command is named; the tests then fail and name it again.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
# Without its own sandbox, which containers do not allow, and without talking to anybody. What its address bar
# suggests is a page of its own, which takes longer to make than those that are looked at.
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-prefers-reduced-motion"),
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PaintHolding,HttpsUpgrades",
)
BY_HAND = f"There is no Chromium on this machine. Install it: sudo {' '.join(INSTALL)}\n"


def main() -> None:
    """Install it unless it is there."""
    if any(map(shutil.which, NAMES)):
        return
    if not (may := _as_root()) or not shutil.which("apt-get"):
        sys.stderr.write(BY_HAND)
        return
    subprocess.run([*may, "apt-get", "update", "--quiet"], check=False)
    if subprocess.run([*may, *INSTALL], check=False).returncode:
        sys.stderr.write(BY_HAND)


def _as_root() -> list[str]:
    """What stands before a command that only root may give; empty where nobody may without a password."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    silent = ["sudo", "--non-interactive"]
    allowed = shutil.which("sudo") and not subprocess.run([*silent, "true"], check=False).returncode
    return silent if allowed else []


if __name__ == "__main__":
    main()
