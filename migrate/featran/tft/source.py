"""Where a spec comes from: Scala source, or settings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bridges.errors import BridgeError
from bridges.featran.field import Field
from bridges.featran.getters.types import Type
from bridges.featran.model import Feature, FeatureSpec, MultiFeatureSpec
from bridges.featran.settings.document import Setting, read
from bridges.featran.settings.rebuild import rebuild
from migrate.codes import finding
from migrate.errors import BadInput
from migrate.featran.scala.reading import read_scala
from migrate.findings import Finding, Location
from migrate.ledger import Entry, Outcome


@dataclass(frozen=True, slots=True)
class Origin:
    """What was read: specs in order, their record type, and what reading had to say."""

    title: str
    specs: tuple[FeatureSpec, ...]
    record: Type | None
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()
    lost: tuple[str, ...] = ()


def read_settings(path: Path) -> tuple[Setting, ...]:
    """The entries of a settings file.

    Raises BadInput where it is none.
    """
    try:
        return read(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"cannot be read: {error}", where=str(path), next_step="give a settings file"
        ) from error
    except BridgeError as error:
        raise BadInput(error.what, where=error.where, next_step=error.next_step) from error


def from_scala(
    paths: tuple[Path, ...],
    *,
    spec: str,
    record: str,
    params: Mapping[str, str],
    avro_schema: Path | None,
) -> Origin:
    """The spec of Scala files that is called ``spec``, or the only one."""
    reading = read_scala(paths, record=record, params=params, avro_schema=avro_schema)
    chosen = reading.choose(spec)
    model = chosen.spec
    specs = model.specs if isinstance(model, MultiFeatureSpec) else (model,)
    title = f"{chosen.name} of {paths[0].name}"
    return Origin(
        title, specs, chosen.record, reading.findings, reading.ledger.entries, chosen.refused
    )


def from_settings(path: Path, settings: tuple[Setting, ...]) -> Origin:
    """A spec rebuilt from settings: each feature reads the column of its own name."""
    features, findings, entries, lost = [], [], [], []
    for setting in settings:
        try:
            transformer = rebuild(setting, str(path))
        except BridgeError as error:
            lost.append(setting.name)
            where = Location(str(path))
            findings.append(finding("FT203", error.what, location=where, subject=setting.name))
            continue
        features.append(Feature(Field((setting.name,), transformer.kind), transformer))
    entries = [
        Entry("setting", s.name, Outcome.REFUSED if s.name in lost else Outcome.CONVERTED)
        for s in settings
    ]
    return Origin(
        path.name,
        (FeatureSpec(tuple(features)),),
        None,
        tuple(findings),
        tuple(entries),
        tuple(lost),
    )
