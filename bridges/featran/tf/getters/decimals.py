from typing import Any

from bridges.featran.tf.errors import NoRule


def shown(value: Any, kind: Any, jdk: int) -> Any:
    raise NoRule(f"the text of a {kind}")
