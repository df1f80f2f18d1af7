"""Targets of the repository's own classes: do they keep local files?"""

from migrate.luigi.capture.errors import RAISED, quietly
from migrate.luigi.capture.evidence.collect import Evidence
from migrate.luigi.capture.evidence.file_tables import PATH_CALLS, PATH_PREFIXES
from migrate.luigi.capture.functions import plain_function
from migrate.luigi.capture.targets import class_names
from migrate.luigi.capture.text import dotted

SERVICES = ("touches_network", "runs_process")


class OwnTargets(object):
    """What targets without a path do, whose classes are not Luigi's: do they keep local files?"""

    def __init__(self, places):
        self.places = places
        self.found = {}

    def local_io(self, target):
        """The first fact that shows it; None without one, or where a service is asked too."""
        cls = type(target)
        if cls not in self.found:
            self.found[cls] = self._in_source(cls)
        facts = self.found[cls]
        if any(fact["name"] != "opens_path" for fact in facts):
            return None
        return facts[0] if facts else self._in_instance(target)

    def _in_source(self, cls):
        evidence = Evidence(cls, self.places)
        own = [k for k in cls.__mro__ if not self.places.is_luigi_or_standard(k)]
        try:
            for name in sorted({n for k in own for n in vars(k)}):
                evidence.follow(name, plain_function(cls, name))
        except RAISED:  # code that cannot be analysed shows nothing
            return []
        return [f for f in evidence.listed() if f["name"] in SERVICES or opens_local_file(f)]

    def _in_instance(self, target):
        """Local targets or paths that it keeps, themselves or in a list or dictionary."""
        for value in list(quietly(vars, target).values() if quietly(vars, target) else ()):
            items = list(value.values()) if isinstance(value, dict) else value
            for item in items if isinstance(items, (list, tuple)) else [value]:
                if "LocalTarget" in class_names(item) or hasattr(item, "__fspath__"):
                    detail = dotted(type(item))
                    place = {"method": "", "path": "", "line": 0}
                    return dict(place, name="holds_target", detail=detail)
        return None


def opens_local_file(fact):
    """By a function that only takes files: ``open(x)``, and not ``x.open()`` of who knows what."""
    name = fact["detail"].partition("(")[0]
    is_known = name in PATH_CALLS or any(name.startswith(p) for p in PATH_PREFIXES)
    return fact["name"] == "opens_path" and "(" in fact["detail"] and is_known
