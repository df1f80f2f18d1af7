"""Which distributions a repository imports, read as text so that Python 2 files count too."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from migrate.project import SIDECAR

# A whole statement: prose in a docstring may begin with "from the" or "import a file" too.
MODULE = r"[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?"
IMPORT = re.compile(
    rf"^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b"
    rf"|import[ \t]+({MODULE}(?:[ \t]*,[ \t]*{MODULE})*)[ \t\r]*(?:[#;].*)?$)",
    re.MULTILINE,
)
SKIPPED = frozenset(
    {
        ".git",
        "node_modules",
        "venv",
        ".venv",
        "env",
        "__pycache__",
        "build",
        "dist",
        "tests",
        "test",
    }
)
LARGEST = 1024 * 1024

# Module → distribution, where the names differ.
DISTRIBUTION = {
    "Bio": "biopython",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "git": "GitPython",
    "google": "google-cloud-storage",
    "MySQLdb": "mysqlclient",
    "PIL": "Pillow",
    "psycopg2": "psycopg2-binary",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "PyYAML",
}
# Python 3 code imports them too, for want of something newer: no package index has them.
PYTHON2_STDLIB = frozenset(
    {"BaseHTTPServer", "ConfigParser", "Cookie", "HTMLParser", "Queue", "SimpleHTTPServer"}
    | {"SocketServer", "StringIO", "Tkinter", "UserDict", "UserList", "UserString", "__builtin__"}
    | {"anydbm", "cPickle", "cStringIO", "commands", "cookielib", "copy_reg", "exceptions"}
    | {"future_builtins", "htmlentitydefs", "httplib", "md5", "mimetools", "popen2"}
    | {"rfc822", "robotparser", "sets", "sha", "thread", "urllib2", "urlparse", "xmlrpclib"}
)


def imported_distributions(repo: Path) -> list[str]:
    """Sorted distributions of the modules imported anywhere in the repository but its tests."""
    known = set(sys.stdlib_module_names) | PYTHON2_STDLIB | {"luigi", "paved_road_step"}
    files = list(_python_files(repo))
    own = {p.stem for p in files} | {p.parent.name for p in files}
    found = {module for path in files for module in _modules(path)}
    return sorted({DISTRIBUTION.get(m, m) for m in found - known - own}, key=str.lower)


def _modules(path: Path) -> Iterator[str]:
    if path.stat().st_size > LARGEST:
        return
    for match in IMPORT.finditer(path.read_text("utf-8", errors="replace")):
        names = match[1] or match[2]
        for name in names.split(","):
            top = name.strip().split(" ")[0].split(".")[0]
            if top.isidentifier():
                yield top


def _python_files(repo: Path) -> Iterator[Path]:
    for directory, subdirectories, names in os.walk(repo):
        subdirectories[:] = sorted(d for d in subdirectories if _is_source(Path(directory, d)))
        for name in sorted(names):
            path = Path(directory, name)
            if name.endswith(".py") and path.is_file():
                yield path


def _is_source(directory: Path) -> bool:
    """Not tests, not installed packages, not a project that a conversion wrote there."""
    return directory.name not in SKIPPED and not (directory / SIDECAR).exists()
