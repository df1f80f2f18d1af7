"""Features in stock code beside a spec: settings and names are those of all, in Featran's order."""

from __future__ import annotations

import pyarrow as pa

from bridges.featran.beside import Beside, completed, completed_settings
from bridges.featran.columns import Kind
from bridges.featran.dsl import column, spec, specs
from bridges.featran.extract import learnt
from bridges.featran.field import field
from bridges.featran.model import FeatureSpec
from bridges.featran.settings.document import read, write
from bridges.featran.tft import Outputs, column_names, learnt_settings, names_by_key
from bridges.featran.transformers.bucketizer import Bucketizer
from bridges.featran.transformers.identity import Identity
from bridges.featran.transformers.max_abs_scaler import MaxAbsScaler

FIRST, SCALED, LAST = Identity("first"), MaxAbsScaler("scaled"), Bucketizer("last", (0.0, 1.0, 2.0))
REST = spec(column("x", SCALED))
BESIDE = (Beside("last_", 2, LAST), Beside("first_", 0, FIRST))


def whole_settings() -> str:
    whole = FeatureSpec()
    for transformer in (FIRST, SCALED, LAST):
        whole = whole.required(field("x", Kind.DOUBLE), transformer)
    batch = pa.RecordBatch.from_pydict({"x": [1.0, -2.0]})
    return write(learnt(whole, [batch]).settings())


def test_settings_are_those_that_the_whole_spec_learns() -> None:
    whole = whole_settings()
    scaled = write(s for s in read(whole) if s.name == "scaled")
    assert completed_settings(REST, scaled, BESIDE) == whole


def test_names_are_in_featrans_order() -> None:
    settings = whole_settings()
    assert column_names(REST, settings, BESIDE) == ("first", "scaled", "last_0", "last_1")
    keys = names_by_key(REST, settings, Outputs({"scaled": "scaled_"}), BESIDE)
    assert list(keys) == ["first_", "scaled_", "last_"]
    assert keys["last_"] == ("last_0", "last_1")


def test_a_spec_of_several_keeps_its_empty_ones() -> None:
    beside = (Beside("first_", 0, FIRST, spec=1), Beside("last_", 1, LAST))
    found = completed(specs(REST, spec()), beside)
    assert [one.names for one in found] == [("scaled", "last"), ("first",)]


def test_a_module_of_stock_code_alone_asks_no_transform() -> None:
    settings = learnt_settings(None, spec(), (Beside("first_", 0, FIRST),))
    assert [s.name for s in read(settings)] == ["first"]
    assert learnt_settings(None, spec()) == "[]"
