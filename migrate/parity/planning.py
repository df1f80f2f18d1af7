"""Makes a plan of the columns of both sides and the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.field_plan import field_of, type_name, unified
from migrate.parity.key_plan import keys_of, renamed
from migrate.parity.leaves import Leaf
from migrate.parity.model import AlignmentMode, ColumnPair, Compatibility, Note
from migrate.parity.no_values import without_values
from migrate.parity.plan import Field, Plan
from migrate.parity.policy import Policy
from migrate.parity.strict import is_strict
from migrate.parity.types import Family


def make_plan(left: tuple[Leaf, ...], right: tuple[Leaf, ...], policy: Policy, today: date) -> Plan:
    """The plan for two sets of leaves; BadInput says why there is none."""
    left, right = without_values(left, right, policy)
    pairs = _matched(left, right, policy)
    mode = policy.mode or (AlignmentMode.KEY if policy.key else AlignmentMode.MULTISET)
    keys = keys_of(policy, left, right, mode)
    fields, schema, notes = _fields(pairs, policy, frozenset(k.name for k in keys), today)
    if not fields and not keys:
        raise BadInput(
            "OLD and NEW have no column in common",
            where=", ".join(leaf.path for leaf in left[:5])
            + " beside "
            + ", ".join(leaf.path for leaf in right[:5]),
            next_step="give their names in [align.rename] of a policy",
        )
    if mode is AlignmentMode.MULTISET:
        fields = tuple(_of_whole_rows(field) for field in fields)
    notes += _unused(policy, left, right)
    return Plan(mode, keys, fields, schema, policy, tuple(notes))


def _of_whole_rows(field: Field) -> Field:
    """The field of rows that are the same where their values are: nothing is asked of pairs.

    BadInput where a rule would object to values that are equal.
    """
    if is_strict(field.type, field.rule):
        raise BadInput(
            f"{field.name}: equal rows cancel out without a key, whatever their NaN and -0.0",
            next_step="give --key, or leave out nan_equal = false and signed_zero = true",
        )
    if field.compatibility is not Compatibility.INCOMPATIBLE:
        return field
    # Texts of two types may be equal, their values are not.
    mine, theirs = (
        f"{value} || {sql.text(f' ({kind})')}"
        for value, kind in ((field.left, field.left_type), (field.right, field.right_type))
    )
    return replace(field, left=mine, right=theirs)


def _matched(
    left: tuple[Leaf, ...], right: tuple[Leaf, ...], policy: Policy
) -> list[tuple[str, Leaf | None, Leaf | None]]:
    """Leaves by their name in OLD; a renamed record renames all that lies in it."""
    left, right = _beside_maps(left, right, policy)
    theirs = {leaf.path: leaf for leaf in right}
    found: list[tuple[str, Leaf | None, Leaf | None]] = [
        (leaf.path, leaf, theirs.pop(renamed(leaf.path, policy), None)) for leaf in left
    ]
    found += [(leaf.path, None, leaf) for leaf in theirs.values()]
    return found


def _beside_maps(
    left: tuple[Leaf, ...], right: tuple[Leaf, ...], policy: Policy
) -> tuple[tuple[Leaf, ...], tuple[Leaf, ...]]:
    """Both sides with the records closed again that are maps on the other one."""
    by_name = {renamed(leaf.path, policy): leaf for leaf in left}
    maps = {leaf.path for leaf in right if _is_map(leaf)}
    mine = {leaf.path for name, leaf in by_name.items() if name in maps and leaf.is_record}
    maps = {name for name, leaf in by_name.items() if _is_map(leaf)}
    theirs = {leaf.path for leaf in right if leaf.path in maps and leaf.is_record}
    return _closed(left, mine), _closed(right, theirs)


def _is_map(leaf: Leaf) -> bool:
    return leaf.type.family is Family.MAP and not leaf.is_record


def _closed(leaves: tuple[Leaf, ...], records: set[str]) -> tuple[Leaf, ...]:
    found: list[Leaf] = []
    for leaf in leaves:
        if leaf.path in records and leaf.whole is not None:
            found.append(Leaf(leaf.path, *leaf.whole, leaf.parent))
        elif not any(leaf.path.startswith(f"{record}.") for record in records):
            found.append(leaf)
    return tuple(found)


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
        both = unified(left, right)
        ignored, more = _ignored(name, policy, today)
        notes += more
        kind_left, kind_right = type_name(left), type_name(right)
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
        fields.append(field_of(name, left, right, both, policy, parent))
    return tuple(fields), tuple(schema), notes


def _one_sided(name: str, left: Leaf | None, right: Leaf | None, policy: Policy) -> ColumnPair:
    ignore = policy.ignore_for(name)
    reason = ignore.reason if ignore else ""
    if left is not None:
        kind = type_name(left)
        return ColumnPair(name, Compatibility.LEFT_ONLY, left.path, "", kind, "", reason)
    assert right is not None, "a pair has a side"
    kind = type_name(right)
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
