"""Learning inside tf.Transform: the columns of a graph go to Beam, the settings come back.

They come back as a file, which is an asset of the transform's SavedModel. After the analysis
tf.Transform traces the function again and the file can be read, so the rules of the frozen mode
serve here too, with constants that only now are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from bridges.featran.flavour import Flavour
from bridges.featran.model import Feature, FeatureSpec, MultiFeatureSpec, refuse_duplicates
from bridges.featran.tf import columns
from bridges.featran.tf.columns import Column
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.feed import column_of, with_default

#: What the asset holds while tf.Transform has not analysed the data; no settings look like it.
UNLEARNT: Final = b"not learnt yet"


def parts_by_feature(
    spec: FeatureSpec | MultiFeatureSpec, inputs: Mapping[str, Any]
) -> dict[str, list[Tensor]]:
    """What each feature learns from: the tensors of its getter's column.

    Raises
    ------
    NoRule
        If a getter has no rule.
    """
    import tensorflow as tf

    refuse_duplicates(spec.features)
    convert = tf.autograph.experimental.do_not_convert(_parts)
    return {feature.name: convert(feature, inputs) for feature in spec.features}


def learnt(
    spec: FeatureSpec | MultiFeatureSpec, parts: Mapping[str, list[Tensor]], flavour: Flavour
) -> str | None:
    """The settings of all transformers, or None before the analysis.

    ``parts`` are those of :func:`parts_by_feature`, in the order of the features.
    """
    import tensorflow as tf
    import tensorflow_transform as tft

    from bridges.featran.tf.analysis import SETTINGS_ASSET, Analysis

    transformers = [feature.transformer for feature in spec.features]
    for transformer in transformers:
        transformer.aggregator(flavour)  # a missing seed is said here, not on a worker
    (found,) = tft.experimental.ptransform_analyzer(
        [part for feature in spec.features for part in parts[feature.name]],
        Analysis(transformers, flavour),
        [tf.string],
        [[]],
        output_asset_default_values=[UNLEARNT],
        name="featran",
    )
    tft.annotate_asset(SETTINGS_ASSET, SETTINGS_ASSET)
    return _content(found)


def _content(asset: Any) -> str | None:
    """The settings of the asset's file; None where it does not hold any yet."""
    import tensorflow as tf

    path = tf.get_static_value(getattr(asset, "asset_path", asset))
    if path is None:
        return None
    with tf.io.gfile.GFile(np.asarray(path).item(), "rb") as file:
        content: bytes = file.read()
    return None if content == UNLEARNT else content.decode("utf-8")


def _parts(feature: Feature, inputs: Mapping[str, Any]) -> list[Tensor]:
    kind = feature.transformer.kind
    column = with_default(column_of(feature, inputs), kind, feature.default)
    return parts_of(column, feature.name)


def parts_of(column: Column, name: str) -> list[Tensor]:
    """The dense tensors of a column, in the order of ``bridges.featran.beam.PARTS``."""
    match column:
        case columns.Doubles(values, present) | columns.Strings(values, present):
            return [values, present]
        case columns.StringLists(items, present) | columns.Vectors(items, present):
            return [items.flat_values, items.row_splits, present]
        case columns.WeightedLists(items, weights, present):
            return [items.flat_values, weights.flat_values, items.row_splits, present]
        case columns.MdlRecords(values, present, labels):
            if labels is None:
                raise NoRule("the text of an MDL label", where=name)
            return [values, labels, present]
