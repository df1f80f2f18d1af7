"""Where a getter is being evaluated: its variables, the active lanes, what was raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.values import Value, gather


@dataclass(frozen=True, eq=False)
class Scope:
    """Variables over n lanes; ``active`` bool ``[n]`` marks the lanes whose path led here.

    ``raised`` collects ``(bool [m], message)`` in evaluation order, whatever the lanes were.
    """

    variables: dict[str, Value]
    active: Tensor
    raised: list[tuple[Tensor, str]] = field(default_factory=list)

    @property
    def lanes(self) -> Tensor:
        """How many lanes there are: a scalar int32."""
        import tensorflow as tf

        return tf.shape(self.active)[0]

    def when(self, test: Tensor) -> Scope:
        """The scope of a branch."""
        return replace(self, active=self.active & test)

    def bind(self, **variables: Value) -> Scope:
        """The scope with more variables."""
        return replace(self, variables={**self.variables, **variables})

    def spread(self, rows: Tensor, names: frozenset[str]) -> Scope:
        """The scope of a lambda over items: each lane is an item of lane ``rows``."""
        import tensorflow as tf

        kept = {n: _seen_from(v, rows) for n, v in self.variables.items() if n in names}
        return replace(self, variables=kept, active=tf.gather(self.active, rows))

    def throws(self, where: Tensor, message: str) -> None:
        """Note that active lanes where ``where`` holds raise."""
        self.raised.append((self.active & where, message))


def _seen_from(value: Any, rows: Tensor) -> Any:
    """A variable in the lanes of a lambda; the record itself knows how."""
    return value.spread(rows) if hasattr(value, "spread") else gather(value, rows)
