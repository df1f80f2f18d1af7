"""What tf.Transform's analyzer runs on Beam: learning, and a file of what was learnt.

The file becomes an asset of the transform's SavedModel, so that the settings and the names of the
columns can be had wherever the graph goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import apache_beam as beam
from tensorflow_transform.beam import experimental

from bridges.featran.beam import LearnParts
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.transformers.base import Transformer

#: The asset's name in the SavedModel, and its key in the asset map of tf.Transform's output.
SETTINGS_ASSET: Final = "featran_settings.json"


#: Untyped, and typed as Any or not by what mypy has seen before.
_Base: Any = experimental.PTransformAnalyzer


class Analysis(_Base):  # type: ignore[misc]
    """The parts of all columns to the path of a file that holds Featran's settings."""

    def __init__(
        self, transformers: Sequence[Transformer[Any]], flavour: Flavour = DEFAULT
    ) -> None:
        super().__init__()
        self._learn = LearnParts(transformers, flavour)

    def expand(self, batches: Any) -> Any:
        return batches | self._learn | "File" >> beam.Map(written, self.base_temp_dir)


def written(settings: bytes, folder: str) -> str:
    """Write the settings below a folder; a repeated attempt writes the same file again."""
    import tensorflow as tf

    inner = f"{folder}/{hashlib.sha256(settings).hexdigest()[:16]}"
    tf.io.gfile.makedirs(inner)
    path = f"{inner}/{SETTINGS_ASSET}"
    with tf.io.gfile.GFile(path, "wb") as file:
        file.write(settings)
    return path
