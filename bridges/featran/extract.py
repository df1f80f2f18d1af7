"""The second pass: features of batches, given what was learnt or the settings of a former run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa

from bridges.featran.assemble import F32, assemble, assemble_floats
from bridges.featran.block import Block, skipped
from bridges.featran.columns import Column
from bridges.featran.crossing import cross, crossed_names
from bridges.featran.errors import IllegalArgument, NoSuchElement
from bridges.featran.features import Features
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.learn import Learner, Summaries, columns_of, first_alike
from bridges.featran.model import (
    Feature,
    FeatureSpec,
    MultiFeatureSpec,
    crossing_name,
    refuse_duplicates,
)
from bridges.featran.settings.document import Setting, read
from bridges.featran.transformers.base import Transformer


@dataclass(frozen=True, eq=False)
class Extractor:
    """A spec with what its transformers learnt; turns batches into features.

    A feature that was missing in all rows of training is one skipped column of its name.
    """

    spec: FeatureSpec
    summaries: Summaries
    flavour: Flavour = DEFAULT

    @cached_property
    def names_by_feature(self) -> Mapping[str, tuple[str, ...]]:
        """The column names of each transformer."""
        pairs = zip(self.spec.features, self.summaries, strict=True)
        return {f.name: tuple(_names(f.transformer, summary)) for f, summary in pairs}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All column names: those of the features in order, then those of the crossings.

        Raises
        ------
        NoSuchElement
            If a filter removed one side of a crossing.
        """
        groups = (*self.names_by_feature.values(), *self.names_by_crossing.values())
        return tuple(name for names in groups for name in names)

    @cached_property
    def names_by_crossing(self) -> Mapping[str, tuple[str, ...]]:
        """The column names of each crossing ``left x right``.

        Raises
        ------
        NoSuchElement
            If a filter removed one of its sides.
        """
        return {
            crossing_name(*c.key): tuple(crossed_names(*map(self._names_of, c.key)))
            for c in self.spec.crossings
        }

    def _names_of(self, name: str) -> tuple[str, ...]:
        if name not in self.names_by_feature:
            raise NoSuchElement(
                f"key not found: {name}",
                next_step="the crossing needs a feature that a filter or the settings left out",
            )
        return self.names_by_feature[name]

    def columns(self, batch: pa.RecordBatch) -> tuple[Column, ...]:
        """Return what the getters give for a batch."""
        return columns_of(self._asked, self._alike, batch)

    @cached_property
    def _asked(self) -> tuple[Feature, ...]:
        """The features; null is a missing value to those that never look at it."""
        pairs = zip(self.spec.features, self.summaries, strict=True)
        return tuple(
            replace(f, required=False) if summary is None or f.transformer.skips_null else f
            for f, summary in pairs
        )

    @cached_property
    def _alike(self) -> tuple[int, ...]:
        return first_alike(self._asked)

    def extract(self, batch: pa.RecordBatch) -> Features:
        """Return the features of a batch.

        Raises
        ------
        FeatranError
            Where a transformer fails instead of rejecting, or a filter cut a crossing.
        """
        return self.extract_columns(self.columns(batch), batch.num_rows)

    def extract_columns(self, columns: Iterable[Column], n: int) -> Features:
        """Return the features of n rows, given each getter's column."""
        names = self.names
        blocks = self.blocks(columns)
        values, added = assemble([*blocks.values(), *self._crossed(blocks)], n)
        rejections = {name: b.rejections for name, b in blocks.items() if b.rejections is not None}
        return Features(names, values, added, rejections)

    def floats(self, batch: pa.RecordBatch) -> F32:
        """Return the features of a batch as float32[n, D], ``Array[Float]``, and nothing else.

        Raises
        ------
        FeatranError
            As ``extract`` does.
        """
        blocks = self.blocks(self.columns(batch))
        return assemble_floats([*blocks.values(), *self._crossed(blocks)], batch.num_rows)

    def blocks(self, columns: Iterable[Column]) -> dict[str, Block]:
        """Return what each transformer puts out, by its name."""
        triples = zip(self.spec.features, self.summaries, columns, strict=True)
        return {f.name: _block(f, summary, column) for f, summary, column in triples}

    def _crossed(self, blocks: Mapping[str, Block]) -> list[Block]:
        _ = self.names  # refuses a crossing that lost a side
        return [cross(blocks[c.left], blocks[c.right], c.function) for c in self.spec.crossings]

    def settings(self) -> tuple[Setting, ...]:
        """Return the settings of the spec, in order.

        Raises
        ------
        NullValue
            If a transformer was changed by ``contramap``: Featran cannot name its class.
        """
        pairs = zip(self.spec.features, self.summaries, strict=True)
        return tuple(Setting.of(feature, summary, self.flavour) for feature, summary in pairs)


def _names(transformer: Transformer[Any], summary: Any) -> list[str]:
    return [transformer.name] if summary is None else transformer.names(summary)


def _block(feature: Feature, summary: Any, column: Column) -> Block:
    if summary is None:
        return skipped(len(column), 1)
    return feature.transformer.apply(column, summary)


def learnt(
    spec: FeatureSpec, batches: Iterable[pa.RecordBatch], flavour: Flavour = DEFAULT
) -> Extractor:
    """Return the extractor of ``spec.extract(records)``."""
    return Extractor(spec, Learner(spec.features, flavour).learn(batches), flavour)


def with_settings(
    spec: FeatureSpec, text: str, flavour: Flavour = DEFAULT, where: str = "settings"
) -> Extractor:
    """Return the extractor of ``spec.extractWithSettings(records, text)``.

    Raises
    ------
    SettingsError
        If the text is no settings document.
    IllegalArgument
        If a feature has no settings.
    """
    refuse_duplicates(spec.features)
    known = {setting.name: setting for setting in read(text, where)}
    for feature in spec.features:
        if feature.name not in known:
            raise IllegalArgument(
                f"requirement failed: Missing settings for {feature.name}",
                where=where,
                next_step="give the settings that a run of this very spec wrote",
            )
    summaries = tuple(known[f.name].decode(f.transformer, where) for f in spec.features)
    return Extractor(spec, summaries, flavour)


def with_subset_settings(
    spec: FeatureSpec, text: str, flavour: Flavour = DEFAULT, where: str = "settings"
) -> Extractor:
    """Return the extractor of ``spec.extractWithSubsetSettings(records, text)``."""
    names = {setting.name for setting in read(text, where)}
    return with_settings(spec.filter(lambda f: f.name in names), text, flavour, where)


def learnt_together(
    multi: MultiFeatureSpec, batches: Iterable[pa.RecordBatch], flavour: Flavour = DEFAULT
) -> tuple[Extractor, ...]:
    """Return an extractor per spec of ``multi.extract(records)``, from one pass."""
    summaries = Learner(multi.features, flavour).learn(batches)
    out = []
    for spec in multi.specs:
        own, summaries = summaries[: len(spec.features)], summaries[len(spec.features) :]
        out.append(Extractor(spec, own, flavour))
    return tuple(out)
