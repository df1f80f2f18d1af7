"""Where code comes from: the repository, Luigi, the interpreter or another package."""

import inspect
import os
import sys

from migrate.luigi.capture.text import TEXT_TYPES


class Places(object):
    """Tells the repository's files from Luigi's, the interpreter's and other installed ones."""

    def __init__(self, repository, extra):
        self.repository = os.path.realpath(repository)
        self.own = [self.repository] + [os.path.realpath(p) for p in extra]
        import luigi

        self.luigi = os.path.dirname(os.path.realpath(luigi.__file__))
        self.standard = [os.path.dirname(os.path.realpath(os.__file__))]

    def is_own(self, path):
        if not path or path.startswith("<") or is_within(path, [self.luigi]):
            return False
        parts = os.path.realpath(path).split(os.sep)
        if "site-packages" in parts or "dist-packages" in parts:
            return False
        return is_within(path, self.own)

    def is_luigi_or_standard(self, cls):
        module = getattr(cls, "__module__", None) or ""
        if module.split(".")[0] in ("luigi", "builtins", "__builtin__", "__main__"):
            return True
        path = source_path(cls)
        if path is None:
            return True
        installed = "site-packages" in path or "dist-packages" in path
        return not self.is_own(path) and not installed and is_within(path, self.standard)

    def shown(self, path):
        """Relative to the repository or else to where it is imported from, with forward slashes.

        So the same graph is captured on every machine.
        """
        if not path:
            return ""
        real = os.path.realpath(path)
        for base in [self.repository] + self._import_directories():
            if is_within(real, [base]):
                return os.path.relpath(real, base).replace(os.sep, "/")
        return real.replace(os.sep, "/")

    def _import_directories(self):
        """Longest first: site-packages lies inside the directory of the standard library."""
        found = {os.path.realpath(path) for path in sys.path if path}
        return sorted(found, key=len, reverse=True)


def is_within(path, directories):
    real = os.path.realpath(path)
    return any(real == d or real.startswith(d.rstrip(os.sep) + os.sep) for d in directories)


def source_path(thing):
    """The .py file of a class, function or module, or None."""
    if inspect.isclass(thing):
        thing = sys.modules.get(thing.__module__)
    elif hasattr(thing, "__code__"):
        return thing.__code__.co_filename
    path = getattr(thing, "__file__", None)
    if not isinstance(path, TEXT_TYPES):
        return None
    return path[:-1] if path.endswith((".pyc", ".pyo")) else path
