"""The transformers by Featran's class name."""

from __future__ import annotations

from typing import Any

from bridges.featran.transformers.base import PACKAGE, Transformer
from bridges.featran.transformers.binarizer import Binarizer
from bridges.featran.transformers.identity import Identity
from bridges.featran.transformers.indicator import Indicator
from bridges.featran.transformers.min_max_scaler import MinMaxScaler
from bridges.featran.transformers.one_hot_encoder import OneHotEncoder

TRANSFORMERS: dict[str, type[Transformer[Any]]] = {
    cls.__name__: cls
    for cls in (
        Binarizer,
        Identity,
        Indicator,
        MinMaxScaler,
        OneHotEncoder,
    )
}


def class_name(transformer: Transformer[Any]) -> str:
    """Return the Scala class that settings name under ``cls``."""
    return f"{PACKAGE}.{type(transformer).__name__}"
