"""Keys of the transformed features: Featran's names made fit for TFX."""

from __future__ import annotations

import re
from collections.abc import Iterable


def output_keys(names: Iterable[str], suffixes: Iterable[str] = ()) -> dict[str, str]:
    """A key for each name: Featran's own rule for tf.Example, and a number where two collide.

    Every character outside ``A-Za-z0-9_`` becomes ``_``. ``suffixes`` are of the companions of
    each key, with which no other key may collide.
    """
    suffixes = ("", *suffixes)
    taken: set[str] = set()
    keys: dict[str, str] = {}
    for name in names:
        base = re.sub(r"[^A-Za-z0-9_]", "_", name)
        key, count = base, 2
        while any(key + suffix in taken for suffix in suffixes):
            key, count = f"{base}_{count}", count + 1
        taken |= {key + suffix for suffix in suffixes}
        keys[name] = key
    return keys
