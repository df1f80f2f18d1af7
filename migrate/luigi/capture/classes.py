"""Every class met, with what its source shows."""

import inspect
import re

from migrate.luigi.capture.errors import RAISED
from migrate.luigi.capture.evidence.collect import ENTRIES, Evidence
from migrate.luigi.capture.functions import defining_class
from migrate.luigi.capture.luigi_types import is_task_class
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.syntax import last_line
from migrate.luigi.capture.text import dotted, text_of


class Classes(object):
    """Every class met, under a key ``module:QualName``."""

    def __init__(self, places):
        self.places = places
        self.keys = {}
        self.used = {}
        self.found = {}

    def key(self, cls):
        if cls not in self.keys:
            name = getattr(cls, "__qualname__", cls.__name__)
            plain = "%s:%s" % (cls.__module__, name)
            self.used[plain] = self.used.get(plain, 0) + 1
            count = self.used[plain]
            self.keys[cls] = plain if count == 1 else "%s#%d" % (plain, count)
        return self.keys[cls]

    def add(self, cls):
        """The key of a node's class, its bases described too."""
        for klass in cls.__mro__:
            is_shown = klass is cls or not self.places.is_luigi_or_standard(klass)
            if is_shown and self.key(klass) not in self.found:
                self.found[self.key(klass)] = self._describe(klass)
        return self.key(cls)

    def _describe(self, cls):
        path, node = Sources.class_node(cls)
        is_task = is_task_class(cls)
        return {
            "module": cls.__module__,
            "name": getattr(cls, "__qualname__", cls.__name__),
            "path": self.places.shown(path),
            "line": class_line(path, node),
            "end_line": last_line(node) if node is not None else 0,
            "bases": [dotted(k) for k in cls.__mro__],
            "defines": self._defines(cls),
            "doc": text_of(inspect.getdoc(cls) or "") if "__doc__" in vars(cls) else "",
            "facts": self._facts(cls, path) if is_task else [],
        }

    def _facts(self, cls, path):
        """What the source says; code that cannot be analysed counts as code that was not read."""
        try:
            return Evidence(cls, self.places).collect()
        except RAISED as error:
            detail = "%s: %s" % (type(error).__name__, text_of(error))
            place = {"path": self.places.shown(path), "line": 0, "detail": detail}
            return [dict(place, name="no_source", method="run")]

    def _defines(self, cls):
        import luigi

        table = {}
        for name in ENTRIES:
            definer = defining_class(cls, name)
            if definer is not None and definer not in (luigi.Task, object):
                table[name] = self.key(definer)
        return table


def class_line(path, node):
    """The line of ``class``: before Python 3.8 the node begins at its first decorator."""
    if node is None:
        return 0
    with open(path, "rb") as source:
        lines = source.read().splitlines()
    for number in range(node.lineno, len(lines) + 1):
        if re.match(b"[ \t]*class[ \t]", lines[number - 1]):
            return number
    return node.lineno
