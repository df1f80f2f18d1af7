"""The import hook that fabricates missing modules (``--stub-missing``)."""

import ast
import os
import pkgutil
import sys
import types

from migrate.luigi.capture.places import is_within, source_path
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.stubs import make_stub
from migrate.luigi.capture.syntax import called, last_line


class StubModule(types.ModuleType):
    """A module that has every name."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        value = make_stub("%s.%s" % (self.__name__, name))
        setattr(self, name, value)
        return value


class StubFinder(object):
    """The last import hook: fabricates what files of the repository import in vain.

    Luigi's contrib modules count as such files: they import drivers that they do not bring along.
    An import that the repository itself guards with ``except ImportError`` is left to fail.
    """

    def __init__(self, places):
        self.places = places
        self.made = set()

    def find_spec(self, name, _path=None, _target=None):
        if not self._wanted(name):
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return self._make(spec.name)

    def exec_module(self, module):
        pass

    def find_module(self, name, path=None):
        """For Python 2, whose own way to import comes after every hook of sys.meta_path."""
        return self if self._wanted(name) and not self._exists(name, path) else None

    def _exists(self, name, path):
        finders = [hook for hook in sys.meta_path if hook is not self]
        finders += filter(None, map(pkgutil.get_importer, sys.path if path is None else path))
        is_built_in = path is None and name in sys.builtin_module_names
        return is_built_in or any(finder.find_module(name) for finder in finders)

    def load_module(self, name):
        if name not in sys.modules:
            module = self._make(name)
            module.__loader__ = self
            sys.modules[name] = module
        return sys.modules[name]

    def _may_miss(self, path):
        contrib = os.path.join(self.places.luigi, "contrib")
        return self.places.is_own(path) or is_within(path, [contrib])

    def _make(self, name):
        self.made.add(name)
        return StubModule(str(name))

    def _wanted(self, name):
        parent = sys.modules.get(name.rpartition(".")[0])
        if isinstance(parent, StubModule):
            return True
        if name.split(".")[0] == "luigi":
            return False
        if parent is not None and self.places.is_own(source_path(parent) or _first_dir(parent)):
            return False  # Python 2 looks for siblings first; and own modules are not invented
        frame = _importing_frame()
        if frame is None or not self._may_miss(frame.f_code.co_filename):
            return False
        if lies_beside(frame.f_code.co_filename, name):
            return False
        return not guarded_import(frame.f_code.co_filename, frame.f_lineno)


def _first_dir(module):
    try:
        return next(iter(module.__path__))
    except Exception:
        return None


def lies_beside(importing, name):
    """Python 2 imports a module from beside the importing one, Python 3 only by its package."""
    beside = os.path.join(os.path.dirname(importing), name.split(".")[0])
    return os.path.isfile(beside + ".py") or os.path.isfile(os.path.join(beside, "__init__.py"))


def _importing_frame():
    here = _importing_frame.__code__.co_filename
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name != here and "importlib" not in name and not name.startswith("<frozen"):
            return frame
        frame = frame.f_back
    return None


def guarded_import(path, line):
    """True where the import at this line is in a ``try`` whose handler goes on without it."""
    tree = Sources.tree(path)
    tries = [n for n in ast.walk(tree) if hasattr(n, "handlers")] if tree else []
    return any(_covers(n.body, line) and _goes_on(n.handlers) for n in tries)


def _covers(body, line):
    return bool(body) and body[0].lineno <= line <= last_line(body[-1])


def _goes_on(handlers):
    catching = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
    for handler in handlers:
        names = (
            [n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)]
            if handler.type
            else ["Exception"]
        )
        leaves = any(
            isinstance(n, ast.Raise) or (isinstance(n, ast.Call) and called(n).endswith("exit"))
            for statement in handler.body
            for n in ast.walk(statement)
        )
        if any(name in catching for name in names):
            return not leaves
    return False
