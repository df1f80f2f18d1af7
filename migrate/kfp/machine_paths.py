"""Parameters that name the directory in which the repository lay when it was captured.

``basePath = Parameter(default=os.getcwd())`` is text like any other: a step gets it as it was, the
task's id is made of it, and what the task joins to it is a path that only that machine has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from migrate.luigi.graph import Node, Parameter


def machine_paths(node: Node, repo: Path | None) -> Iterator[Parameter]:
    """The parameters of a task whose text names ``repo`` or something in it."""
    if repo is None:
        return
    named = re.compile(rf"{re.escape(str(repo.resolve()))}(?![\w.-])")
    for param in node.params:
        if param.text is not None and named.search(param.text):
            yield param


def is_given(node: Node, path: str, repo: Path | None) -> bool:
    """The path begins with the text of such a parameter, so it is the same in every process."""
    return any(path.startswith(param.text or "\0") for param in machine_paths(node, repo))
