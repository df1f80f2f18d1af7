"""Where a spec comes from: Scala source, or settings alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """What was read: specs in order, their record type, and what reading had to say.

    ``entries`` are the ledger's rows of what was read; ``sites`` leads from the name of a feature
    or a crossing to the name of its row.
    """

    title: str
    specs: tuple[FeatureSpec, ...]
    record: Type | None
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()
    lost: tuple[str, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)


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
    _refuse_doubles(chosen.name, reading.findings)
    model = chosen.spec
    specs = model.specs if isinstance(model, MultiFeatureSpec) else (model,)
    title = f"{chosen.name} of {paths[0].name}"
    return Origin(
        title,
        specs,
        chosen.record,
        reading.findings,
        reading.ledger.entries,
        chosen.refused,
        chosen.sites,
    )


def _refuse_doubles(name: str, findings: tuple[Finding, ...]) -> None:
    """Raise BadInput where the chosen spec has two features of one name: Featran throws for it."""
    for found in findings:
        if found.code == "FT020" and found.subject == name:
            where = str(found.location)
            raise BadInput(found.message, where=where, next_step=found.next_step)


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
        {s.name: s.name for s in settings},
    )


def followed(origin: Origin, ends: Iterable[Entry]) -> list[Entry]:
    """The rows of what was read, refused where what they made was refused later.

    A row that made several features (``FeatureSpec.from``, a loop) is refused with the last of
    them, and noted before.
    """
    made: dict[str, list[Entry]] = {}
    for end in ends:
        made.setdefault(origin.sites.get(end.name, ""), []).append(end)
    return [_follow(entry, made.get(entry.name, ())) for entry in origin.entries]


def _follow(entry: Entry, made: Sequence[Entry]) -> Entry:
    lost = [end for end in made if end.outcome is Outcome.REFUSED]
    if not lost or entry.outcome is not Outcome.CONVERTED:
        return entry
    outcome = Outcome.REFUSED if len(lost) == len(made) else Outcome.NOTED
    reason = ", ".join(f"{end.name}: {end.reason}" for end in lost)
    return replace(entry, outcome=outcome, reason=reason)
