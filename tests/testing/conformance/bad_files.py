"""Plugins whose files say already that something is wrong."""

from tests.testing.conformance.bad import Bad
from tests.testing.conformance.writing import FIRST, MANIFEST, MODELS, PLUGIN

OTHER = {
    "../other/plugin.toml": MANIFEST.replace("club", "other"),
    "../other/__init__.py": "",
    "../other/plugin.py": "",
    "../other/public.py": "",
    "../other/services.py": "",
}
REQUIRES_OTHER = f'{MANIFEST}requires = ["other"]\n'
LONG_HOOK = "\n@hookimpl\ndef demo_data() -> Iterable[DemoData]:\n" + "    _('x')\n" * 11 + "    return []\n"
RELATIONSHIP = "from sqlalchemy.orm import relationship"
NOTHING = 'nothing = relationship("Nothing")'

BAD = (
    Bad("manifest-can-be-read", "It has the key colour", {"plugin.toml": MANIFEST + 'colour = "red"'}),
    Bad("manifest-can-be-read", "it lies in club", {"plugin.toml": MANIFEST.replace("club", "clubs")}),
    Bad("manifest-can-be-read", "does not say its api", {"plugin.toml": MANIFEST.replace('api = "1.0"', "")}),
    Bad("manifest-can-be-read", "no plugin.py", without=("plugin.py",)),
    Bad("manifest-is-complete", "does not say its license", {"plugin.toml": MANIFEST.replace("MIT", "")}),
    Bad(
        "what-it-requires-is-there",
        "It requires the plugin nowhere",
        {"plugin.toml": f'{MANIFEST}requires = ["nowhere"]'},
        where="club/plugin.toml:1",
    ),
    Bad(
        "what-it-requires-is-there",
        "part of a circle",
        {
            **OTHER,
            "plugin.toml": REQUIRES_OTHER,
            "../other/plugin.toml": OTHER["../other/plugin.toml"] + 'requires = ["club"]',
        },
    ),
    Bad("api-is-supported", "written for version 1.0", target="2.0"),
    Bad("folder-has-the-shape", "helpers.py is no part", {"helpers.py": ""}, where="club/helpers.py:1"),
    Bad("folder-has-the-shape", "templates/sales", {"templates/sales/list.html": ""}),
    Bad("readme-is-there", "no README.md", without=("README.md",)),
    Bad("readme-is-there", "no README.md", {"README.md": " \n"}),
    Bad("hooks-have-no-logic", "demo_data has 12 lines", {"plugin.py": PLUGIN + LONG_HOOK}),
    Bad("python-can-be-read", "syntax", {"services.py": "\ndef x(:"}, where="club/services.py:2"),
    Bad("python-can-be-read", "null bytes", {"services.py": "x = 1\0"}),
    Bad(
        "imports-only-the-facade",
        "core.services.records: it may change",
        {"services.py": "import os\nimport core.services.records"},
        where="club/services.py:2",
    ),
    Bad("imports-only-the-facade", "imports core: ", {"services.py": "from core import errors"}),
    Bad("imports-only-the-facade", "core.host", {"services.py": "def f():\n    from core.host import hooks"}),
    Bad("imports-only-the-facade", "plugins.sales", {"services.py": "import plugins.sales.public"}),
    Bad(
        "imports-only-the-facade",
        "guanxi_home.other.public: it belongs to the plugin other",
        {**OTHER, "services.py": "import guanxi_home.other.public"},
    ),
    Bad(
        "imports-only-the-facade",
        "guanxi_home.other.services: it belongs",
        {**OTHER, "plugin.toml": REQUIRES_OTHER, "services.py": "from ..other.services import x"},
    ),
    Bad("no-second-paths", "It uses print", {"services.py": "def f():\n    print(1)"}, "club/services.py:2"),
    Bad("no-second-paths", "csv.writer", {"services.py": "import csv\ncsv.writer(None)"}),
    Bad("no-second-paths", "sqlalchemy.text", {"services.py": "from sqlalchemy import text as t"}),
    Bad("no-second-paths", "__table__", {"services.py": "def f(m):\n    return m.__table__"}),
    Bad("no-second-paths", "private addresses", {"services.py": "import urllib.request"}),
    Bad("no-second-paths", "time goes through", {"services.py": "import time\nt = time.time"}),
    Bad(
        "migrations-stand-alone",
        "imports guanxi_home.club.models",
        {"migrations/club_0001_initial.py": f"from guanxi_home.club import models\n{FIRST}"},
        where="club/migrations/club_0001_initial.py:1",
    ),
    Bad("migrations-stand-alone", "core.plugin_api", {"migrations/x.py": "import core.plugin_api"}),
    Bad(
        "modules-can-be-imported",
        "ZeroDivisionError",
        {"plugin.py": PLUGIN + "1 / 0"},
        where=f"club/plugin.py:{PLUGIN.count(chr(10)) + 1}",
    ),
    Bad("modules-can-be-imported", "nowhere", {"jobs.py": "\nimport nowhere"}, where="club/jobs.py:2"),
    Bad("modules-can-be-imported", "SystemExit", {"plugin.py": "import sys\nsys.exit(4)"}),
    Bad("modules-can-be-imported", "ends the process", {"plugin.py": "import os\nos._exit(4)"}),
    Bad("modules-can-be-imported", "Nothing", {"models.py": f"{RELATIONSHIP}{MODELS}    {NOTHING}\n"}),
    Bad("modules-can-be-imported", "table member", {"models.py": MODELS.replace("club_member", "member")}),
    Bad("modules-can-be-imported", "already defined", {"services.py": MODELS}),
    Bad(
        "import-does-nothing-else",
        "writes the file",
        {"services.py": "from pathlib import Path\nPath(__file__).with_name('x').touch()"},
        where="club/services.py:2",
    ),
    Bad(
        "import-does-nothing-else",
        "looks up a host",
        {"services.py": "import socket\nsocket.getaddrinfo('localhost', 80)"},
        where="club/services.py:2",
    ),
    Bad(
        "import-does-nothing-else",
        "a database",
        {"services.py": "import sqlite3\nsqlite3.connect(':memory:')"},
    ),
    Bad(
        "import-does-nothing-else",
        "a process",
        {"services.py": "import subprocess\nsubprocess.run(['true'])"},
    ),
    Bad(
        "import-does-nothing-else",
        "a thread",
        {
            "services.py": "import threading\n"
            "threading.Thread(target=threading.Event().wait, daemon=True).start()"
        },
    ),
)
