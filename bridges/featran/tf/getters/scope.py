"""Where a getter is being evaluated: its variables, the active lanes, what was raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.values import Value, gather


@dataclass(frozen=True, eq=False)
class Scope:
    """Variables over n lanes; ``active`` bool ``[n]`` marks the lanes whose path led here.

    ``raised`` collects ``(bool [n], message)`` in evaluation order; ``halves`` is whether half of a
    surrogate pair may turn up in a string, so that two of them may meet.
    """

    variables: dict[str, Value]
    active: Tensor
    raised: list[tuple[Tensor, str]] = field(default_factory=list)
    flavour: Flavour = DEFAULT
    halves: bool = True

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
        """The scope of a lambda over items, each in a lane of its own: ``rows`` has them.

        What is raised there is its own; :meth:`hears` brings it back.
        """
        import tensorflow as tf

        kept = {n: _seen_from(v, rows) for n, v in self.variables.items() if n in names}
        return replace(self, variables=kept, active=tf.gather(self.active, rows), raised=[])

    def apart(self) -> Scope:
        """The same scope with a list of its own for what is raised."""
        return replace(self, raised=[])

    def hears(self, inner: Scope, rows: Tensor, before: Tensor | None = None) -> None:
        """Note what items raised; not where ``before``, bool per item, says it was never asked."""
        import tensorflow as tf

        for mask, message in inner.raised:
            asked = mask if before is None else mask & ~before
            found = tf.math.unsorted_segment_sum(tf.cast(asked, tf.int32), rows, self.lanes)
            self.raised.append((found > 0, message))

    def throws(self, where: Tensor, message: str) -> None:
        """Note that active lanes where ``where`` holds raise."""
        self.raised.append((self.active & where, message))


def _seen_from(value: Any, rows: Tensor) -> Any:
    """A variable in the lanes of a lambda; the record itself knows how."""
    return value.spread(rows) if hasattr(value, "spread") else gather(value, rows)
