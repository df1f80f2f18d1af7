"""What a worker does with one shard: compares it once, and looks into what is not the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from apache_beam.pvalue import TaggedOutput

from migrate.parity import join, labels, multiset
from migrate.parity.beam.deal import WORKER_MEMORY, shard_plan
from migrate.parity.beam.keys import KeyTables
from migrate.parity.beam.tables import load, packed, unpacked
from migrate.parity.detail import detail
from migrate.parity.engine import open_engine
from migrate.parity.engine_errors import comparing
from migrate.parity.frequent import pair_buckets
from migrate.parity.hints import hints_of
from migrate.parity.labels import Labels
from migrate.parity.model import AlignmentMode
from migrate.parity.partial import Detail, Survey
from migrate.parity.plan import Plan
from migrate.parity.profile import Profile, profiles
from migrate.parity.row_counts import classify
from migrate.parity.survey import survey
from migrate.parity.unpaired import unpaired

Grouped = tuple[int, Iterable[tuple[str, bytes]]]
#: The rows that are not the same: table d0 and so on.
Kept = list[bytes]
Details = tuple[Detail, dict[int, tuple[Profile, Profile]]]
#: Names of the outputs of :func:`compare_shard` beside the survey.
KEPT, DETAILS = "kept", "details"


class Wanted(NamedTuple):
    """``apart``: the distributions too; ``keys``: where rows by key go, if anywhere."""

    apart: bool
    keys: KeyTables | None


def compare_shard(grouped: Grouped, plan: Plan, wanted: Wanted) -> Iterator[Any]:
    """The counts of one shard, what it keeps, and what needs no other shard to be known."""
    own = shard_plan(plan)
    with open_engine(WORKER_MEMORY, 1) as engine, comparing():
        connection = engine.connection
        _open(connection, grouped)
        found = Detail()
        if plan.mode is AlignmentMode.KEY:
            counted = _keyed(connection, own)
            yield TaggedOutput(KEPT, _kept(connection, own))
            if wanted.keys is not None:
                wanted.keys.write(connection, own, grouped[0])
        elif plan.mode is AlignmentMode.MULTISET:
            counted = multiset.survey(connection, own)
            found = multiset.detail(connection, own)
        else:
            counted = unpaired(connection, own)
        spread = profiles(connection, own) if wanted.apart else {}
        yield TaggedOutput(DETAILS, (found, spread))
        yield counted


def _open(connection: Any, grouped: Grouped) -> None:
    """The relations ``old`` and ``new``; a side without a row is an empty table."""
    sides: dict[str, list[bytes]] = {"old": [], "new": []}
    for side, data in grouped[1]:
        sides[side].append(data)
    for name, parts in sides.items():
        other = sides["new" if name == "old" else "old"]
        load(connection, name, unpacked(parts) if parts else unpacked(other[:1]).slice(0, 0))


def _keyed(connection: Any, plan: Plan) -> Survey:
    counted = survey(connection, plan)
    for number, group in enumerate(join.groups(plan)):
        for index in group:
            if counted.fields[index].different:
                counted.fields[index].pairs = pair_buckets(connection, (number, index))
    return counted


def _kept(connection: Any, plan: Plan) -> Kept:
    groups = range(len(join.groups(plan)))
    return [packed(connection, f"SELECT * FROM d{number}") for number in groups]


def detail_shard(kept: Kept, plan: Plan, whole: Survey) -> Details:
    """What one shard's differences are like."""
    own = shard_plan(plan)
    with open_engine(WORKER_MEMORY, 1) as engine, comparing():
        for number, (data, group) in enumerate(zip(kept, join.groups(own), strict=True)):
            types = {f"k{i}": key.type.sql for i, key in enumerate(own.keys)}
            types |= {f"{v}{i}": own.fields[i].type.sql for i in group for v in "lr"}
            load(engine.connection, f"d{number}", unpacked([data]), types)
        classify(engine.connection, own)
        return detail(engine.connection, own, hints_of(own, whole, sharded=True)), {}


def label_shard(grouped: Grouped, plan: Plan, whole: Survey) -> dict[int, Labels]:
    """How many rows of OLD have each of the labels that differ somewhere."""
    own = shard_plan(plan)
    wanted = hints_of(own, whole).labels
    old = [data for side, data in grouped[1] if side == "old"]
    if plan.mode is not AlignmentMode.KEY or not wanted or not old:
        return {}
    with open_engine(WORKER_MEMORY, 1) as engine:
        types = {f"f{i}": field.type.sql for i, field in enumerate(own.fields)}
        load(engine.connection, "old_rows", unpacked(old), types)
        return labels.counted(engine.connection, wanted)
