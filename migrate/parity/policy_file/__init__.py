"""``parity.toml``, read into a :class:`~migrate.parity.policy.Policy`."""

from migrate.parity.policy_file.read import read_policy

__all__ = ["read_policy"]
