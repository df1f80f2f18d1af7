"""Rules: each yields the findings of one code; none changes anything.

A rule is a function of :class:`Subject` registered in one of the modules of this package.
"""

from __future__ import annotations

from migrate.findings import Finding, in_order
from migrate.kfp.rules import (
    by_class,
    by_config,
    by_environment,
    by_graph,
    by_parameter,
    by_target,
    by_task,
)
from migrate.kfp.rules.subject import Subject

RULES = (
    *by_graph.RULES,
    *by_config.RULES,
    *by_environment.RULES,
    *by_task.RULES,
    *by_class.RULES,
    *by_parameter.RULES,
    *by_target.RULES,
)


def findings(subject: Subject) -> list[Finding]:
    """What every rule has to say, in order, each thing once."""
    return in_order({found for rule in RULES for found in rule(subject)})
