"""Every line of the recorded further behaviours, both Scala versions.

What Scala prints is rendered here; which collection class it names is of no account.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from bridges.featran.builders import npy
from bridges.featran.builders.maps import maps
from bridges.featran.builders.sparse import entry_names, sparse
from bridges.featran.builders.xgboost import labeled_points, sparse_labeled_points
from bridges.featran.columns import Kind
from bridges.featran.crossing import crossed_names
from bridges.featran.errors import FeatranError, NullValue
from bridges.featran.extract import (
    Extractor,
    learnt,
    learnt_together,
    with_settings,
    with_subset_settings,
)
from bridges.featran.features import Features
from bridges.featran.field import field
from bridges.featran.flat import convert, flat_batch, flat_extractor, flat_spec
from bridges.featran.flavour import Flavour
from bridges.featran.jvm import doubles
from bridges.featran.jvm.order import set_order
from bridges.featran.model import Feature, FeatureSpec, MultiFeatureSpec
from bridges.featran.rejections import OutOfBound, Rejection, Unseen
from bridges.featran.settings.document import write
from bridges.featran.transformers.registry import TRANSFORMERS as T
from tests.featran.golden_data import FLAVOURS, misc
from tests.featran.records import batch

RECORDS = batch([(Kind.STRING, ["x", "y", "x"]), (Kind.DOUBLE, [0.5, 1.5, 5.0])])
ONE_OF = {"ArraySeq": "List", "Vector": "List", "HashSet": "Set"}

Flavoured = Callable[[Flavour], Any]


def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a * b


def required(*transformers: Any) -> FeatureSpec:
    """Return a spec of required features; strings are in c0, numbers in c1."""
    spec = FeatureSpec()
    for transformer in transformers:
        column = "c1" if transformer.kind is Kind.DOUBLE else "c0"
        spec = spec.required(field(column, transformer.kind), transformer)
    return spec


CROSSED = required(T["OneHotEncoder"]("oh"), T["Bucketizer"]("bk", (0.0, 1.0, 2.0))).cross(
    "oh", "bk", product
)
IDENTITY = required(T["Identity"]("id"))
BOTH = MultiFeatureSpec((CROSSED, IDENTITY))


def text(extractor: Extractor) -> str:
    return write(extractor.settings())


SETTINGS = text(learnt(CROSSED, [RECORDS]))
#: The settings of the first feature alone, and of both in one document with a stranger.
ONE_HOT_SETTINGS = text(learnt(required(T["OneHotEncoder"]("oh")), [RECORDS]))
ALL_SETTINGS = text(learnt(FeatureSpec.combine(CROSSED, IDENTITY), [RECORDS]))


# --- what Scala prints ---------------------------------------------------------------------


def listed(items: Iterable[Any]) -> str:
    return f"List({', '.join(map(str, items))})"


def numbers(row: Iterable[float]) -> str:
    return listed(doubles.to_string(float(x)) for x in row)


def float_numbers(row: Iterable[Any]) -> str:
    return listed(_float_text(x) for x in row)


def _float_text(x: np.float32) -> str:
    """``Float.toString`` of numbers that need no exponent."""
    return f"{x!s}" if "." in str(x) else f"{x!s}.0"


def rejection_text(rejection: Rejection, flavour: Flavour) -> str:
    match rejection:
        case OutOfBound(lower, upper, actual):
            return f"OutOfBound({','.join(map(doubles.to_string, (lower, upper, actual)))})"
        case Unseen(labels):
            return f"Unseen(Set({', '.join(set_order(sorted(labels), flavour.scala))}))"
    raise AssertionError(rejection)


def mapped(row: dict[str, Rejection], flavour: Flavour) -> str:
    pairs = (f"{name} -> {rejection_text(r, flavour)}" for name, r in row.items())
    return f"Map({', '.join(pairs)})"


def sparse_text(features: Features, i: int, names: list[str] | None, length: bool = True) -> str:
    rows = sparse(features)
    indices, values = rows.row(i)
    parts = [listed(indices), numbers(values), *([str(rows.length)] if length else [])]
    return f"({','.join([*parts, *([listed(names)] if names is not None else [])])})"


def rows_of(extractor: Extractor, given: Any = RECORDS) -> str:
    return listed(numbers(row) for row in extractor.extract(given).values)


def failure(make: Callable[[], Any]) -> str:
    with pytest.raises(FeatranError) as caught:
        make()
    return f"ERR {caught.value.jvm}"


def normal(shown: str) -> str:
    """Return a text with one name for each kind of collection, and sets in order."""
    for name, plain in ONE_OF.items():
        shown = re.sub(rf"\b{name}\(", f"{plain}(", shown)
    return shown


# --- the lines -----------------------------------------------------------------------------


def multi_named(flavour: Flavour) -> str:
    features = [e.extract(RECORDS) for e in learnt_together(BOTH, [RECORDS], flavour)]
    names = [entry_names(f, sparse(f), accumulate=False) for f in features]
    return listed(
        listed(sparse_text(f, i, n[i]) for f, n in zip(features, names, strict=True))
        for i in range(3)
    )


def multi_results(flavour: Flavour) -> str:
    features = [e.extract(RECORDS) for e in learnt_together(BOTH, [RECORDS], flavour)]
    by_row = [f.rejections_by_row() for f in features]
    originals = ["(x,0.5)", "(y,1.5)", "(x,5.0)"]
    return listed(
        f"({listed(numbers(f.values[i]) for f in features)},"
        f"{listed(mapped(r[i], flavour) for r in by_row)},{originals[i]})"
        for i in range(3)
    )


def multi_values(flavour: Flavour) -> str:
    features = [e.extract(RECORDS) for e in learnt_together(BOTH, [RECORDS], flavour)]
    return listed(listed(numbers(f.values[i]) for f in features) for i in range(3))


def record_extractor() -> tuple[Extractor, Features, list[list[str]]]:
    extractor = with_settings(CROSSED, SETTINGS)
    features = extractor.extract(RECORDS)
    return extractor, features, entry_names(features, sparse(features))


def record(i: int) -> str:
    _, features, names = record_extractor()
    return sparse_text(features, i, names[i], length=False)


def rejected_record(flavour: Flavour) -> str:
    given = batch([(Kind.STRING, ["q"]), (Kind.DOUBLE, [9.0])])
    features = with_settings(CROSSED, SETTINGS).extract(given)
    rejections = dict(sorted(features.rejections_by_row()[0].items()))
    return f"FeatureResult({numbers(features.values[0])},{mapped(rejections, flavour)},(q,9.0))"


def without(key: str) -> str:
    return re.sub(rf',"{key}":"[^"]*"', "", SETTINGS)


COMPOSED = (
    FeatureSpec()
    .required(field("c1", Kind.DOUBLE), T["Identity"]("z"))
    .compose(CROSSED, lambda getter: getter)
)
#: The fields of a case class, what ``FeatureSpec.from`` makes of each, and a value.
FROM = [
    (T["Identity"]("i"), 1.0, True),
    (T["Identity"]("l"), 2.0, True),
    (T["Identity"]("b"), 1.0, True),
    (T["Identity"]("d"), 0.5, True),
    (T["Identity"]("od"), None, False),
    (T["OneHotEncoder"]("s"), "q", True),
    (T["OneHotEncoder"]("os"), "w", False),
    (T["NHotEncoder"]("ss"), ["t", "u"], True),
    (T["VectorIdentity"]("ds"), [1.0, 2.0], True),
]


def from_class(flavour: Flavour, labels: list[str]) -> Extractor:
    """Return the extractor of ``FeatureSpec.from``, learnt from a record per value of ``s``."""
    features = tuple(
        Feature(field(f"c{i}", t.kind), t, required=needed) for i, (t, _, needed) in enumerate(FROM)
    )
    rows = [(t.kind, labels if t.name == "s" else [v] * len(labels)) for t, v, _ in FROM]
    return learnt(FeatureSpec(features), [batch(rows)], flavour)


FLAT_SPEC = FeatureSpec(
    tuple(
        Feature(field(f"c{i}", t.kind), t)
        for i, t in enumerate(
            (
                T["Identity"]("d"),
                T["MinMaxScaler"]("od"),
                T["OneHotEncoder"]("s"),
                T["NHotEncoder"]("ss"),
                T["NHotWeightedEncoder"]("w"),
                T["MDL"]("m", seed=1),
                T["Normalizer"]("v"),
            )
        )
    )
)
FLAT_RECORDS = batch(
    [
        (Kind.DOUBLE, [1.0, 1e10]),
        (Kind.DOUBLE, [None, 2.0]),
        (Kind.STRING, ['a"b', "é"]),
        (Kind.STRINGS, [["p", "q"], []]),
        (Kind.WEIGHTED, [[{"name": "k", "value": 0.5}, {"name": "k", "value": 2.0}], []]),
        (Kind.MDL, [{"label": "lab", "value": 1.5}, {"label": "lab2", "value": float("nan")}]),
        (Kind.VECTOR, [[3.0, 4.0], [0.0, 1.0]]),
    ]
)
FLAT_ROWS = flat_batch(convert(FLAT_SPEC, FLAT_RECORDS))
NGRAMS = FeatureSpec().required(field("c0", Kind.STRINGS), T["NGrams"]("g", 2, 2, "_"))
TOKENS = batch([(Kind.STRINGS, [["a", "b", "c"]])])


def flat_ngrams(flavour: Flavour) -> str:
    extractor = flat_extractor(text(learnt(NGRAMS, [TOKENS], flavour)), flavour)
    features = extractor.extract(flat_batch(convert(NGRAMS, TOKENS)))
    ((name, rejection),) = features.rejections_by_row()[0].items()
    assert isinstance(rejection, Unseen)
    shown = ", ".join(set_order(sorted(rejection.labels), flavour.scala))
    return f"List(({numbers(features.values[0])},Map({name} -> Unseen(Set({shown})))))"


def flat_crossing(flavour: Flavour) -> str:
    """Flat records that are whole, lack a key, are empty, and are no JSON."""
    given = ['{"oh":"x","bk":0.5}', '{"oh":"y"}', "{}", "no JSON"]
    extractor = flat_extractor(text(learnt(CROSSED, [RECORDS], flavour)), flavour)
    assert len(extractor.names) == 4
    return rows_of(extractor, flat_batch(given))


def npy_hex(values: np.ndarray) -> str:
    out = io.BytesIO()
    npy.write(out, values)
    return out.getvalue().hex()


def empty_hash() -> None:
    spec = FeatureSpec().required(field("c0", Kind.STRINGS), T["HashNHotEncoder"]("h"))
    extractor = learnt(spec, [batch([(Kind.STRINGS, [[], []])])])
    extractor.extract(batch([(Kind.STRINGS, [["a"]])]))


def default_in_training(flavour: Flavour) -> str:
    spec = FeatureSpec().optional(field("c0", Kind.DOUBLE), T["MinMaxScaler"]("m"), 100.0)
    return listed([text(learnt(spec, [batch([(Kind.DOUBLE, [1.0, None])])], flavour))])


def breeze_sparse(features: Features, i: int) -> str:
    rows = sparse(features)
    pairs = zip(*rows.row(i), strict=True)
    shown = ", ".join(f"({k},{doubles.to_string(v)})" for k, v in pairs)
    return f"SparseVector({rows.length})({shown})"


def map_text(row: dict[str, float]) -> str:
    return f"Map({', '.join(f'{k} -> {v}' for k, v in row.items())})"


def xgboost_dense() -> str:
    point = labeled_points(learnt(CROSSED, [RECORDS]).extract(RECORDS))[0]
    values = float_numbers(point.values)
    return f"({point.label},{point.size},null,{values},{point.weight},{point.group},NaN)"


def xgboost_sparse() -> str:
    points = sparse_labeled_points(learnt(CROSSED, [RECORDS]).extract(RECORDS))
    return listed(
        f"({p.label},{p.size},{listed(p.indices if p.indices is not None else [])},"
        f"{float_numbers(p.values)})"
        for p in points
    )


NUMBERS = (
    *(1e-3, 0.001, 1e7, 1e-4, 12345678.9, 100.0, 1.0, float(np.float32(0.1)), 5e-324),
    *(2e-3, 9999999.0, 1e22, 2e-5, 1e23),
)
NULLS = FeatureSpec().required(field("c0", Kind.STRING), T["OneHotEncoder"]("o"))

LINES: dict[str, Flavoured] = {
    "multi names": lambda f: listed(
        [listed(listed(e.names) for e in learnt_together(BOTH, [RECORDS], f))]
    ),
    "multi settings": lambda f: listed(
        [write([s for e in learnt_together(BOTH, [RECORDS], f) for s in e.settings()])]
    ),
    "multi values": multi_values,
    "multi named": multi_named,
    "multi results": multi_results,
    "multi same name twice": lambda f: failure(
        lambda: learnt_together(MultiFeatureSpec((IDENTITY, IDENTITY)), [RECORDS], f)
    ),
    "multi empty": lambda _: failure(lambda: MultiFeatureSpec(())),
    "subset settings str": lambda _: listed([ONE_HOT_SETTINGS]),
    "subset (cross kept with one side)": lambda _: failure(
        lambda: with_subset_settings(CROSSED, ONE_HOT_SETTINGS).names
    ),
    "subset values": lambda _: failure(
        lambda: with_subset_settings(CROSSED, ONE_HOT_SETTINGS).extract(RECORDS)
    ),
    "missing settings": lambda _: failure(lambda: with_settings(CROSSED, ONE_HOT_SETTINGS)),
    "extra settings": lambda _: rows_of(with_settings(IDENTITY, ALL_SETTINGS)),
    "bad json": lambda _: failure(lambda: with_settings(CROSSED, "[{")),
    "settings missing aggregators field": lambda _: rows_of(
        with_settings(IDENTITY, re.sub(',"aggregators":""', "", text(learnt(IDENTITY, [RECORDS]))))
    ),
    "settings null aggregators": lambda _: rows_of(
        with_settings(
            IDENTITY,
            text(learnt(IDENTITY, [RECORDS])).replace('"aggregators":""', '"aggregators":null'),
        )
    ),
    "settings two docs uses head": lambda _: failure(
        lambda: [with_settings(CROSSED, document) for document in (SETTINGS, "garbage")]
    ),
    "record names": lambda _: listed(record_extractor()[0].names),
    "record 1": lambda _: record(0),
    "record 2": lambda _: record(1),
    "record rej": rejected_record,
    "combine": lambda f: listed(
        [listed(learnt(FeatureSpec.combine(CROSSED, IDENTITY), [RECORDS], f).names)]
    ),
    "combine empty": lambda _: failure(lambda: FeatureSpec.combine()),
    "combine dup": lambda f: failure(
        lambda: learnt(FeatureSpec.combine(IDENTITY, IDENTITY), [RECORDS], f)
    ),
    "cross dup": lambda _: failure(lambda: CROSSED.cross("oh", "bk", product)),
    "compose": lambda f: listed([listed(learnt(COMPOSED, [RECORDS], f).names)]),
    "from": lambda f: listed([listed(from_class(f, ["q", "r"]).names)]),
    "from settings": lambda f: listed([text(from_class(f, ["q"]))]),
    "flat json": lambda _: listed(convert(FLAT_SPEC, FLAT_RECORDS)),
    "flat settings": lambda f: listed([text(learnt(FLAT_SPEC, [FLAT_RECORDS], f))]),
    "flat extractor": lambda f: rows_of(
        flat_extractor(text(learnt(FLAT_SPEC, [FLAT_RECORDS], f)), f), FLAT_ROWS
    ),
    "orig values": lambda f: rows_of(learnt(FLAT_SPEC, [FLAT_RECORDS], f), FLAT_RECORDS),
    "flat spec values": lambda f: rows_of(learnt(flat_spec(FLAT_SPEC), [FLAT_ROWS], f), FLAT_ROWS),
    "ngram settings": lambda f: listed([text(learnt(NGRAMS, [TOKENS], f))]),
    "ngram flat extractor": flat_ngrams,
    "flat cross dropped": flat_crossing,
    "hash zero dim": lambda _: failure(empty_hash),
    "npy 1d f8": lambda _: npy_hex(np.array([1.0, 2.0])),
    "npy 2d f4": lambda _: npy_hex(np.arange(1, 7, dtype=np.float32).reshape(2, 3)),
    "npy 3d i8": lambda _: npy_hex(np.array([1, 2], dtype=np.int64).reshape(1, 2, 1)),
    "xgb dense": lambda _: xgboost_dense(),
    "xgb sparse": lambda _: xgboost_sparse(),
    "breeze sparse": lambda f: listed(
        breeze_sparse(learnt(CROSSED, [RECORDS], f).extract(RECORDS), i) for i in range(3)
    ),
    "breeze dense": lambda f: listed(
        numbers(row).replace("List", "DenseVector")
        for row in learnt(CROSSED, [RECORDS], f).extract(RECORDS).values
    ),
    "map float": lambda f: listed(
        map(map_text, maps(learnt(CROSSED, [RECORDS], f).extract(RECORDS)))
    ),
    "array type": lambda f: listed([listed(learnt(CROSSED, [RECORDS], f).names)]),
    "vector/iterable input": lambda f: rows_of(learnt(CROSSED, [RECORDS], f)),
    "name null": lambda _: failure(lambda: T["Identity"](None)),  # type: ignore[arg-type]
    "name empty": lambda _: failure(lambda: T["Identity"]("")),
    "default also used in aggregation": default_in_training,
    "double fmt": lambda f: listed(doubles.to_string(x, f.jdk) for x in NUMBERS),
    "cross name fn": lambda _: crossed_names(["a_%s"], ["b"])[0],
}

#: Lines about the JVM's collections or its API that have no counterpart here, and why.
NO_COUNTERPART = {
    "array empty input": "a batch is no Scala array; an empty input has no names and no settings",
    "none transformer fn returning null": "a null in a required feature is refused, see below",
    "seeds: default random": "a transformer without a seed is refused, see below",
    "reject once": "a transformer gives one block of rejections and cannot reject twice",
}


@pytest.mark.parametrize("scala", FLAVOURS)
@pytest.mark.parametrize("title", LINES)
def test_line(title: str, scala: str) -> None:
    assert normal(LINES[title](Flavour(scala))) == normal(misc(scala)[title])


def test_every_line_is_accounted_for() -> None:
    for scala in FLAVOURS:
        assert set(misc(scala)) == {*LINES, *NO_COUNTERPART}


def test_null_in_a_required_feature_is_refused() -> None:
    assert misc("2.13")["none transformer fn returning null"] == "List(List(o_null))"
    with pytest.raises(NullValue, match="required feature 'o' has no value in row 1"):
        learnt(NULLS, [batch([(Kind.STRING, ["a", None])])])


@pytest.mark.parametrize(
    "transformer", [T["HeavyHitters"]("h", 3), T["TopNOneHotEncoder"]("t", 3), T["MDL"]("m")]
)
def test_learning_without_a_seed_is_refused(transformer: Any) -> None:
    spec = FeatureSpec().optional(field("c0", transformer.kind), transformer)
    with pytest.raises(FeatranError, match="has no seed"):
        learnt(spec, [])
