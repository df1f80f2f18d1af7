"""Directories without Python that stand where a missing package would be."""

import os


class HollowFinder(object):
    """The first import hook, beside ``--stub-missing``.

    ``dbt/`` with SQL alone is what Python 3 imports as ``dbt`` where the package dbt is missing.
    """

    def __init__(self, stubs):
        self.stubs = stubs

    def find_module(self, _name, _path=None):
        """Python 2 wants an ``__init__.py``, so such a directory is no package there."""

    def find_spec(self, name, path=None, _target=None):
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name) if path is None else None
        places = list(getattr(spec, "submodule_search_locations", None) or ())
        is_package = spec is not None and spec.origin not in (None, "namespace")
        if is_package or not places or not all(map(self._is_hollow, places)):
            return None
        return self.stubs.find_spec(name)

    def _is_hollow(self, directory):
        return self.stubs.places.is_own(directory) and holds_no_python(directory)


def is_hollow_package(module):
    """What Python 3 made of a directory that holds nothing to import."""
    places = list(getattr(module, "__path__", ()))
    is_file = getattr(module, "__file__", None) is not None
    return bool(places) and not is_file and all(map(holds_no_python, places))


def holds_no_python(directory):
    names = (name for _, _, files in os.walk(directory) for name in files)
    return not any(name.endswith((".py", ".pyc", ".so", ".pyd")) for name in names)
