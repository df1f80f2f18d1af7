"""``async`` and ``await`` as names get an underscore: they are keywords since Python 3.7."""

from __future__ import annotations

from typing import Any

from fissix import fixer_base
from fissix.pgen2 import token

_KEYWORDS = frozenset({"async", "await", "nonlocal"})


class FixNewKeywords(fixer_base.BaseFix):  # type: ignore[misc]
    """Renames them; real coroutines have tokens of their own and stay."""

    BM_compatible = False
    _accept_type = token.NAME

    def match(self, node: Any) -> bool:
        return node.value in _KEYWORDS and node.type == token.NAME

    def transform(self, node: Any, results: Any) -> Any:  # noqa: ARG002  fissix calls it so
        if _begins_statement(node):
            return None
        new = node.clone()
        new.value += "_"
        return new


def _begins_statement(node: Any) -> bool:
    """``nonlocal x`` is the Python 3 statement, which fissix's grammar does not know by name."""
    after = node.next_sibling
    return node.value == "nonlocal" and after is not None and after.type == token.NAME
