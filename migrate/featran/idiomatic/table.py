"""Which rule each transformer of Featran has, and why some have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from migrate.featran.idiomatic import labels, numbers, scalers, unequal
from migrate.featran.idiomatic.candidate import Rule

RULES: Final[Mapping[str, Rule]] = {
    "Identity": numbers.identity,
    "Indicator": numbers.indicator,
    "Binarizer": numbers.binarizer,
    "Bucketizer": numbers.bucketizer,
    "QuantileDiscretizer": numbers.quantile_discretizer,
    "StandardScaler": scalers.standard_scaler,
    "MinMaxScaler": scalers.min_max_scaler,
    "MaxAbsScaler": scalers.max_abs_scaler,
    "OneHotEncoder": labels.one_hot,
    "TopNOneHotEncoder": labels.one_hot,
    "PositionEncoder": labels.position,
    "HeavyHitters": labels.heavy_hitters,
    "NHotEncoder": labels.n_hot,
    "HashOneHotEncoder": unequal.hash_one_hot,
    "VectorIdentity": unequal.vector_identity,
    "Normalizer": unequal.normalizer,
}

#: What no stock op comes near to.
NONE: Final[Mapping[str, str]] = {
    "HashNHotEncoder": "no stock op has Scala's MurmurHash3 over UTF-16",
    "HashNHotWeightedEncoder": "no stock op has Scala's MurmurHash3 over UTF-16",
    "NHotWeightedEncoder": "no stock op promises the order in which weights are summed",
    "NGrams": "tft.ngrams makes the runs but rejects no unseen one",
    "MDL": "no stock op reads an MDLRecord",
    "PolynomialExpansion": "tf.Transform has no polynomial terms",
    "VonMisesEvaluator": "tf.Transform has no densities",
    "IQROutlierRejector": "its column is always skipped; it only rejects",
    "QuantileOutlierRejector": "its column is always skipped; it only rejects",
}


@dataclass(frozen=True, slots=True)
class Analyser:
    """What one would learn with in tf.Transform, empty if there is nothing, and how it differs."""

    name: str
    differs: str


_VOCABULARY = Analyser(
    "tft.compute_and_apply_vocabulary", "orders by frequency, and drops empty labels"
)
_TOP = Analyser("tft.vocabulary(top_k=…)", "counts exactly, where Featran has a sketch")
_LENGTH = Analyser("", "tf.Transform learns no length of vectors")

#: For transformers that learn: what a refit would take, and why it does not.
REFIT: Final[Mapping[str, Analyser]] = {
    "StandardScaler": Analyser(
        "tft.scale_to_z_score",
        "gives 0 for a deviation of 0 instead of NaN, ignores NaN, and does not add the mean back",
    ),
    "MinMaxScaler": Analyser(
        "tft.scale_by_min_max", "does not clip, and gives a sigmoid instead of NaN for a constant"
    ),
    "MaxAbsScaler": Analyser("", "tf.Transform has no scaler by the greatest size"),
    "QuantileDiscretizer": Analyser("tft.bucketize", "has another sketch and float32 boundaries"),
    "OneHotEncoder": _VOCABULARY,
    "NHotEncoder": _VOCABULARY,
    "PositionEncoder": _VOCABULARY,
    "TopNOneHotEncoder": _TOP,
    "HeavyHitters": _TOP,
    "HashOneHotEncoder": Analyser("tft.hash_strings", "has another hash than Scala's MurmurHash3"),
    "VectorIdentity": _LENGTH,
    "Normalizer": _LENGTH,
}
