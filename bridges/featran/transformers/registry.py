"""The transformers by Featran's class name."""

from __future__ import annotations

from typing import Any

from bridges.featran.transformers.base import PACKAGE, Transformer
from bridges.featran.transformers.binarizer import Binarizer
from bridges.featran.transformers.bucketizer import Bucketizer
from bridges.featran.transformers.hash_n_hot_encoder import HashNHotEncoder
from bridges.featran.transformers.hash_n_hot_weighted_encoder import HashNHotWeightedEncoder
from bridges.featran.transformers.hash_one_hot_encoder import HashOneHotEncoder
from bridges.featran.transformers.heavy_hitters import HeavyHitters
from bridges.featran.transformers.identity import Identity
from bridges.featran.transformers.indicator import Indicator
from bridges.featran.transformers.iqr_outlier_rejector import IQROutlierRejector
from bridges.featran.transformers.max_abs_scaler import MaxAbsScaler
from bridges.featran.transformers.mdl import MDL
from bridges.featran.transformers.min_max_scaler import MinMaxScaler
from bridges.featran.transformers.n_grams import NGrams
from bridges.featran.transformers.n_hot_encoder import NHotEncoder
from bridges.featran.transformers.n_hot_weighted_encoder import NHotWeightedEncoder
from bridges.featran.transformers.normalizer import Normalizer
from bridges.featran.transformers.one_hot_encoder import OneHotEncoder
from bridges.featran.transformers.polynomial_expansion import PolynomialExpansion
from bridges.featran.transformers.position_encoder import PositionEncoder
from bridges.featran.transformers.quantile_discretizer import QuantileDiscretizer
from bridges.featran.transformers.quantile_outlier_rejector import QuantileOutlierRejector
from bridges.featran.transformers.standard_scaler import StandardScaler
from bridges.featran.transformers.top_n_one_hot_encoder import TopNOneHotEncoder
from bridges.featran.transformers.vector_identity import VectorIdentity
from bridges.featran.transformers.von_mises_evaluator import VonMisesEvaluator

TRANSFORMERS: dict[str, type[Transformer[Any]]] = {
    cls.__name__: cls
    for cls in (
        Binarizer,
        Bucketizer,
        HashNHotEncoder,
        HashNHotWeightedEncoder,
        HashOneHotEncoder,
        HeavyHitters,
        IQROutlierRejector,
        Identity,
        Indicator,
        MDL,
        MaxAbsScaler,
        MinMaxScaler,
        NGrams,
        NHotEncoder,
        NHotWeightedEncoder,
        Normalizer,
        OneHotEncoder,
        PolynomialExpansion,
        PositionEncoder,
        QuantileDiscretizer,
        QuantileOutlierRejector,
        StandardScaler,
        TopNOneHotEncoder,
        VectorIdentity,
        VonMisesEvaluator,
    )
}


def class_name(transformer: Transformer[Any]) -> str:
    """Return the Scala class that settings name under ``cls``."""
    return f"{PACKAGE}.{type(transformer).__name__}"
