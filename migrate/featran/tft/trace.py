"""Building the graph of each feature, to know what TensorFlow has rules for."""

from __future__ import annotations

import os
import warnings
from typing import Any

from bridges.errors import BridgeError
from bridges.featran.extract import Extractor
from bridges.featran.flavour import Flavour
from bridges.featran.model import Crossing, Feature, FeatureSpec
from bridges.featran.tf import engine
from bridges.featran.tf.input_features import Input, Shape
from bridges.featran.tf.needs import needed
from migrate.errors import MissingExtra


def require_tensorflow() -> None:
    """Say which extra is missing, before any work is done."""
    import importlib.util

    if importlib.util.find_spec("tensorflow") is None:
        raise MissingExtra("tensorflow", "tfx")
    # Nothing that TensorFlow says while it starts is about the spec.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"google\.")


def obstacle(feature: Feature, summary: Any, flavour: Flavour) -> BridgeError | None:
    """What keeps one feature out of a graph, or None."""
    extractor = Extractor(FeatureSpec((feature,)), (summary,), flavour)
    return _built(extractor, (feature,))


def crossing_obstacle(
    crossing: Crossing, features: tuple[Feature, ...], summaries: tuple[Any, ...], flavour: Flavour
) -> BridgeError | None:
    """What keeps a crossing out of a graph; ``features`` are its sides, each once."""
    return _built(Extractor(FeatureSpec(features, (crossing,)), summaries, flavour), features)


def _built(extractor: Extractor, features: tuple[Feature, ...]) -> BridgeError | None:
    import tensorflow as tf

    try:
        inputs = needed(features)
        signature = {need.name: _spec(tf, need) for need in inputs}

        def graph(given: Any) -> Any:
            return engine.extract(extractor, given).vector()

        tf.function(graph, autograph=False).get_concrete_function(signature)
    except BridgeError as error:
        return error
    return None


def _spec(tf: Any, need: Input) -> Any:
    dtype = {"int64": tf.int64, "float": tf.float32, "bytes": tf.string}[need.kind]
    if need.shape is Shape.ONE:
        return tf.TensorSpec([None], dtype)
    return tf.SparseTensorSpec([None, None], dtype)


def learning_obstacle(feature: Feature) -> BridgeError | None:
    """What keeps the getter of a feature out of a graph; its rule is traced once it has learnt."""
    import tensorflow as tf

    from bridges.featran.tf.feed import column_of

    try:
        signature = {need.name: _spec(tf, need) for need in needed((feature,))}

        def graph(given: Any) -> Any:
            return column_of(feature, given).present

        tf.function(graph, autograph=False).get_concrete_function(signature)
    except BridgeError as error:
        return error
    return None
