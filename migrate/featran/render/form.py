"""What a rendered module says, before it is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridges.featran.getters.types import Type
from bridges.featran.model import FeatureSpec
from bridges.featran.tf.inputs import Input


@dataclass(frozen=True, slots=True)
class Module:
    """Everything that a rendered module says."""

    title: str
    specs: tuple[FeatureSpec, ...]
    record: Type | None
    keys: Mapping[str, str]
    names: Sequence[str]
    inputs: tuple[Input, ...]
    settings: tuple[str, ...]
    settings_file: str = ""
    refit: bool = False
    scala: str = "2.13"
    vector: str = ""
    added: bool = False
    rejected: bool = False
