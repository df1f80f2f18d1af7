"""The end of a reading: what each call of the DSL became, as a ledger that adds up."""

from __future__ import annotations

from collections.abc import Sequence

from bridges.featran.getters.types import RecordOf
from migrate.codes import finding
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.result import ReadSpec, SpecReading
from migrate.featran.scala.sites import Site
from migrate.featran.scala.tree import Source
from migrate.findings import Location, in_order
from migrate.ledger import Entry, Outcome, close


def closed(
    reader: Reader,
    specs: dict[str, ReadSpec],
    unread: dict[str, Location],
    inventory: Sequence[tuple[Site, Source]],
) -> SpecReading:
    """The result of a reading; every call of the inventory has one outcome."""
    entries = [_entry(reader, site, source) for site, source in inventory]
    sites = [(site.kind, str(source.place(site.name))) for site, source in inventory]
    records = {s.record.name: s.record for s in specs.values() if isinstance(s.record, RecordOf)}
    findings = tuple(dict.fromkeys(in_order(reader.findings)))
    return SpecReading(specs, records, findings, close(sites, entries), unread)


def _entry(reader: Reader, site: Site, source: Source) -> Entry:
    place = source.place(site.name)
    outcome = reader.outcomes.get(site.head.id, "")
    if site.kind == "extract":
        return Entry(site.kind, str(place), Outcome.IGNORED, "the run is not part of the spec")
    if outcome == "converted":
        return Entry(site.kind, str(place), Outcome.CONVERTED)
    if outcome:
        return Entry(site.kind, str(place), Outcome.REFUSED, outcome.partition(" ")[2])
    reader.findings.append(
        finding("FT018", f"this {site.kind} is part of no spec that was read", location=place)
    )
    return Entry(site.kind, str(place), Outcome.REFUSED, "FT018")
