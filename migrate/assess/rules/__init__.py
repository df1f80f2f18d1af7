"""Rules: each looks at the inventory and yields uses of features; none changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.assess.inventory import Inventory
from migrate.assess.rules import (
    attributes,
    bases,
    configuration,
    files,
    hidden_flow,
    methods,
    modules,
    parameters,
    requirements,
    starts,
    targets,
    whole,
)
from migrate.assess.uses import Rule, Use

RULES: Sequence[Rule] = (
    *bases.RULES,
    *parameters.RULES,
    *attributes.RULES,
    *requirements.RULES,
    *methods.RULES,
    *hidden_flow.RULES,
    *targets.RULES,
    *modules.RULES,
    *starts.RULES,
    *configuration.RULES,
    *files.RULES,
    *whole.RULES,
)


def uses(inventory: Inventory) -> tuple[Use, ...]:
    """What every rule sees, each thing once, in the order of the source."""
    found = dict.fromkeys(use for rule in RULES for use in rule(inventory))
    return tuple(
        sorted(found, key=lambda u: (u.location, u.feature, u.subject, u.detail, u.seen_from))
    )
