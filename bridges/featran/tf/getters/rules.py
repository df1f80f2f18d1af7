"""Which function computes which operation."""

from __future__ import annotations

from collections.abc import Mapping

from bridges.featran.tf.getters import (
    of_folds,
    of_items,
    of_makes,
    of_maps,
    of_options,
    of_order,
    of_scalars,
    of_strings,
)
from bridges.featran.tf.getters.evaluate import Rule


def _table(rule: Rule, *names: str) -> dict[str, Rule]:
    return dict.fromkeys((word for group in names for word in group.split()), rule)


def _prefixed(prefix: str, names: str) -> str:
    return " ".join(f"{prefix}.{name}" for name in names.split())


RULES: Mapping[str, Rule] = {
    **_table(of_scalars.arithmetic, "+ - * / %"),
    **_table(of_scalars.negate, "neg"),
    **_table(of_scalars.compared, "< <= > >="),
    **_table(of_scalars.equal, "== !="),
    **_table(of_scalars.bitwise, "& | ^"),
    **_table(of_scalars.shifted, "<< >> >>>"),
    **_table(of_scalars.inverted, "~ !"),
    **_table(of_scalars.logical, "&& ||"),
    **_table(of_scalars.converted, "convert"),
    **_table(of_scalars.unchanged, "as"),
    **_table(of_scalars.as_double, "asDouble"),
    **_table(of_scalars.classify, "isNaN isInfinity isPosInfinity isNegInfinity"),
    **_table(of_strings.text, "str toString"),
    **_table(of_scalars.unboxed, "unbox"),
    **_table(of_scalars.boxed, "box"),
    **_table(of_scalars.is_null, "isNull"),
    **_table(of_strings.parsed, "parse"),
    **{f"String.{name}": rule for name, rule in of_strings.RULES.items()},
    **_table(of_order.compare, "compare"),
    **_table(of_options.parse_option, "parseOption"),
    **_table(of_options.some, "Some Option"),
    **_table(of_options.none, "None"),
    **_table(of_options.get, "Option.get"),
    **_table(of_options.get_or_else, "Option.getOrElse"),
    **_table(of_options.or_else, "Option.orElse"),
    **_table(of_options.fold_option, "Option.fold"),
    **_table(of_options.over_option, _prefixed("Option", "map flatMap filter exists forall")),
    **_table(of_options.about_option, _prefixed("Option", "isDefined isEmpty toSeq contains")),
    **_table(of_options.attempt, "Try.toOption"),
    **_table(of_items.over_items, _prefixed("Seq", "map flatMap filter exists forall count find")),
    **_table(of_items.over_items, _prefixed("Seq", "takeWhile dropWhile")),
    **_table(of_items.flatten, "Seq.flatten"),
    **_table(of_items.sized, _prefixed("Seq", "size isEmpty nonEmpty")),
    **_table(of_items.sized, _prefixed("Map", "size isEmpty nonEmpty")),
    **_table(of_items.ends, _prefixed("Seq", "head last headOption lastOption")),
    **_table(of_items.without_end, _prefixed("Seq", "tail init")),
    **_table(of_items.reverse, "Seq.reverse"),
    **_table(of_items.distinct, "Seq.distinct"),
    **_table(of_items.cut, _prefixed("Seq", "take drop takeRight dropRight slice")),
    **_table(of_items.place, _prefixed("Seq", "apply lift")),
    **_table(of_items.contains, _prefixed("Seq", "contains indexOf")),
    **_table(of_items.join, _prefixed("Seq", "append prepend concat zip")),
    **_table(of_items.with_index, "Seq.zipWithIndex"),
    **_table(of_items.make_string, "Seq.mkString"),
    **_table(of_items.sliding, "Seq.sliding"),
    **_table(of_makes.seq_of, "Seq.of"),
    **_table(of_makes.seq_to, "Seq.to"),
    **_table(of_makes.span, "Seq.range"),
    **_table(of_makes.fill, "Seq.fill"),
    **_table(of_makes.tabulate, "Seq.tabulate"),
    **_table(of_order.sort, _prefixed("Seq", "sorted sortBy")),
    **_table(of_order.extreme, _prefixed("Seq", "max min maxBy minBy")),
    **_table(of_folds.fold_left, "Seq.foldLeft"),
    **_table(of_folds.reduce, "Seq.reduce"),
    **_table(of_folds.total, _prefixed("Seq", "sum product")),
    **_table(of_maps.to_map, "Seq.toMap"),
    **_table(of_maps.get, _prefixed("Map", "get apply contains")),
    **_table(of_maps.get_or_else, "Map.getOrElse"),
    **_table(of_maps.parts, _prefixed("Map", "keys values pairs")),
    **_table(of_maps.filtered, "Map.filter"),
    **_table(of_maps.changed, "Map.like Map.concat"),
}


FAMILIES: Mapping[str, Rule] = {"math": of_scalars.of_math, "Char": of_strings.of_char}
"""The functions that look at the method's name themselves."""


def rule_of(name: str) -> Rule | None:
    """The rule of an operation, or None."""
    family, dot, _ = name.partition(".")
    return RULES.get(name) or (FAMILIES.get(family) if dot else None)
