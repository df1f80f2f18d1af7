"""The 40 features in tf.Transform: the exact transform, and one of tf.Transform's own mappers.

Both are a preprocessing_fn that tf.Transform analyses on Beam and saves; measured is the saved
graph on batches of parsed examples, as ``migrate bridge`` writes them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import featran_data
import featran_mappers
import pyarrow as pa
import pyarrow.parquet as pq

from bridges.featran.extract import learnt
from bridges.featran.settings.document import write
from bridges.featran.tf.needs import needed, parsing_spec
from bridges.featran.tft import Outputs, transform
from migrate.cli.main import run

SIZE = 8192
#: Rows that tf.Transform analyses: what is measured does not depend on how many.
ANALYSED = 2048

Inputs = Mapping[str, Any]
PreprocessingFn = Callable[[Inputs], dict[str, Any]]


def rates(rows: int) -> dict[str, float]:
    """Return rows per CPU-second of both transforms; all threads count."""
    spec, batches = featran_data.spec(), featran_data.batches(rows, SIZE)
    settings = write(learnt(spec, batches).settings())
    outputs = Outputs(keys={feature.name: feature.name for feature in spec.features})

    def exact(inputs: Inputs) -> dict[str, Any]:
        return transform(spec, inputs, settings=settings, outputs=outputs)

    with tempfile.TemporaryDirectory() as name:
        records, parsing = _records(Path(name), batches), parsing_spec(needed(spec.features))
        given = _parsed(records, parsing)
        return {
            label: rows / _cpu_seconds(_saved(Path(name) / place, made, records, parsing), given)
            for label, place, made in (
                ("exact transform", "exact", exact),
                ("tf.Transform's mappers", "mappers", featran_mappers.preprocessing_fn),
            )
        }


def _records(folder: Path, batches: list[pa.RecordBatch]) -> list[bytes]:
    """Serialized examples of the batches, in no particular order."""
    import tensorflow as tf

    source, target = folder / "rows.parquet", folder / "examples"
    pq.write_table(pa.Table.from_batches(batches), source)
    assert run(["bridge", str(source), str(target), "-q"]) == 0
    files = sorted(map(str, target.glob("*.tfrecord*")))
    kind = "GZIP" if files[0].endswith(".gz") else ""
    return list(tf.data.TFRecordDataset(files, kind).as_numpy_iterator())


def _parsed(records: list[bytes], parsing: Mapping[str, Any]) -> list[Inputs]:
    import tensorflow as tf

    starts = range(0, len(records), SIZE)
    return [tf.io.parse_example(records[start : start + SIZE], parsing) for start in starts]


def _saved(
    folder: Path, made: PreprocessingFn, records: list[bytes], parsing: Mapping[str, Any]
) -> Callable[[Inputs], Any]:
    """Return the graph that tf.Transform makes of a preprocessing_fn, analysed on some rows."""
    import apache_beam as beam
    import tensorflow_transform as tft
    import tensorflow_transform.beam as tft_beam
    from tensorflow_transform.tf_metadata import dataset_metadata
    from tfx_bsl.tfxio import tf_example_record

    schema = dataset_metadata.DatasetMetadata.from_feature_spec(dict(parsing)).schema
    source = tf_example_record.TFExampleBeamRecord(
        physical_format="inmem", telemetry_descriptors=["bench"], schema=schema
    )
    with beam.Pipeline() as pipeline, tft_beam.Context(temp_dir=str(folder / "temp")):
        batches = pipeline | beam.Create(records[:ANALYSED]) | source.BeamSource(ANALYSED)
        config = source.TensorAdapterConfig()
        analysed = (batches, config) | tft_beam.AnalyzeDataset(made)
        analysed | tft_beam.WriteTransformFn(str(folder / "saved"))
    layer = tft.TFTransformOutput(str(folder / "saved")).transform_features_layer()
    applied: Callable[[Inputs], Any] = layer
    return applied


def _cpu_seconds(graph: Callable[[Inputs], Any], given: list[Inputs]) -> float:
    graph(given[0])
    begun = time.process_time()
    for inputs in given:
        graph(inputs)
    return time.process_time() - begun
