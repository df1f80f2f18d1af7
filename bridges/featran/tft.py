"""A Featran spec as the ``preprocessing_fn`` of tf.Transform: what generated modules call.

*Frozen*: the settings of a former run are constants of the graph. *Refit*: tf.Transform learns them
anew over the whole data set; see :mod:`bridges.featran.beam`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bridges.errors import DataError
from bridges.featran.beside import Beside, completed, completed_settings
from bridges.featran.extract import Extractor, with_settings
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.model import FeatureSpec, MultiFeatureSpec, crossing_name
from bridges.featran.tf import engine
from bridges.featran.tf.block import Block
from bridges.featran.tf.engine import Features
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.input_features import Input, Shape
from bridges.featran.tf.needs import parsing_spec

Spec = FeatureSpec | MultiFeatureSpec


@dataclass(frozen=True)
class Outputs:
    """Which tensors come out, and under what keys.

    ``keys``: transformer name (or ``left x right`` of a crossing) to the key of its float32
    ``[batch, d]``. ``vector``: key of all columns of a spec in Featran's order, none if empty; of
    several specs the second is ``<vector>_1``. ``added`` and ``rejected`` put out, beside each
    ``key``, ``key_added`` int64 ``[batch, d]`` and ``key_rejected`` int64 ``[batch]``, 0 or a
    :class:`~bridges.featran.tf.block.Reason`.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    vector: str = ""
    added: bool = False
    rejected: bool = False


def specs_of(spec: Spec) -> tuple[FeatureSpec, ...]:
    """The specs of one or of several."""
    return spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)


def frozen(spec: Spec, settings: str, flavour: Flavour = DEFAULT) -> tuple[Extractor, ...]:
    """An extractor per spec, with the settings of a former run.

    Raises
    ------
    FeatranError
        If the settings are not those of the spec.
    """
    return tuple(with_settings(one, settings, flavour) for one in specs_of(spec))


def refit(
    spec: Spec, inputs: Mapping[str, Any], *, outputs: Outputs, flavour: Flavour = DEFAULT
) -> dict[str, Tensor]:
    """The features of a batch, with settings that tf.Transform learns from the whole data set.

    tf.Transform calls this twice: before the analysis, when the result only has to name the
    outputs, and after it, when what was learnt is a constant and becomes part of the graph.

    Raises
    ------
    FeatranError
        If a transformer has no seed to learn with.
    """
    from bridges.featran.tf.learning import learnt, parts_by_feature

    parts = parts_by_feature(spec, inputs)
    settings = learnt(spec, parts, flavour)
    if settings is None:
        return _unlearnt(spec, parts, outputs)
    return transform(spec, inputs, settings=settings, outputs=outputs, flavour=flavour)


def learnt_settings(
    transform_output: Any, spec: Spec, beside: Sequence[Beside] = (), flavour: Flavour = DEFAULT
) -> str:
    """Featran's settings, as tf.Transform learnt them in refit mode: what ``featureSettings`` says.

    ``transform_output`` is a ``tft.TFTransformOutput``; ``beside`` are the features that the module
    computes in stock code.

    Raises
    ------
    DataError
        If the transform did not learn.
    """
    learns = any(one.features for one in specs_of(spec))
    text = _asset(transform_output) if learns else "[]"
    return completed_settings(spec, text, beside, flavour)


def _asset(transform_output: Any) -> str:
    import tensorflow as tf

    from bridges.featran.tf.analysis import SETTINGS_ASSET

    path = transform_output.vocabulary_file_by_name(SETTINGS_ASSET)
    if path is None:
        raise DataError(
            f"the transform has no asset {SETTINGS_ASSET}",
            where=str(transform_output.transform_savedmodel_dir),
            next_step="give the output of a transform that was made with --refit",
        )
    with tf.io.gfile.GFile(path, "rb") as file:
        content: bytes = file.read()
    return content.decode("utf-8")


def names_by_key(
    spec: Spec,
    settings: str,
    outputs: Outputs,
    beside: Sequence[Beside] = (),
    flavour: Flavour = DEFAULT,
) -> dict[str, tuple[str, ...]]:
    """The names of each key's columns, in the order of the keys; crossings come last per spec."""
    keys = {**outputs.keys, **{one.transformer.name: one.key for one in beside}}
    found: dict[str, tuple[str, ...]] = {}
    for one in completed(spec, beside):
        extractor = with_settings(one, settings, flavour)
        own = {**extractor.names_by_feature, **extractor.names_by_crossing}
        found |= {keys[name]: own[name] for name in own if name in keys}
    return found


def column_names(
    spec: Spec, settings: str, beside: Sequence[Beside] = (), flavour: Flavour = DEFAULT
) -> tuple[str, ...]:
    """The names of all columns in Featran's order, one spec after the other."""
    whole = completed(spec, beside)
    return tuple(name for one in whole for name in with_settings(one, settings, flavour).names)


def _unlearnt(
    spec: Spec, parts: Mapping[str, Sequence[Tensor]], outputs: Outputs
) -> dict[str, Tensor]:
    """Outputs of the right names; what they hold is never used.

    But what they depend on is: TFX reads no other inputs for the transform.
    """
    found = {}
    for place, one in enumerate(specs_of(spec)):
        sides = {feature.name: [feature.name] for feature in one.features}
        sides |= {crossing_name(*crossing.key): list(crossing.key) for crossing in one.crossings}
        named = {outputs.keys[name]: of for name, of in sides.items() if name in outputs.keys}
        if outputs.vector:
            named[vector_key(outputs, place)] = list(one.names)
        for key, names in named.items():
            found[key] = _nothing([part for name in names for part in parts[name]])
    return found


def _nothing(parts: Sequence[Tensor]) -> Tensor:
    """float32 ``[batch, 1]`` that depends on all parts; the last has one item a row."""
    import tensorflow as tf

    sizes = tf.add_n([tf.size(part) for part in parts])
    rows = tf.zeros(tf.stack([tf.size(parts[-1]), 1]), tf.float32)
    return rows * tf.cast(sizes, tf.float32)


def vector_key(outputs: Outputs, place: int) -> str:
    """The key of all columns of one of several specs."""
    return f"{outputs.vector}_{place}" if place else outputs.vector


def transform(
    spec: Spec,
    inputs: Mapping[str, Any],
    *,
    settings: str,
    outputs: Outputs,
    flavour: Flavour = DEFAULT,
) -> dict[str, Tensor]:
    """The features of a batch, for ``preprocessing_fn`` to return.

    Raises
    ------
    NoRule
        If part of the spec has no TensorFlow rule.
    """
    found: dict[str, Tensor] = {}
    for place, extractor in enumerate(frozen(spec, settings, flavour)):
        found.update(_named(place, extractor, inputs, outputs))
    return found


def _named(
    place: int, extractor: Extractor, inputs: Mapping[str, Any], outputs: Outputs
) -> dict[str, Tensor]:
    """The tensors of one spec."""
    features = engine.extract(extractor, inputs)
    found = _outputs(extractor, features, outputs)
    if outputs.vector:
        values, added = features.vector()
        found.update(_tensors(vector_key(outputs, place), Block(values, added), outputs))
    return found


def _outputs(extractor: Extractor, features: Features, outputs: Outputs) -> dict[str, Tensor]:
    crossed = {
        crossing_name(c.left, c.right): block
        for c, block in zip(extractor.spec.crossings, features.crossings, strict=True)
    }
    found: dict[str, Tensor] = {}
    for name, block in {**features.blocks, **crossed}.items():
        if name in outputs.keys:
            found.update(_tensors(outputs.keys[name], block, outputs))
    return found


def _tensors(key: str, block: Block, outputs: Outputs) -> dict[str, Tensor]:
    import tensorflow as tf

    found = {key: block.floats()}
    if outputs.added:
        found[f"{key}_added"] = tf.cast(block.added, tf.int64)
    if outputs.rejected and block.rejections is not None:
        found[f"{key}_rejected"] = block.rejections.codes
    return found


def raw_feature_spec(features: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The parsing spec of ``{name: (list, shape)}``, as generated modules write it."""
    inputs = (Input(name, kind, Shape(shape)) for name, (kind, shape) in features.items())
    return parsing_spec(inputs)
