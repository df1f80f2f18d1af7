"""By kind of field, the distances between two differing values: SQL that gives doubles.

The first of a kind is its main delta. Null: the pair has no such distance.
"""

from __future__ import annotations

from migrate.parity import sql
from migrate.parity.equal import clock_of, difference, filled, levenshtein, no_holes
from migrate.parity.model import Kind
from migrate.parity.types import Type

#: The deltas that are made from the main one, with the value they are relative to.
SIGNED, ABSOLUTE, RELATIVE = "signed", "absolute", "relative"


def deltas_of(kind: Kind, type_: Type, left: str, right: str) -> tuple[tuple[str, str], ...]:
    """Names and SQL of the deltas of ``right`` against ``left``."""
    match kind:
        case Kind.NUMERIC:
            signed = difference(type_, left, right)
            size = f"abs(CAST({left} AS DOUBLE))"
            return (
                (SIGNED, signed),
                (ABSOLUTE, f"abs({signed})"),
                (RELATIVE, f"abs({signed}) / NULLIF({size}, 0)"),
            )
        case Kind.TEMPORAL:
            signed = _temporal(type_, left, right)
            return ((SIGNED, signed), (ABSOLUTE, f"abs({signed})"))
        case Kind.STRING:
            distance = f"CAST({levenshtein(left, right)} AS DOUBLE)"
            longest = f"NULLIF(greatest(length({left}), length({right})), 0)"
            return (("levenshtein", distance), ("normalised", f"{distance} / {longest}"))
        case Kind.BYTES:
            return (("bytes", f"CAST(parity_bytes({left}, {right}) AS DOUBLE)"),)
        case Kind.VECTOR:
            return _vector(left, right)
        case Kind.LIST:
            return (("elements", _elements(left, right)),)
        case Kind.SET:
            return (("jaccard", _jaccard(left, right)),)
        case Kind.MAP:
            return (("keys", _keys(left, right)),)
        case _:
            return ()


def _temporal(type_: Type, left: str, right: str) -> str:
    clock = clock_of(type_)
    gap = f"CAST({clock.read(right)} - {clock.read(left)} AS DOUBLE)"
    return f"{gap} / {clock.per_micro}e6"


def _vector(left: str, right: str) -> tuple[tuple[str, str], ...]:
    whole = (
        f"len({left}) = len({right}) AND len({left}) > 0 AND {no_holes(left)} AND {no_holes(right)}"
    )
    mine, theirs = filled(left), filled(right)
    gaps = f"list_transform(list_zip({mine}, {theirs}), lambda p: abs(p[2] - p[1]))"
    undefined = "'nan'::DOUBLE"

    def defined(value: str) -> str:
        return f"CASE WHEN {whole} THEN {value} ELSE {undefined} END"

    zero = f"list_dot_product({mine}, {mine}) = 0 OR list_dot_product({theirs}, {theirs}) = 0"
    cosine = f"1 - list_cosine_similarity({mine}, {theirs})"
    return (
        ("l2", defined(f"list_distance({mine}, {theirs})")),
        ("linf", defined(f"list_max({gaps})")),
        ("cosine", defined(f"CASE WHEN {zero} THEN {undefined} ELSE {cosine} END")),
    )


def _elements(left: str, right: str) -> str:
    """Without a zip of a null: the engine's reads memory that nobody wrote where lists nest."""
    changed = f"list_filter(list_zip({left}, {right}), lambda p: {sql.differ('p[1]', 'p[2]')})"
    alone = f"WHEN {left} IS NULL THEN len({right}) WHEN {right} IS NULL THEN len({left})"
    return f"CAST(CASE {alone} ELSE len({changed}) END AS DOUBLE)"


def _jaccard(left: str, right: str) -> str:
    common = f"len(list_distinct(list_intersect({left}, {right})))"
    union = f"len(list_distinct(list_concat({left}, {right})))"
    return f"1 - CAST({common} AS DOUBLE) / NULLIF({union}, 0)"


def _keys(left: str, right: str) -> str:
    gone = f"list_filter({left}, lambda e: NOT list_contains({right}, e))"
    come = f"list_filter({right}, lambda e: NOT list_contains({left}, e))"
    keys = f"list_transform(list_concat({gone}, {come}), lambda e: struct_extract(e, 'key'))"
    return f"CAST(len(list_distinct({keys})) AS DOUBLE)"
