"""Both sides as views of the same columns: k0 … the key, f0 … the fields, of the same types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from migrate.parity import sql
from migrate.parity.model import Kind
from migrate.parity.plan import Plan
from migrate.parity.policy import NullKeys, Side
from migrate.parity.queries import run
from migrate.parity.sql import Expr
from migrate.parity.strict import unsigned_zeros


def key_columns(plan: Plan) -> list[str]:
    """Names of the key columns."""
    return [f"k{i}" for i in range(len(plan.keys))]


def field_columns(plan: Plan) -> list[str]:
    """Names of the field columns."""
    return [f"f{i}" for i in range(len(plan.fields))]


def prepare_sql(plan: Plan, side: Side, raw: str) -> str:
    """The query that gives a side its common columns; of the cohort only when sampling."""
    old = side is Side.OLD
    keys = [f"{k.left if old else k.right} AS k{i}" for i, k in enumerate(plan.keys)]
    fields = [f"{f.left if old else f.right} AS f{i}" for i, f in enumerate(plan.fields)]
    chosen = sql.columns([*keys, *fields]) or "1 AS nothing"
    query = f"SELECT {chosen} FROM {raw}"
    if plan.sample >= 1:
        return query
    return f"SELECT * FROM ({query}) WHERE {cohort(plan)}"


def cohort(plan: Plan) -> str:
    """Whether a row is in the sample: by a hash of its key, so both sides keep the same rows.

    MD5 of the seed and the key's texts, each with its length before it, as a fraction of 2**64.
    """
    values = key_columns(plan) or [
        unsigned_zeros(field.type, f"f{i}") for i, field in enumerate(plan.fields)
    ]
    printed = [_text(value) for value in values]
    texts = [f"COALESCE(strlen({text}) || ':' || {text}, '-')" for text in printed]
    text = " || ".join([sql.text(str(plan.seed) + "/"), *texts])
    return f"md5_number_lower({text}) < {int(plan.sample * 2**64)}"


def prepare(connection: Any, plan: Plan, side: Side, raw: str, view: str) -> None:
    """Make the view."""
    run(connection, f"CREATE VIEW {view} AS {prepare_sql(plan, side, raw)}")


@contextmanager
def joined_as_written(connection: Any) -> Iterator[None]:
    """Joins hold what is on their right: of Arrow files the engine cannot tell which is smaller."""
    run(connection, "SET disabled_optimizers='build_side_probe_side'")
    try:
        yield
    finally:
        run(connection, "SET disabled_optimizers=''")


def match(plan: Plan, left: str, right: str, *, nulls: bool = True) -> str:
    """SQL: the keys of two rows are equal. ``nulls``: whether any key can be null."""
    keys = key_columns(plan)
    as_values = nulls and plan.policy.null_keys is NullKeys.MATCH
    operator = "IS NOT DISTINCT FROM" if as_values else "="
    return sql.all_of(f"{left}.{k} {operator} {right}.{k}" for k in keys)


def by_key(plan: Plan, prefix: str = "") -> str:
    """SQL: an order by key, nulls last."""
    return ", ".join(f"{prefix}{k} NULLS LAST" for k in key_columns(plan))


def any_null_key(plan: Plan) -> str:
    """SQL: some part of the key is null."""
    return sql.any_of(f"{k} IS NULL" for k in key_columns(plan))


def key_text(plan: Plan, prefix: str = "") -> str:
    """SQL: the key's parts as a list of texts, masked ones as their mask."""
    parts = [show(f"{prefix}k{i}", k.mask, plan.policy.salt) for i, k in enumerate(plan.keys)]
    return f"[{sql.columns(parts)}]" if parts else "CAST([] AS VARCHAR[])"


def show_field(plan: Plan, index: int, value: str) -> str:
    """SQL: what leaves the engine for a value of a field; a map as one, not as its entries."""
    field = plan.fields[index]
    entries = field.kind is Kind.MAP and field.rule.element_key is None
    return show(value, field.mask, plan.policy.salt, _map_text if entries else _text)


def _text(value: str) -> str:
    return f"CAST({value} AS VARCHAR)"


def _map_text(entries: str) -> str:
    part = "COALESCE(CAST(struct_extract(e, {}) AS VARCHAR), 'NULL')"
    pair = f"{part.format(sql.text('key'))} || '=' || {part.format(sql.text('value'))}"
    pairs = f"array_to_string(list_transform({entries}, lambda e: {pair}), ', ')"
    return f"CASE WHEN {entries} IS NOT NULL THEN '{{' || COALESCE({pairs}, '') || '}}' END"


def show(value: str, mask: object, salt: str, printed: Expr = _text) -> str:
    """SQL: what leaves the engine for a value."""
    from migrate.parity.policy import Mask

    text = printed(value)
    if mask is Mask.HIDE:
        return f"CASE WHEN {value} IS NOT NULL THEN '•••' END"
    if mask is Mask.HASH:
        return f"'#' || left(sha256({sql.text(salt)} || {text}), 16)"
    return text
