"""A Keras model on the converted features, saved with the transform inside.

The served signature takes raw serialized examples: what runs in production is the graph that made
the training data, so there is no skew between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import tensorflow as tf


class Served(tf.Module):
    """A model with the transform in front of it."""

    def __init__(
        self,
        model: Any,
        preprocessing_fn: Callable[[Mapping[str, Any]], dict[str, Any]],
        raw_features: Mapping[str, Any],
    ) -> None:
        super().__init__()
        self.model = model
        self._preprocessing_fn = preprocessing_fn
        self._raw_features = dict(raw_features)

    def features(self, examples: Any) -> dict[str, Any]:
        """The converted features of serialized examples."""
        return self._preprocessing_fn(tf.io.parse_example(examples, self._raw_features))

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="examples")])
    def serve(self, examples: Any) -> dict[str, Any]:
        """A score per example, and the features it was made from."""
        features = self.features(examples)
        return {"score": self.model(_joined(features)), **features}


def _joined(features: Mapping[str, Any]) -> Any:
    return tf.concat([features[key] for key in sorted(features)], axis=1)


def train(
    preprocessing_fn: Callable[[Mapping[str, Any]], dict[str, Any]],
    raw_features: Mapping[str, Any],
    records: Iterable[bytes],
    labels: Iterable[float],
    saved: Path,
) -> Served:
    """Train a small model on raw records, and save it for serving.

    ``preprocessing_fn`` is that of a frozen module. A refit module has learnt in tf.Transform: give
    ``tft.TFTransformOutput(directory).transform_features_layer()``.
    """
    model = tf.keras.Sequential(
        [tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(1)]
    )
    served = Served(model, preprocessing_fn, raw_features)
    features = _joined(served.features(tf.constant(list(records))))
    model.compile(optimizer="adam", loss="mse")
    model.fit(features, tf.constant(list(labels)), epochs=2, verbose=0)
    tf.saved_model.save(served, str(saved), signatures={"serving_default": served.serve})
    return served
