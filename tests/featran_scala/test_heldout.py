"""Whole spec files that were written before the reader was tried on them, against the JVM.

Their styles are those of several teams: cakes of traits, abstract builders, loops over names,
implicit classes, partial functions, comprehensions. ``heldout/record.py`` ran them on the published
Featran (Scala 2.13, those of the folders ``both`` and ``generated`` on 2.12 too; JDK 17); names,
values and settings must be the same, bit for bit, but for functions of the C library. What is
refused is listed here, each with its reason.
"""

import json
import math
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from bridges.featran.extract import learnt, learnt_together
from bridges.featran.flavour import Flavour
from bridges.featran.getters.ast import Op, walk
from bridges.featran.getters.mathematics import INEXACT
from bridges.featran.model import MultiFeatureSpec
from bridges.featran.records import json_schema
from bridges.featran.settings.document import write
from bridges.featran.transformers.normalizer import Normalizer
from bridges.featran.transformers.von_mises_evaluator import VonMisesEvaluator
from migrate.featran import read_scala
from migrate.featran.extract.load import on_flavour
from tests.featran_scala.heldout.record import RUN

FOLDER = Path(__file__).parent / "heldout"
REFUSED = {
    "h08.Opt.spec": {
        "income": "a record within itself",
        "parent_age": "a record within itself",
        "depth": "a record within itself",
    },
    "h10.C.spec": {"arity": "productIterator"},
    "k04.CreditSpec.spec": {"loan.amount": "BigDecimal"},
    "k07.Churn.spec": {"age": "a DateTimeFormatter, Period", "month_days": "YearMonth"},
    "hotels.HotelSpec.spec": {
        "season": "an implicit conversion",
    },
    # the folder teams
    "ads.bidding.BidSpecs.spec": {
        "above_floor": "Boolean is not Double",
        "amount_num": "an implicit value",
        "floor_or_zero": "n is not defined in the given files",
        "has_slots": "ToFeature has no feature here",
        "hour_num": "an implicit value",
        "keyword_counts": "a loop over something that is not a static list: foldLeft",
        "pixels": "Slot has no pixels in the given files",
        "slots_feat": "ev is not defined in the given files",
        "wide": "Slot has no ratio in the given files",
    },
    "travel.bookings.BookingFeatures.spec": {
        "after": "isAfter of a LocalDate",
        "arrival": "getHour of a LocalDateTime",
        "check_in_day": "getDayOfWeek of a LocalDate",
        "compact": "format of a LocalDate",
        "created": "toEpochMilli of a Instant",
        "day": "a format of ones own: parse",
        "day_of_year": "get of a LocalDate",
        "from_easter": "getYear of a LocalDate",
        "hour_east": "atOffset of a Instant",
        "hour_stockholm": "atZone of a Instant",
        "late_days": "toLocalDate of a LocalDateTime",
        "lead_days": "atStartOfDay of a LocalDate",
        "leg_hours": "a loop over something that is not a static list: foldLeft",
        "month_length": "java.time.YearMonth.from is not known",
        "months": "java.time.temporal.ChronoUnit.MONTHS.between is not known",
        "nights": "the time between values of LocalDate",
        "part_of_day": "atZone of a Instant",
        "period_days": "java.time.Period.between is not known",
        "season": "getMonth of a LocalDate",
        "stamp": "a format of ones own: parse",
        "truncated": "truncatedTo of a Instant",
        "week_ago": "minus of a Instant",
        "weeks": "until of a LocalDate",
    },
    "shop.payments.PaymentSpec.spec": {
        "amount": "BigDecimal is not defined in the given files",
        "big": "* of a BigDecimal",
        "bucket": "scala.util.hashing.MurmurHash3.stringHash is not known",
        "decimals": "BigDecimal is not defined in the given files",
        "last_digit": "BigDecimal is not defined in the given files",
        "letters": "chars of a String",
        "tax": "* of a BigDecimal",
        "total": "* of a BigDecimal",
    },
    "podcasts.ingest.EpisodeFeatures.spec": {
        "price_kind": "ex is not defined in the given files",
    },
    "com.radio.ranking.RankingJob.spec": {
        "gap": "isNegative of a java.time.Duration",
    },
    "edge.logs.LogFeatures.spec": {
        "masked": "a function where a value is needed",
        "signed_status": "the pattern Even",
    },
    "search.matching.Similarity.spec": {
        "title_pairs": "tails of a List[String]",
    },
    "fitness.workouts.WorkoutFeatures.spec": {
        "column_sums": "transpose of a List[Seq[Int]]",
        "doublings": "Iterator is not defined in the given files",
        "pairs": "combinations of a List[Int]",
        "tag_entropy": "a statement in a getter: counts",
    },
}
"""Features that are refused by name."""
OTHER_SETTINGS = {("2.12", "k10.Job.spec"): "the deviation of a single value is NaN there"}
"""Settings that differ, which docs/featran-extract.md says."""


RECORDED = {
    ("2.13", ""): "expected.jsonl",
    ("2.13", "both"): "both/expected-2.13.jsonl",
    ("2.12", "both"): "both/expected-2.12.jsonl",
    ("2.13", "generated"): "generated/expected-2.13.jsonl",
    ("2.12", "generated"): "generated/expected-2.12.jsonl",
    ("2.13", "teams"): "teams/expected-2.13.jsonl",
    ("2.12", "teams"): "teams/expected-2.12.jsonl",
}
"""What the JVM said, by Scala version and folder."""


def recorded(place: str) -> dict[str, dict]:
    lines = (FOLDER / place).read_text(encoding="utf-8").split("\n")
    return {said["id"]: said for said in map(json.loads, filter(None, lines))}


SAID = {
    (scala, name): said
    for (scala, _), place in RECORDED.items()
    for name, said in recorded(place).items()
}
RUNS = [
    (scala, path, name)
    for scala, folder in RECORDED
    for path in sorted((FOLDER / folder).glob("*.scala"))
    for name, _ in RUN.findall(path.read_text(encoding="utf-8"))
]


@cache
def reading(path: Path):
    schema = path.with_suffix(".avsc")
    return read_scala([path], avro_schema=schema if schema.exists() else None)


EPOCH = datetime(1970, 1, 1)


def plain(value):
    """A recorded row as Arrow takes it."""
    match value:
        case {"@d": text}:
            return number(text)
        case {"@c": code}:
            return chr(code)
        case {"@date": days}:
            return EPOCH.date() + timedelta(days=days)
        case {"@datetime": millis} | {"@instant": millis}:
            return EPOCH + timedelta(milliseconds=millis)
        case {"@map": pairs}:
            return [(plain(k), plain(v)) for k, v in pairs]
        case dict():
            return {k: plain(v) for k, v in value.items()}
        case list():
            return [plain(v) for v in value]
    return value


def number(text: str) -> float:
    return float.fromhex(text.replace("Infinity", "inf"))


def extractors(spec, rows, flavour):
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    specs = tuple(on_flavour(one, flavour) for one in specs)
    features = tuple(feature for one in specs for feature in one.features)
    batch = pa.RecordBatch.from_pylist([plain(row) for row in rows], json_schema(features))
    if len(specs) > 1:
        return learnt_together(MultiFeatureSpec(specs), [batch], flavour), batch
    return (learnt(specs[0], [batch], flavour),), batch


def inexact(extractor) -> set[str]:
    """The columns of features that call the C library, in the getter or the transformer.

    Of norms too: Breeze 1.1, which the last Featran for Scala 2.12 has, differs in the last bit.
    """
    loose = set()
    for feature in extractor.spec.features:
        calls = any(
            isinstance(n, Op) and n.name in INEXACT for n in walk(feature.getter.getter.body)
        )
        if calls or isinstance(feature.transformer, Normalizer | VonMisesEvaluator):
            loose.add(feature.name)
    found = {name for feature in loose for name in extractor.names_by_feature[feature]}
    for crossing, names in extractor.names_by_crossing.items():
        if set(crossing.split(" x ")) & loose:
            found |= set(names)
    return found


def same(got: float, want: float, loose: bool) -> bool:
    if math.isnan(got) or math.isnan(want):
        return math.isnan(got) and math.isnan(want)
    if loose:
        return math.isclose(got, want, rel_tol=1e-12)
    return got == want and math.copysign(1, got) == math.copysign(1, want)


@pytest.mark.parametrize(("scala", "path", "name"), RUNS, ids=[f"{s}-{n}" for s, _, n in RUNS])
def test_specs_equal_the_jvm(scala, path, name):
    said = SAID[scala, name]
    spec = reading(path).choose(".".join(name.split(".")[-2:]))
    assert set(spec.refused) == set(REFUSED.get(name, ()))
    made, batch = extractors(spec.spec, said["rows"], Flavour(scala))
    names = [column for extractor in made for column in extractor.names]
    loose = {column for extractor in made for column in inexact(extractor)}
    place = {column: at for at, column in enumerate(said["names"])}
    if not spec.refused:
        assert names == said["names"]
    values = [extractor.extract(batch).values.tolist() for extractor in made]
    for row, parts in enumerate(zip(*values, strict=True)):
        for column, got in zip(names, [v for part in parts for v in part], strict=True):
            want = number(said["dense"][row][place[column]])
            assert same(got, want, column in loose), (row, column, got, want)
    comparable = not spec.refused and not loose and (scala, name) not in OTHER_SETTINGS
    if said["settings"] and comparable:
        assert write(s for extractor in made for s in extractor.settings()) == said["settings"]


def test_the_recordings_are_of_these_files():
    assert set(SAID) == {(scala, name) for scala, _, name in RUNS}
    assert sum(len(said["names"]) for said in SAID.values()) > 500
