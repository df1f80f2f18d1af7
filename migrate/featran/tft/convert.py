"""From a spec and settings to a module: which features and crossings go in, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from bridges.errors import BridgeError
from bridges.featran.flavour import Flavour
from bridges.featran.model import Feature, FeatureSpec, crossing_name, refuse_duplicates
from bridges.featran.settings.document import Setting
from bridges.featran.tf.input_features import Input
from bridges.featran.tf.needs import needed
from migrate.codes import finding
from migrate.errors import BadInput
from migrate.featran.foreign import about_settings
from migrate.featran.idiomatic.decide import Decision, Mode, decide
from migrate.featran.idiomatic.verdicts import verdicts
from migrate.featran.origin import Origin, followed
from migrate.featran.tft.admission import Admission
from migrate.featran.tft.columns import Column, columns_of, dimensions
from migrate.featran.tft.names import output_keys
from migrate.findings import Finding
from migrate.ledger import Ledger, close


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line chose about the module."""

    flavour: Flavour
    refit: bool = False
    vector: str = ""
    added: bool = False
    rejected: bool = False
    idiomatic: bool = False


@dataclass(frozen=True, slots=True)
class Conversion:
    """What goes into the files, and what the report says."""

    origin: Origin
    options: Options
    specs: tuple[FeatureSpec, ...]
    summaries: tuple[tuple[Any, ...], ...]
    settings: tuple[Setting, ...]
    keys: Mapping[str, str]
    columns: tuple[Column, ...]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    decisions: tuple[Decision, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in Featran's order."""
        return tuple(column.name for column in self.columns)


def convert(origin: Origin, settings: Iterable[Setting], options: Options) -> Conversion:
    """Decide feature by feature what goes into the module.

    Raises BadInput where nothing is left to convert, or two features have one name.
    """
    known = {setting.name: setting for setting in settings}
    work = Admission(known, options.flavour, options.refit, list(origin.findings))
    features = tuple(f for spec in origin.specs for f in spec.features)
    _refuse_doubles(features)
    specs = tuple(_kept(spec, work) for spec in origin.specs)
    kept = tuple(f for spec in specs for f in spec.features)
    if not kept:
        raise BadInput("no feature can be converted", next_step=_first_reason(work.findings))
    if not options.refit:
        work.findings += about_settings(known, features)
    summaries = tuple(tuple(work.summaries[f.name] for f in spec.features) for spec in specs)
    keys = _keys(specs, summaries, options, work)
    learnt = () if options.refit else tuple(zip(specs, summaries, strict=True))
    columns = (columns_of(spec, values, options.flavour, keys) for spec, values in learnt)
    decisions = decide(specs, work.summaries, _mode(options)) if options.idiomatic else ()
    work.findings += verdicts(decisions)
    entries = [*followed(origin, work.entries), *work.entries]
    return Conversion(
        origin=origin,
        options=options,
        specs=specs,
        summaries=summaries,
        settings=() if options.refit else tuple(known[f.name] for f in kept),
        keys=keys,
        columns=tuple(chain.from_iterable(columns)),
        inputs=needed(kept),
        findings=tuple(work.findings),
        ledger=close([(e.kind, e.name) for e in entries], entries),
        decisions=decisions,
    )


def _mode(options: Options) -> Mode:
    return Mode(options.flavour, options.refit, options.added or options.rejected)


def _refuse_doubles(features: tuple[Feature, ...]) -> None:
    try:
        refuse_duplicates(features)
    except BridgeError as error:
        raise BadInput(error.what, next_step="give each transformer a name of its own") from error


def _first_reason(findings: list[Finding]) -> str:
    return findings[0].message if findings else "the spec has no features"


def _kept(spec: FeatureSpec, work: Admission) -> FeatureSpec:
    features = tuple(f for f in spec.features if work.feature(f))
    smaller = FeatureSpec(features)
    crossings = tuple(c for c in spec.crossings if work.crossing(c, smaller))
    return replace(smaller, crossings=crossings)


def _keys(
    specs: tuple[FeatureSpec, ...],
    summaries: tuple[tuple[Any, ...], ...],
    options: Options,
    work: Admission,
) -> dict[str, str]:
    """Output keys of everything that has a column; the vector's key is taken first."""
    names: list[str] = []
    for spec, learnt in zip(specs, summaries, strict=True):
        names += _with_columns(spec, {} if options.refit else dimensions(spec, learnt), work)
    suffixes = ["_added"] * options.added + ["_rejected"] * options.rejected
    vectors = [f"{options.vector}_{i}" if i else options.vector for i in range(len(specs))]
    taken = vectors if options.vector else []
    keys = output_keys([*taken, *names], suffixes)
    for name in names:
        plain = output_keys([name])[name]
        if keys[name] != plain:
            what = f"the key {plain!r} of {name!r} is taken; it is {keys[name]!r}"
            work.findings.append(finding("FT207", what, subject=name))
    return {name: keys[name] for name in names}


def _with_columns(spec: FeatureSpec, widths: Mapping[str, int], work: Admission) -> list[str]:
    """The names of features and crossings but those that are known to have no column."""
    names = [f.name for f in spec.features] + [crossing_name(*c.key) for c in spec.crossings]
    empty = [name for name in names if not widths.get(name, 1)]
    work.findings += [
        finding("FT206", f"{name!r} has no columns at all", subject=name) for name in empty
    ]
    return [name for name in names if name not in empty]
