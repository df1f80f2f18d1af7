"""The function of a module that computes features in stock TensorFlow."""

from __future__ import annotations

import textwrap

from bridges.featran.model import Feature
from migrate.featran.render.expressions import quoted
from migrate.featran.render.form import Module, Stock
from migrate.featran.render.layout import WIDTH, fitted
from migrate.featran.render.spec import comment, constructor

_HEAD = '''def stock(inputs):
    """What stock TensorFlow computes as Featran does; each feature says why it is equal."""
    features = {}
'''


def stock_text(module: Module) -> str:
    """The function, or nothing where no feature is in stock code."""
    parts = [_feature(one, module) for one in module.stock if one.feature.name in module.keys]
    return f"{_HEAD}{''.join(parts)}    return features" if parts else ""


def _feature(one: Stock, module: Module) -> str:
    key = quoted(module.keys[one.feature.name])
    lines = [f"    {line}" for line in _comments(one)]
    lines += [fitted(f"x = {one.x}", 1)] if one.x else []
    lines.append(fitted(f"features[{key}] = {one.code}", 1))
    return "\n".join(lines) + "\n"


def _comments(one: Stock) -> list[str]:
    """Where the feature comes from, and why stock code is equal."""
    place = comment(one.feature)
    what = f"{constructor(one.feature.transformer)}: {one.reason}"
    if one.feature.default is not None:
        what = f"{what}; the default is {one.feature.default!r}"
    wrap = textwrap.TextWrapper(width=WIDTH - 4, initial_indent="# ", subsequent_indent="# ")
    wrap.break_long_words = wrap.break_on_hyphens = False
    return [*([place] if place else []), *wrap.wrap(what)]


def beside_text(module: Module) -> str:
    """What a refit module knows of its stock features, to tell the settings and names of all."""
    if not module.tells:
        return ""
    stock = {one.feature.name for one in module.stock}
    lines = [
        fitted(_beside(module, feature, place, at) + ",", 1)
        for at, spec in enumerate(module.specs)
        for place, feature in enumerate(spec.features)
        if feature.name in stock
    ]
    head = "#: The features of stock(), which learn nothing: key, place in Featran's order.\n"
    return head + "BESIDE = (\n" + "\n".join(lines) + "\n)"


def _beside(module: Module, feature: Feature, place: int, spec: int) -> str:
    made = constructor(feature.transformer)
    which = f", spec={spec}" if spec else ""
    return f"Beside({quoted(module.keys[feature.name])}, {place}, {made}{which})"


def call_text(module: Module, exact: str) -> str:
    """The body of preprocessing_fn: the exact features, the stock ones, and the vectors of both."""
    if not stock_text(module):
        return f"    return {exact}\n"
    if not module.exact and not module.vector:
        return "    return stock(inputs)\n"
    lines = [f"features = {exact}", "features.update(stock(inputs))"]
    lines = lines if module.exact else ["features = stock(inputs)"]
    if module.vector:
        lines += [_vector(module, place) for place in range(len(module.specs))]
    return "\n".join(fitted(line, 1) for line in [*lines, "return features"]) + "\n"


def _vector(module: Module, place: int) -> str:
    """All columns of a spec, side by side."""
    spec = module.specs[place]
    names = [f.name for f in spec.features]
    names += [f"{c.left} x {c.right}" for c in spec.crossings]
    keys = ", ".join(f"features[{quoted(module.keys[n])}]" for n in names if n in module.keys)
    key = f"{module.vector}_{place}" if place else module.vector
    return f"features[{quoted(key)}] = tf.concat([{keys}], axis=1)"
