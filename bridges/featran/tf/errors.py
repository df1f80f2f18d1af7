"""What the TensorFlow engine cannot say in a graph."""

from __future__ import annotations

from bridges.errors import BridgeError


class NoRule(BridgeError):
    """A getter or a transformer does something that no TensorFlow op does exactly.

    ``what`` completes "has no TensorFlow rule: …".
    """

    def __init__(self, construct: str, *, where: str = "") -> None:
        self.construct = construct
        super().__init__(
            f"no TensorFlow rule for {construct}",
            where=where,
            next_step="compute this value before the transform, or use the numpy engine",
        )
