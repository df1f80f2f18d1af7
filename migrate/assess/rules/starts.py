"""Ways in: what starts Luigi, and what its flags ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from migrate.assess.inventory import Inventory
from migrate.assess.uses import Rule, Use
from migrate.findings import Location
from migrate.luigi.inventory.model import Entry

SCHEDULER = re.compile(
    r"^(--)?(scheduler[-_](host|port|url)|lock|no[-_]lock|lock[-_][\w-]+|take[-_]lock)$"
)
PARALLEL = re.compile(r"^(--)?(workers|assistant|parallel[-_]scheduling|keep[-_]alive)")
RETCODE = re.compile(r"^(--)?retcode")
TASK_FLAG = re.compile(r"^--(?P<task>[A-Z]\w*)-(?P<name>[\w-]+)$")
EXIT_ZERO = frozenset({"luigi.run", "luigi command line"})


def starts(inventory: Inventory) -> Iterator[Use]:
    for entry in entries(inventory):
        where = Location(entry.path, entry.line)
        if entry.way == "luigid":
            detail = "a central scheduler is started"
            yield Use("central_scheduler", where, entry.path, detail, kind="way in")
        elif entry.way == "tools":
            yield Use("tools", where, entry.path, entry.way, kind="way in")
        else:
            yield Use("entry", where, entry.path, entry.way, kind="way in")
        yield from _flags(entry, where)


def results(inventory: Inventory) -> Iterator[Use]:
    """Luigi ends well although tasks failed, unless it is told or asked."""
    told = any(s.name == "retcode" for c in inventory.configs for s in c.sections)
    for entry in entries(inventory):
        where = Location(entry.path, entry.line)
        if entry.way == "luigi.build" and entry.detail and entry.guarded:
            yield Use("build_result", where, entry.path, entry.way)
        elif entry.way in EXIT_ZERO and not told and not any(map(RETCODE.match, entry.flags)):
            yield Use("exit_code", where, entry.path)


def sequences(inventory: Inventory) -> Iterator[Use]:
    """Several builds in one file are stages whose order no graph shows."""
    built: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(inventory):
        if entry.way in {"luigi.build", "gokart.build", "d6tflow.run"}:
            built[entry.path].append(entry)
    for path, found in built.items():
        if len(found) > 1:
            yield Use("sequence", Location(path, found[1].line), path, str(len(found)))


def entries(inventory: Inventory) -> Iterator[Entry]:
    """All but those of tests, and console scripts that lead to one."""
    reading = inventory.reading
    by_module = {m.name: m for m in reading.modules}
    for module in reading.modules:
        if inventory.counts(module.path):
            yield from module.entries
    for entry in reading.entries:
        if entry.way != "console script":
            if inventory.counts(entry.path):
                yield entry
        elif any(leads(entry, m.name) and m.entries for m in by_module.values()):
            yield entry


def leads(entry: Entry, module: str) -> bool:
    """The console script's function lies in the module."""
    target = entry.roots[0].rpartition(".")[0]
    return module == target or module.endswith(f".{target}")


def _flags(entry: Entry, where: Location) -> Iterator[Use]:
    root = entry.roots[-1].rpartition(".")[2] if entry.roots else ""
    scheduler = [f for f in entry.flags if SCHEDULER.match(f)]
    parallel = [f for f in entry.flags if PARALLEL.match(f)]
    if scheduler:
        yield Use("central_scheduler", where, entry.path, f"{', '.join(scheduler)} is given")
    if parallel:
        yield Use("parallelism", where, entry.path, f"{', '.join(parallel)} is given")
    for flag in entry.flags:
        named = TASK_FLAG.match(flag)
        if named and named["task"] != root:
            yield Use("task_flags", where, entry.path, flag)


RULES: tuple[Rule, ...] = (starts, results, sequences)
