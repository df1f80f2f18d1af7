"""Which environment variables the repository reads: names, never values."""

import os
import re
import sys
import types

from migrate.luigi.capture.environment_reads import ALL_OF_THEM, UNTOLD, EnvironmentReads
from migrate.luigi.capture.secret import is_secret_name
from migrate.luigi.capture.sources import Sources
from migrate.luigi.capture.text import TEXT_TYPES


def environment_of(places, secrets, watched):
    """Every read in the imported modules; from here on no value of a secret one is written."""
    found = {}
    for path, module in own_modules(places):
        reads = EnvironmentReads(Sources.tree(path), Sources.aliases(path), vars(module))
        for name, line, where, at_import, required in reads.all():
            found[places.shown(path), line, name] = {
                "name": name,
                "path": places.shown(path),
                "line": line,
                "where": where,
                "at_import": at_import,
                "required": required,
                "was_set": name in os.environ,
            }
    found.update(asked_meanwhile(found, watched.at(places)))
    for _, _, name in found:
        if is_secret_name(name) and os.environ.get(name):
            secrets.add(os.environ[name], "***environment.%s***" % name)
    return [found[key] for key in sorted(found)]


def asked_meanwhile(found, watched):
    """The names that were asked for where the source computes one; not where all are read."""
    more = {}
    for path, line, name in found:
        if name != UNTOLD or (path, line, ALL_OF_THEM) in found:
            continue
        for asked in watched.get((path, line), ()):
            read = dict(found[path, line, name], name=asked, was_set=asked in os.environ)
            more[path, line, asked] = read
    return more


def own_modules(places):
    """``(path, module)`` of what was imported from the repository; the main script is this one."""
    for _, module in sorted(sys.modules.items()):
        # Not getattr(): a lazy module would be imported by it.
        path = vars(module).get("__file__") if isinstance(module, types.ModuleType) else None
        if module is sys.modules["__main__"] or not isinstance(path, TEXT_TYPES):
            continue
        path = re.sub(r"(?<=\.py)[co]$", "", path)
        if places.is_own(path) and Sources.tree(path) is not None:
            yield path, module
