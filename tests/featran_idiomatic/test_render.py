"""Modules with stock code: what they hold beside it, and what they leave out."""

from __future__ import annotations

import ast
from dataclasses import replace

from bridges.featran.columns import Kind
from bridges.featran.field import field
from bridges.featran.model import Feature, FeatureSpec
from bridges.featran.tf.needs import needed
from bridges.featran.transformers.identity import Identity
from migrate.featran.render.form import Module, Stock
from migrate.featran.render.module import render

FIRST = Feature(field("a", Kind.DOUBLE), Identity("first"))
SECOND = Feature(field("b", Kind.DOUBLE), Identity("second"))
STOCK = Stock(FIRST, "x[:, tf.newaxis]", 'doubles(inputs, "a")', "it is copied")
BOTH = Module(
    title="two",
    specs=(FeatureSpec((FIRST, SECOND)),),
    record=None,
    keys={"first": "first", "second": "second"},
    names=("first", "second"),
    inputs=needed((FIRST, SECOND)),
    settings=('{"name":"second"}',),
    stock=(STOCK,),
)


def names(text: str) -> set[str]:
    """Everything that a module imports or assigns."""
    tree = ast.parse(text)
    found = {a.asname or a.name for n in ast.walk(tree) if hasattr(n, "names") for a in n.names}
    targets = (t for n in tree.body if isinstance(n, ast.Assign) for t in n.targets)
    return found | {t.id for t in targets if isinstance(t, ast.Name)}


def test_exact_and_stock_features_come_out_together() -> None:
    text = render(BOTH)
    assert 'column("b", Identity("second"))' in text and 'column("a"' not in text
    assert '        "second": "second",\n' in text and '        "first": "first",\n' not in text
    assert "    features.update(stock(inputs))\n    return features\n" in text
    assert {"SPEC", "SETTINGS", "OUTPUTS", "transform", "doubles", "tf"} <= names(text)


def test_a_vector_is_of_both_in_featrans_order() -> None:
    text = render(replace(BOTH, vector="all"))
    columns = '[features["first"], features["second"]]'
    assert f'features["all"] = tf.concat({columns}, axis=1)' in " ".join(text.split())
    assert "vector=" not in text


def test_a_module_of_stock_code_alone_has_no_spec() -> None:
    spec = (FeatureSpec((FIRST,)),)
    text = render(replace(BOTH, specs=spec, keys={"first": "first"}, settings=()))
    assert "    return stock(inputs)\n" in text
    assert names(text).isdisjoint({"SPEC", "SETTINGS", "OUTPUTS", "transform", "column"})


def test_without_stock_code_nothing_is_imported_for_it() -> None:
    text = render(replace(BOTH, stock=()))
    assert names(text).isdisjoint({"tf", "tft", "doubles"}) and "def stock" not in text


def test_a_refit_module_knows_its_stock_features() -> None:
    text = render(replace(BOTH, refit=True))
    assert 'BESIDE = (\n    Beside("first", 0, Identity("first")),\n)' in text
    assert "learnt_settings(transform_output, SPEC, BESIDE)" in text
    assert {"Beside", "Identity", "refit"} <= names(text)


def test_a_refit_module_of_stock_code_alone_tells_its_settings() -> None:
    spec = (FeatureSpec((FIRST,)),)
    text = render(replace(BOTH, refit=True, specs=spec, keys={"first": "first"}))
    assert "SPEC = spec()" in text and "OUTPUTS = Outputs()" in text
    assert {"SPEC", "OUTPUTS", "BESIDE", "spec", "Outputs", "learnt_settings"} <= names(text)
    assert names(text).isdisjoint({"refit", "column"})
