"""A Featran spec as the ``preprocessing_fn`` of tf.Transform: what generated modules call.

*Frozen*: the settings of a former run are constants of the graph. *Refit*: tf.Transform learns them
anew over the whole data set; see :mod:`bridges.featran.beam`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridges.featran.extract import Extractor, with_settings
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.model import FeatureSpec, MultiFeatureSpec
from bridges.featran.tf import engine
from bridges.featran.tf.block import Block
from bridges.featran.tf.engine import Features
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.inputs import Input, Shape
from bridges.featran.tf.needs import parsing_spec
from bridges.featran.transformers.base import Transformer

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
    from bridges.featran.tf.learning import learnt

    texts = learnt(spec, inputs, flavour)
    if texts is None:
        return _unlearnt(spec, inputs, outputs)
    found: dict[str, Tensor] = {}
    for place, one in enumerate(specs_of(spec)):
        summaries = tuple(_decoded(f.transformer, texts[f.name]) for f in one.features)
        extractor = Extractor(one, summaries, flavour)
        found.update(_named(place, extractor, inputs, outputs))
    return found


def _decoded(transformer: Transformer[Any], text: str | None) -> Any:
    return None if text is None else transformer.decode(text)


def _unlearnt(spec: Spec, inputs: Mapping[str, Any], outputs: Outputs) -> dict[str, Tensor]:
    """Outputs of the right names; what they hold is never used."""
    import tensorflow as tf

    from bridges.featran.tf.inputs import batch_size

    nothing = tf.zeros(tf.stack([batch_size(inputs), 1]), tf.float32)
    keys = list(outputs.keys.values())
    if outputs.vector:
        keys += [vector_key(outputs, place) for place in range(len(specs_of(spec)))]
    return dict.fromkeys(keys, nothing)


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


def crossing_name(left: str, right: str) -> str:
    """How :class:`Outputs` knows a crossing."""
    return f"{left} x {right}"


def _tensors(key: str, block: Block, outputs: Outputs) -> dict[str, Tensor]:
    import tensorflow as tf

    found = {key: tf.cast(block.values, tf.float32)}
    if outputs.added:
        found[f"{key}_added"] = tf.cast(block.added, tf.int64)
    if outputs.rejected and block.rejections is not None:
        found[f"{key}_rejected"] = block.rejections.codes
    return found


def raw_feature_spec(features: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The parsing spec of ``{name: (list, shape)}``, as generated modules write it."""
    inputs = (Input(name, kind, Shape(shape)) for name, (kind, shape) in features.items())
    return parsing_spec(inputs)
