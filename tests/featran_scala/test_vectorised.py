"""Column by column gives what row by row gives, and the JVM's exceptions at the right row."""

import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridges.errors import DataError
from bridges.featran.flavour import DEFAULT
from bridges.featran.getters.feature import GetterFailed, ScalaCross
from bridges.featran.getters.types import Boxed, MapOf, OptionOf, Prim, RecordOf, SeqOf, TupleOf
from bridges.featran.getters.vectorised import evaluate
from bridges.featran.getters.vectors import Rows, Rowwise, to_rows
from migrate.featran.scala.refusal import Refused
from tests.featran_scala.jvm_values import evaluate as interpreted
from tests.featran_scala.jvm_values import method, record_type, records, shown
from tests.featran_scala.reading import HEAD, read
from tests.featran_scala.test_jvm_semantics import EXPRESSIONS

ARROW = {
    "Int": pa.int32(),
    "Long": pa.int64(),
    "Short": pa.int16(),
    "Byte": pa.int8(),
    "Char": pa.int32(),
    "Double": pa.float64(),
    "Float": pa.float32(),
    "Boolean": pa.bool_(),
    "String": pa.string(),
}


def arrow_type(kind):
    match kind:
        case Prim(name):
            return ARROW[name]
        case OptionOf(item) | Boxed(item):
            return arrow_type(item)
        case SeqOf(item):
            return pa.list_(arrow_type(item))
        case MapOf(key, value):
            return pa.map_(arrow_type(key), arrow_type(value))
        case RecordOf(_, fields):
            return pa.struct([(n, arrow_type(t)) for n, t in fields])
        case TupleOf(items):
            return pa.struct([(f"_{i + 1}", arrow_type(t)) for i, t in enumerate(items)])


def plain(value, kind):
    """A value of the interpreter as pyarrow takes it."""
    if value is None:
        return None
    match kind:
        case OptionOf(item):
            return plain(value[0], item) if value else None
        case SeqOf(item):
            return [plain(v, item) for v in value]
        case MapOf(key, item):
            return [(plain(k, key), plain(v, item)) for k, v in value.items()]
        case RecordOf(_, fields):
            return {n: plain(v, t) for v, (n, t) in zip(value, fields, strict=True)}
    return value


def batch_of(rows) -> pa.RecordBatch:
    kind = record_type()
    array = pa.array([plain(r, kind) for r in rows], arrow_type(kind))
    return pa.RecordBatch.from_arrays(array.flatten(), [n for n, _ in kind.fields])


def by_columns(fn, batch) -> list[str]:
    array = pa.StructArray.from_arrays(batch.columns, names=batch.schema.names)
    found = evaluate(fn.body, {fn.params[0].name: Rows(array, "2.13")}, len(batch), DEFAULT)
    return [shown(v, fn.type) for v in to_rows(found)]


def known() -> list[tuple[str, str]]:
    found = []
    for name, text in EXPRESSIONS.items():
        try:
            method(name)
        except Refused:
            continue
        found.append((name, text))
    return found


@pytest.mark.slow
def test_columns_equal_rows_on_the_recorded_expressions():
    rows = [r for r in records() if None not in r]
    columns, wrong = 0, []
    for name, text in known():
        fn = method(name)
        batches = [rows, *([r] for r in rows)]
        for chosen in batches:
            try:
                got = by_columns(fn, batch_of(chosen))
            except Rowwise:
                continue
            columns += 1
            want = [interpreted(fn, r) for r in chosen]
            if got != want:
                wrong.append((text, got, want))
    assert wrong == []
    assert columns > 6500


def assert_columns_equal_rows(name, rows):
    """What is translated and computed by columns gives what the interpreter gives."""
    try:
        fn = method(name)
        got = by_columns(fn, batch_of(rows))
    except (Refused, Rowwise):
        return
    assert got == [interpreted(fn, r) for r in rows]


NUMBERS = [
    name
    for name, text in EXPRESSIONS.items()
    if "r.xs" not in text
    and "r.m" not in text
    and ("r.i" in text or "r.d" in text or "r.o" in text)
][:260]
INTS = st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 3)
LONGS = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)
DOUBLES = st.floats() | st.sampled_from([0.0, -0.0, 1.0, -1.5, 2.5, math.inf, math.nan])
FLOATS = st.floats(width=32)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            INTS, INTS, LONGS, DOUBLES, DOUBLES, FLOATS, FLOATS, st.booleans(), INTS, DOUBLES
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(NUMBERS),
)
def test_columns_equal_rows_on_random_numbers(numbers, name):
    base = records()[0]
    rows = []
    for i, j, long, d, e, f, g, b, o, p in numbers:
        option = () if o % 3 == 0 else (o,)
        other = () if o % 2 == 0 else (p,)
        rows.append((i, j, long, d, e, f, g, b, *base[8:14], option, other, *base[16:]))
    assert_columns_equal_rows(name, rows)


LISTED = [
    name
    for name, text in EXPRESSIONS.items()
    if any(field in text for field in ("r.xs", "r.ds", "r.arr", "r.ls")) and "r.m" not in text
]
WORDS = st.sampled_from(["", "a", "b", " a ", "Ab", "é", "12", "-7", "1.5", "x,y", "😀"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(INTS, max_size=4),
            st.lists(DOUBLES, max_size=4),
            st.lists(INTS, max_size=4),
            st.lists(WORDS, max_size=4),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(LISTED),
)
def test_columns_equal_rows_on_random_lists(lists, name):
    base = records()[0]
    assert_columns_equal_rows(name, [(*base[:17], *map(tuple, row), *base[21:]) for row in lists])


def test_lists_are_computed_as_columns(tmp_path):
    """The fast way is taken; a getter that loses it makes this fail."""
    from bridges.featran.getters.feature import ScalaGetter

    source = f"""{HEAD}
case class R(xs: Seq[Double], ws: Seq[String], a: Double)
object S {{ val s = FeatureSpec.of[R]
  .required(_.xs.map(x => x * 2 + 1).toArray)(VectorIdentity[Array]("v"))
  .required(_.xs.filter(_ > 0).sum)(Identity("s"))
  .required(r => if (r.xs.exists(x => x > r.a)) 1.0 else 0.0)(Identity("e"))
  .required(r => r.xs.headOption.getOrElse(r.a))(Identity("h"))
  .required(_.ws.map(_.trim.toLowerCase))(NHotEncoder("n"))
  .required(_.ws.map(w => WeightedLabel(w, 0.5)))(NHotWeightedEncoder("w"))
  .required(_.ws.mkString("|"))(OneHotEncoder("m"))
}}"""
    batch = pa.RecordBatch.from_pydict(
        {
            "xs": [[1.0, -2.0, 0.1], [], [math.nan, -0.0]],
            "ws": [[" A", "b"], [], ["b", "b"]],
            "a": [0.5, 1.0, -1.0],
        }
    )
    for feature in read(tmp_path, source).choose().spec.features:
        getter = feature.getter
        assert isinstance(getter, ScalaGetter)
        got, want = (f(batch).to_list() for f in (getter._vectorised, getter._row_by_row))
        assert repr(got) == repr(want), feature.name


def crossings():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    functions = ("_ * _", "_ / _", "(a, b) => if (a > b) a % b else -a", "(a, b) => math.pow(a, b)")
    crossed = "".join(
        f'.required(_.a)(Identity("a{i}")).cross(("a{i}", "a{i}"))({f})'
        for i, f in enumerate(functions)
    )
    source = f"{HEAD}case class R(a: Double)\nobject S {{ val s = FeatureSpec.of[R]{crossed} }}"
    with TemporaryDirectory() as folder:
        spec = read(Path(folder), source).choose().spec
    assert len(spec.crossings) == len(functions)
    return [crossing.function for crossing in spec.crossings]


CROSSINGS = crossings()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(DOUBLES, DOUBLES), min_size=1, max_size=8))
def test_crossings_by_columns_equal_pairs(pairs):
    import numpy as np

    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    for crossing in CROSSINGS:
        by_column = crossing._by_columns(left, right)
        by_pair = crossing._pair_by_pair(left, right)
        assert [x.hex() for x in by_column.tolist()] == [x.hex() for x in by_pair.tolist()]


SPEC = f"""{HEAD}
case class In(v: Option[Double])
case class R(i: Int, j: Int, d: Double, o: Option[Double], s: String, xs: Seq[String], in: In)
object S {{
  val full = FeatureSpec.of[R]
    .required(r => r.i / r.j)(Identity("quotient"))
    .optional(_.o.map(_ * 2))(Identity("twice"))
    .required(r => r.s.toLowerCase)(OneHotEncoder("lower"))
    .required(_.xs.map(_.trim))(NHotEncoder("trimmed"))
    .optional(_.in.v)(Identity("inner"))
    .cross(("quotient", "twice"))((a, b) => if (a > b) a else b)
}}
"""


def data(**changes):
    rows = {
        "i": [7, -7, 9],
        "j": [2, 2, 3],
        "d": [1.0, 2.0, 3.0],
        "o": [1.5, None, -0.0],
        "s": ["Ab", "É", ""],
        "xs": [[" a"], [], ["b ", "c"]],
        "in": [{"v": 1.0}, {"v": None}, {"v": 2.0}],
    }
    rows.update(changes)
    return pa.RecordBatch.from_pydict(rows)


def test_features_of_a_batch(tmp_path):
    features = read(tmp_path, SPEC).choose().spec.features
    found = [f.column(data()).to_list() for f in features]
    assert found == [
        [3.0, -3.0, 3.0],
        [3.0, None, -0.0],
        ["ab", "é", ""],
        [["a"], [], ["b", "c"]],
        [1.0, None, 2.0],
    ]


def test_a_crossing_of_arrays(tmp_path):
    import numpy as np

    (crossing,) = read(tmp_path, SPEC).choose().spec.crossings
    left, right = np.array([[1.0, 5.0]]), np.array([[2.0, 3.0]])
    assert crossing.function(left, right).tolist() == [[2.0, 5.0]]
    assert isinstance(crossing.function, ScalaCross)


def test_an_exception_names_feature_row_and_place(tmp_path):
    feature = read(tmp_path, SPEC).choose().spec.features[0]
    with pytest.raises(GetterFailed) as caught:
        feature.column(data(j=[2, 0, 3]))
    error = caught.value
    assert error.row == 1
    assert error.jvm == "java.lang.ArithmeticException: / by zero"
    assert "quotient" in error.what
    assert error.where.endswith("Spec.scala:9:24")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"i": [1.5, 2.5, 3.5]}, "the Scala type is Int"),
        ({"i": [2**40, 0, 0]}, "is no Int, as the record type says"),
        ({"i": [1, None, 2]}, "has no null"),
    ],
)
def test_data_of_another_type(tmp_path, changes, message):
    feature = read(tmp_path, SPEC).choose().spec.features[0]
    with pytest.raises(DataError, match=message):
        feature.column(data(**changes))


def test_a_missing_column_is_named(tmp_path):
    feature = read(tmp_path, SPEC).choose().spec.features[0]
    batch = pa.RecordBatch.from_pydict({"j": [1]})
    with pytest.raises(DataError, match="no column 'i'"):
        feature.column(batch)
