"""The facts of one class: its methods, each followed into what it calls."""

import inspect

from migrate.luigi.capture.event_handlers import handlers_called_for
from migrate.luigi.capture.evidence.kinds import SELF
from migrate.luigi.capture.evidence.made_at_import import uses_import_clock
from migrate.luigi.capture.evidence.scope import Scope
from migrate.luigi.capture.functions import calls_next, plain_function, unwrapped
from migrate.luigi.capture.places import is_within
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.text import dotted

ENTRIES = (
    "run",
    "output",
    "requires",
    "complete",
    "input",
    "deps",
    "on_success",
    "on_failure",
    "__init__",
)
# Before the name of a function that a task's events call.
HANDLER = "event handler "
# What Luigi's own run() methods of contrib classes do.
LUIGI_RUNS = (
    ("luigi.contrib.external_program", "runs_process"),
    ("luigi.contrib.spark", "runs_process"),
    ("luigi.contrib.docker_runner", "runs_process"),
    ("luigi.contrib.", "touches_network"),
    ("luigi.hadoop", "touches_network"),
    ("luigi.postgres", "touches_network"),
    ("luigi.s3", "touches_network"),
)


class Evidence(object):
    """Facts of one class: its effective methods, followed into what they call."""

    def __init__(self, cls, places):
        self.cls = cls
        self.places = places
        self.facts = set()
        self.memo = {}

    def collect(self):
        for entry in ENTRIES:
            self.follow(entry, plain_function(self.cls, entry))
        for hook in self._hooks():
            self.follow("run", plain_function(self.cls, hook))
        for handler in handlers_called_for(self.cls, self.places):
            self.follow(HANDLER + handler.__name__, handler)
        self._clock_of_output()
        self._luigi_run()
        return self.listed()

    def listed(self):
        return [
            {"name": n, "method": m, "path": p, "line": i, "detail": d}
            for m, p, i, n, d in sorted(self.facts)
        ]

    def _hooks(self):
        """Methods that a run() of Luigi's contrib classes calls: rows(), mapper() ..."""
        definer = self._runs_of_luigi()
        if definer is None or definer.__module__ == "luigi.task":
            return []
        own = [k for k in self.cls.__mro__ if not self.places.is_luigi_or_standard(k)]
        return sorted(
            {
                n
                for k in own
                for n, v in vars(k).items()
                if unwrapped(v) is not None and n not in ENTRIES
            }
        )

    def follow(self, entry, function):
        if function is None:
            return
        path, node = Sources.function(function)
        if is_within(path, [self.places.luigi]):
            return
        if node is None:
            self.add(entry, self.places.shown(path), 0, "no_source", entry)
            return
        self.memo = {}
        Scope(self, entry, function, path, node, (SELF,), self.cls, 0).analyse()

    def _clock_of_output(self):
        """Paths that are made of what a module or a class read from the clock at import."""
        function = plain_function(self.cls, "output")
        path, node = Sources.function(function) if function else (None, None)
        said = any(fact[:1] + fact[3:4] == ("output", "reads_clock") for fact in self.facts)
        if said or node is None or is_within(path, [self.places.luigi]):
            return
        if uses_import_clock(self.cls, node, path):
            self.add("output", self.places.shown(path), node.lineno, "reads_clock", "at import")

    def _runs_of_luigi(self):
        """The class of Luigi's whose run() the task has, or comes to through ``super().run()``."""
        for klass in inspect.getmro(self.cls):
            if "run" not in vars(klass):
                continue
            if self.places.is_luigi_or_standard(klass):
                return klass
            if not calls_next(unwrapped(vars(klass)["run"]), "run"):
                return None
        return None

    def _luigi_run(self):
        definer = self._runs_of_luigi()
        module = getattr(definer, "__module__", "") or ""
        for prefix, fact in LUIGI_RUNS:
            if module.startswith(prefix):
                self.add("run", "", 0, fact, dotted(definer) + ".run")
                return

    def add(self, method, path, line, name, detail):
        self.facts.add((method, path, line, name, detail))
