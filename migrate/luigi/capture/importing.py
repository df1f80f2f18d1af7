"""The repository's modules are imported, or the error says what to do."""

import os
import re
import sys
import traceback

from migrate.luigi.capture.errors import CaptureError, TimeUp, last_lines
from migrate.luigi.capture.luigi_types import luigi_version
from migrate.luigi.capture.stub_hollow import is_hollow_package
from migrate.luigi.capture.stub_imports import StubFinder, lies_beside
from migrate.luigi.capture.text import PY2, text_of


def import_modules(names):
    for name in names:
        try:
            __import__(name)
        except (KeyboardInterrupt, TimeUp):
            raise
        except BaseException as error:
            raise import_error(name, error)


def import_error(name, error):
    missing = missing_module(error) if isinstance(error, ImportError) else None
    what = "%s: %s" % (type(error).__name__, text_of(error))
    if isinstance(error, SystemExit):
        what = "the module exits while it is imported (code %s)" % text_of(error)
    return CaptureError(
        "import_failed",
        what,
        "import " + name,
        import_advice(name, missing, error),
        missing=missing,
        trace=last_lines(),
    )


def missing_module(error):
    """The module that an ImportError could not find; Python 2 says only its last part."""
    found = re.search(r"No module named '?([\w.]+)'?", text_of(error))
    missing = getattr(error, "name", None) or (found.group(1) if found else None)
    written = traceback.extract_tb(sys.exc_info()[2])[-1][3] or ""
    whole = re.match(r"(?:import|from)\s+([\w.]+)", written) if PY2 else None
    if missing and whole and whole.group(1).endswith("." + missing):
        return whole.group(1)
    return missing


def missing_of_luigi(error):
    """What the line that failed asked a module of Luigi's for: ``luigi.BooleanParameter``."""
    found = re.search(r"has no attribute '(\w+)'$", text_of(error))
    written = traceback.extract_tb(sys.exc_info()[2])[-1][3] or ""
    asked = found and re.search(r"\bluigi(\.\w+)*\.%s\b" % found.group(1), written)
    return asked.group(0) if asked else None


def import_advice(name, missing, error):
    if isinstance(error, SyntaxError):
        return "give --python the Python that the repository was written for"
    message = text_of(error)
    if message.startswith("cannot import name"):
        return "mend that import, or install the version of the package it was written for"
    missing = missing or missing_of_luigi(error)
    if not missing:
        return 'the module must import without help: try "import %s" there' % name
    if name == missing or name.startswith(missing + "."):
        return "give the module as Python imports it from the repository, or add --path DIR"
    if missing.split(".")[0] == "luigi":
        advice = "Luigi %s has no %s: use the Luigi the repository was written for, or try %s"
        return advice % (luigi_version(), missing, "`migrate codemod`")
    parent = sys.modules.get(missing.rpartition(".")[0])
    if parent is not None and not is_hollow_package(parent):
        return "its package has no such module: mend the import, or add --path DIR"
    importing = traceback.extract_tb(sys.exc_info()[2])[-1][0]
    if lies_beside(importing, missing):
        folder = os.path.dirname(importing)
        return "it is in %s, where Python 2 looks: give --python one, or add --path" % folder
    if any(isinstance(hook, StubFinder) for hook in sys.meta_path):
        return "install %s in this interpreter" % missing
    return "install %s in this interpreter, or pass --stub-missing to fabricate it" % missing
