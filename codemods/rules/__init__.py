"""The rules, one module each."""

from __future__ import annotations

from codemods.engine import Rule
from codemods.rules import contrib_imports, parameter_classes, parameter_flags

RULES: tuple[Rule, ...] = (contrib_imports.RULE, parameter_classes.RULE, parameter_flags.RULE)

__all__ = ["RULES"]
