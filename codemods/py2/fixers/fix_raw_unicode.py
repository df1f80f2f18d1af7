"""``ur"text"`` becomes ``r"text"``: Python 3 has no literal that is both."""

from __future__ import annotations

import re
from typing import Any

from fissix import fixer_base
from fissix.pgen2 import token

_BOTH = re.compile(r"^[uU][rR](?=['\"])")


class FixRawUnicode(fixer_base.BaseFix):  # type: ignore[misc]
    """Drops the ``u``."""

    BM_compatible = False
    _accept_type = token.STRING

    def match(self, node: Any) -> bool:
        return bool(_BOTH.match(node.value))

    def transform(self, node: Any, results: Any) -> Any:  # noqa: ARG002  fissix calls it so
        new = node.clone()
        new.value = node.value[1:]
        return new
