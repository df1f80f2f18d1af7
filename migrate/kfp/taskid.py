"""Luigi's task id, recomputed from a family and its serialised parameters.

Source: ``luigi.task.task_id_str`` (Luigi 2.1 to 3.8): the first three values of the sorted
parameters, 16 characters each, and 10 hex digits of the md5 of their canonical JSON.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from migrate.luigi.graph import Node

SHOWN_PARAMETERS = 3
SHOWN_CHARACTERS = 16
HASH_DIGITS = 10


def luigi_task_id(family: str, params: Mapping[str, str]) -> str:
    """The id Luigi gives to the instance; ``params`` are the significant public ones."""
    canonical = json.dumps(dict(params), separators=(",", ":"), sort_keys=True)
    digest = hashlib.md5(canonical.encode(), usedforsecurity=False).hexdigest()[:HASH_DIGITS]
    values = [params[name][:SHOWN_CHARACTERS] for name in sorted(params)[:SHOWN_PARAMETERS]]
    summary = re.sub(r"[^A-Za-z0-9_]", "_", "_".join(values))
    return f"{family}_{summary}_{digest}"


def identity(node: Node) -> dict[str, str]:
    """The parameters that make a task's identity: significant, public, as text."""
    return {
        p.name: p.text
        for p in node.params
        if p.significant and p.visibility == "public" and p.text is not None
    }
