"""Checks of a compiled pipeline that need no cluster; each returns what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate.kfp.check.cycles import cycles
from migrate.kfp.check.names import names
from migrate.kfp.check.references import references
from migrate.kfp.check.strict import strict_parse
from migrate.kfp.check.types import parameter_types

CHECKS = {
    "strict proto parse": strict_parse,
    "references": references,
    "cycles": cycles,
    "names": names,
    "parameter types": parameter_types,
}


def check(spec: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every check by name, with the problems it found."""
    return {name: run(spec) for name, run in CHECKS.items()}
