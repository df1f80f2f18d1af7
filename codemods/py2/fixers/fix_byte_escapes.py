r"""``"\u"`` becomes ``"\\u"``: a text without a prefix is bytes in Python 2, which know no names.

There ``\u``, ``\U`` and ``\N`` are a backslash and a letter. Under ``unicode_literals`` they mean
what they mean in Python 3, and stay; so do ``u""``, raw texts and ``b""``.
"""

from __future__ import annotations

import re
from typing import Any

from fissix import fixer_base
from fissix.pgen2 import token
from fissix.pygram import python_symbols as symbols

_PAIR = re.compile(r"\\(.)", re.DOTALL)


class FixByteEscapes(fixer_base.BaseFix):  # type: ignore[misc]
    """Doubles the backslash."""

    BM_compatible = False
    _accept_type = token.STRING

    def start_tree(self, tree: Any, filename: str) -> None:
        super().start_tree(tree, filename)
        self._are_bytes = not any(map(_is_unicode_literals, tree.pre_order()))

    def match(self, node: Any) -> bool:
        return self._are_bytes and node.value[0] in "'\"" and _escaped(node.value) != node.value

    def transform(self, node: Any, results: Any) -> Any:  # noqa: ARG002  fissix calls it so
        new = node.clone()
        new.value = _escaped(node.value)
        return new


def _escaped(text: str) -> str:
    return _PAIR.sub(lambda pair: "\\" + pair[0] if pair[1] in "uUN" else pair[0], text)


def _is_unicode_literals(node: Any) -> bool:
    """``from __future__ import unicode_literals``, perhaps among others."""
    if node.type != symbols.import_from:
        return False
    words = [leaf.value for leaf in node.leaves()]
    return words[1] == "__future__" and "unicode_literals" in words
