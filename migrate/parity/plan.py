"""What is compared with what: the key, the fields, their SQL on each side and the schema diff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.deltas import deltas_of
from migrate.parity.equal import identical, within
from migrate.parity.leaves import Leaf
from migrate.parity.model import (
    AlignmentMode,
    ColumnPair,
    Compatibility,
    Kind,
    Note,
)
from migrate.parity.policy import Mask, Policy, Rule
from migrate.parity.types import NUMBERS, Family, Type
from migrate.parity.unify import Unified, unify

_KINDS: Final = {
    Family.BOOL: Kind.BOOLEAN,
    Family.INT: Kind.NUMERIC,
    Family.FLOAT: Kind.NUMERIC,
    Family.DECIMAL: Kind.NUMERIC,
    Family.STRING: Kind.STRING,
    Family.BYTES: Kind.BYTES,
    Family.DATE: Kind.TEMPORAL,
    Family.TIME: Kind.TEMPORAL,
    Family.TIMESTAMP: Kind.TEMPORAL,
    Family.MAP: Kind.MAP,
}
_EXACT: Final = Rule()
#: Types that cannot be told apart by their text, or have no total order.
_NO_KEYS: Final = frozenset({Family.LIST, Family.MAP, Family.STRUCT, Family.OTHER, Family.FLOAT})


@dataclass(frozen=True, slots=True)
class Key:
    """A key part: ``left`` and ``right`` bring it to the common type."""

    name: str
    left: str
    right: str
    type: Type
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A compared field. ``left`` and ``right`` are SQL over each side's relation; all later steps
    see the values as columns ``f<index>`` of one type. ``parent``: index of its record's field."""

    name: str
    kind: Kind
    type: Type
    left: str
    right: str
    compatibility: Compatibility
    rule: Rule = _EXACT
    mask: Mask | None = None
    parent: int | None = None
    allowed: tuple[str, ...] = ()
    left_type: str = ""
    right_type: str = ""

    def identical(self, left: str, right: str) -> str:
        """SQL: the same value."""
        if self.compatibility is Compatibility.INCOMPATIBLE:
            return f"({left} IS NULL AND {right} IS NULL)"
        return identical(self.type, left, right, self.rule)

    def within(self, left: str, right: str) -> str | None:
        """SQL: close enough; None without a tolerance."""
        if self.compatibility is Compatibility.INCOMPATIBLE:
            return None
        return within(self.kind, self.type, left, right, self.rule)

    def deltas(self, left: str, right: str) -> tuple[tuple[str, str], ...]:
        """Names and SQL of the distances."""
        if self.compatibility is Compatibility.INCOMPATIBLE or self.mask is not None:
            return ()
        return deltas_of(self.kind, self.type, left, right)

    @property
    def hashes_exactly(self) -> bool:
        """Whether equal hashes of a value mean what ``identical`` means."""
        strict = self.rule.signed_zero or self.rule.nan_equal is False
        return not strict and self.compatibility is not Compatibility.INCOMPATIBLE


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the engines have to know, without the data. It travels to workers by pickle."""

    mode: AlignmentMode
    keys: tuple[Key, ...]
    fields: tuple[Field, ...]
    schema: tuple[ColumnPair, ...]
    policy: Policy
    notes: tuple[Note, ...] = ()
    sample: float = 1.0
    seed: int = 0


def make_plan(left: tuple[Leaf, ...], right: tuple[Leaf, ...], policy: Policy, today: date) -> Plan:
    """The plan for two sets of leaves; BadInput says why there is none."""
    pairs = _matched(left, right, policy)
    mode = policy.mode or (AlignmentMode.KEY if policy.key else AlignmentMode.MULTISET)
    keys = _keys(policy, left, right, mode)
    fields, schema, notes = _fields(pairs, policy, frozenset(k.name for k in keys), today)
    if not fields and not keys:
        raise BadInput(
            "OLD and NEW have no column in common",
            where=", ".join(leaf.path for leaf in left[:5])
            + " beside "
            + ", ".join(leaf.path for leaf in right[:5]),
            next_step="give their names in [align.rename] of a policy",
        )
    notes += _unused(policy, left, right)
    return Plan(mode, keys, fields, schema, policy, tuple(notes))


def _matched(
    left: tuple[Leaf, ...], right: tuple[Leaf, ...], policy: Policy
) -> list[tuple[str, Leaf | None, Leaf | None]]:
    """Leaves by their name in OLD; a renamed record renames all that lies in it."""
    theirs = {leaf.path: leaf for leaf in right}
    found: list[tuple[str, Leaf | None, Leaf | None]] = [
        (leaf.path, leaf, theirs.pop(renamed(leaf.path, policy), None)) for leaf in left
    ]
    found += [(leaf.path, None, leaf) for leaf in theirs.values()]
    return found


def renamed(path: str, policy: Policy) -> str:
    """The name in NEW of a path of OLD."""
    for old, new in policy.rename:
        if path == old or path.startswith(f"{old}."):
            return new + path[len(old) :]
    return path


def _keys(
    policy: Policy, left: tuple[Leaf, ...], right: tuple[Leaf, ...], mode: AlignmentMode
) -> tuple[Key, ...]:
    if mode is not AlignmentMode.KEY:
        return ()
    if not policy.key:
        raise BadInput("rows are aligned by key, and there is none", next_step="give --key a,b.c")
    mine, theirs = {e.path: e for e in left}, {e.path: e for e in right}
    return tuple(_key(name, mine, theirs, policy) for name in policy.key)


def _key(name: str, left: Mapping[str, Leaf], right: Mapping[str, Leaf], policy: Policy) -> Key:
    other = renamed(name, policy)
    for side, leaves, wanted in (("OLD", left, name), ("NEW", right, other)):
        if wanted not in leaves:
            raise BadInput(
                f"{side} has no column {wanted!r} for the key",
                next_step=f"its columns are {', '.join(list(leaves)[:12])}",
            )
    mine, theirs = left[name], right[other]
    both = unify(mine.type, theirs.type)
    if both.compatibility is Compatibility.INCOMPATIBLE or _text_beside_number(mine, theirs):
        raise BadInput(
            f"key {name!r} is {mine.type} in OLD and {theirs.type} in NEW: they cannot match",
            next_step="cast one side in [[normalise]] of a policy",
        )
    if both.type.family in _NO_KEYS or mine.is_record or theirs.is_record:
        raise BadInput(
            f"key {name!r} is {both.type}: such values are no key",
            next_step="name columns of whole numbers, texts, bytes, dates or times",
        )
    mask = policy.mask_for(name)
    return Key(name, both.left(mine.sql), both.right(theirs.sql), both.type, mask)


def _text_beside_number(left: Leaf, right: Leaf) -> bool:
    families = {left.type.family, right.type.family}
    return Family.STRING in families and bool(families & (NUMBERS | {Family.DATE}))


def _fields(
    pairs: list[tuple[str, Leaf | None, Leaf | None]],
    policy: Policy,
    keys: frozenset[str],
    today: date,
) -> tuple[tuple[Field, ...], tuple[ColumnPair, ...], list[Note]]:
    fields: list[Field] = []
    schema: list[ColumnPair] = []
    notes: list[Note] = []
    places: dict[str, int] = {}
    for name, left, right in pairs:
        if left is None or right is None:
            schema.append(_one_sided(name, left, right, policy))
            notes += _one_sided_note(schema[-1])
            continue
        if left.is_record and right.is_record:
            both = Unified(Compatibility.IDENTICAL, left.type, _as_is, _as_is)
        elif left.is_record or right.is_record:
            both = _record_beside_value(left)
        else:
            both = unify(left.type, right.type)
        ignored, more = _ignored(name, policy, today)
        notes += more
        kind_left, kind_right = _type_name(left), _type_name(right)
        schema.append(
            ColumnPair(
                name, both.compatibility, left.path, right.path, kind_left, kind_right, ignored
            )
        )
        if both.compatibility is Compatibility.INCOMPATIBLE and not ignored:
            what = f"{name} is {kind_left} in OLD and {kind_right} in NEW: not comparable"
            notes.append(Note("PA002", what, name))
        if ignored or name in keys:
            continue
        parent = places.get(left.parent) if left.parent and right.parent else None
        places[left.path] = len(fields)
        fields.append(_field(name, left, right, both, policy, parent))
    return tuple(fields), tuple(schema), notes


def _as_is(value: str) -> str:
    return value


def _record_beside_value(left: Leaf) -> Unified:
    del left
    text = Type(Family.STRING, "VARCHAR")
    cast = lambda value: f"CAST({value} AS VARCHAR)"  # noqa: E731
    return Unified(Compatibility.INCOMPATIBLE, text, cast, cast)


def _type_name(leaf: Leaf) -> str:
    return "record" if leaf.is_record else str(leaf.type)


def _one_sided(name: str, left: Leaf | None, right: Leaf | None, policy: Policy) -> ColumnPair:
    ignore = policy.ignore_for(name)
    reason = ignore.reason if ignore else ""
    if left is not None:
        kind = _type_name(left)
        return ColumnPair(name, Compatibility.LEFT_ONLY, left.path, "", kind, "", reason)
    assert right is not None, "a pair has a side"
    kind = _type_name(right)
    return ColumnPair(name, Compatibility.RIGHT_ONLY, "", right.path, "", kind, reason)


def _one_sided_note(pair: ColumnPair) -> list[Note]:
    if pair.ignored:
        return []
    side = "OLD" if pair.compatibility is Compatibility.LEFT_ONLY else "NEW"
    return [Note("PA003", f"column {pair.name} is in {side} only", pair.name)]


def _ignored(name: str, policy: Policy, today: date) -> tuple[str, list[Note]]:
    """The reason a field is not compared; an entry that expired ignores nothing."""
    entry = policy.ignore_for(name)
    if entry is None:
        return "", []
    if entry.expires is not None and entry.expires < today:
        what = f"{name} was ignored until {entry.expires}: {entry.reason}"
        return "", [Note("PA004", what, name)]
    return entry.reason, []


def _field(
    name: str, left: Leaf, right: Leaf, both: Unified, policy: Policy, parent: int | None
) -> Field:
    rule = policy.rule_for(name)
    mine, theirs = both.left(left.sql), both.right(right.sql)
    kind, type_ = _kind(both, left), both.type
    if both.compatibility is not Compatibility.INCOMPATIBLE:
        kind, type_, mine, theirs = _shaped(kind, type_, mine, theirs, rule, name)
    return Field(
        name,
        kind,
        type_,
        mine,
        theirs,
        both.compatibility,
        rule,
        policy.mask_for(name),
        parent,
        policy.allowed_causes(name),
        _type_name(left),
        _type_name(right),
    )


def _kind(both: Unified, left: Leaf) -> Kind:
    if both.compatibility is Compatibility.INCOMPATIBLE:
        return Kind.OTHER
    if left.is_record:
        return Kind.RECORD
    if both.instant:
        return Kind.TEMPORAL
    if both.type.family is Family.LIST:
        numbers = both.type.item.family in NUMBERS and both.type.item.family is not Family.BOOL
        return Kind.VECTOR if numbers else Kind.LIST
    return _KINDS.get(both.type.family, Kind.OTHER)


def _shaped(
    kind: Kind, type_: Type, left: str, right: str, rule: Rule, name: str
) -> tuple[Kind, Type, str, str]:
    """Maps and keyed lists as sorted entries, unordered lists sorted: equal means equal then."""
    if kind is Kind.MAP:
        entry = _entry(type_.children[0][1], type_.item)
        return kind, entry, f"list_sort(map_entries({left}))", f"list_sort(map_entries({right}))"
    if type_.family is not Family.LIST:
        return kind, type_, left, right
    if rule.element_key is not None:
        fields = dict(type_.item.children)
        if rule.element_key not in fields:
            raise BadInput(
                f"{name} has no element field {rule.element_key!r}",
                next_step="element_key names a field of the records in the list",
            )
        entry = _entry(fields[rule.element_key], type_.item)
        key = f"struct_extract(e, {sql.text(rule.element_key)})"
        made = "list_sort(list_transform({}, lambda e: {{'key': " + key + ", 'value': e}}))"
        return Kind.MAP, entry, made.format(left), made.format(right)
    if rule.unordered:
        return Kind.SET, type_, f"list_sort({left})", f"list_sort({right})"
    return kind, type_, left, right


def _entry(key: Type, value: Type) -> Type:
    inner = (("key", key), ("value", value))
    struct = Type(Family.STRUCT, f"STRUCT(key {key.sql}, value {value.sql})", children=inner)
    return Type(Family.LIST, f"{struct.sql}[]", children=(("item", struct),))


def _unused(policy: Policy, left: tuple[Leaf, ...], right: tuple[Leaf, ...]) -> list[Note]:
    """Entries of the policy that fit no column: often a typing error that hides a difference."""
    from fnmatch import fnmatchcase

    paths = {leaf.path for leaf in left} | {leaf.path for leaf in right}
    entries = [
        *((f"[[field]] {e.match}", e.match) for e in policy.rules),
        *((f"[[ignore]] {e.match}", e.match) for e in policy.ignores),
        *((f"[[normalise]] {e.match}", e.match) for e in policy.normalise),
        *((f"[[allow]] {e.match}", e.match) for e in policy.allow),
        *((f"[[sensitive]] {e.match}", e.match) for e in policy.sensitive),
    ]
    notes = [
        Note("PA005", f"{title} matches no column", match)
        for title, match in entries
        if not any(fnmatchcase(path, match) for path in paths)
    ]
    known = {leaf.path for leaf in left}
    notes += [
        Note("PA005", f"[align.rename] {old}: OLD has no such column", old)
        for old, _ in policy.rename
        if old not in known
    ]
    return notes
