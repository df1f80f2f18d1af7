"""The ledger of an assessment: every file, class, parameter, target … and how it would end.

The inventory is counted on what was read; the entries come from the rules' judgement of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from migrate.assess.class_def import ClassDef
from migrate.assess.features import FEATURES
from migrate.assess.inventory import Inventory
from migrate.assess.rules import starts
from migrate.assess.rules.targets import feature_of
from migrate.assess.uses import Use
from migrate.findings import Severity
from migrate.ledger import Entry, Ledger, Outcome, close

IN_TEST = "in a test"
NOT_LUIGIS = "is nothing of Luigi's"
_ORDER = (Outcome.CONVERTED, Outcome.NOTED, Outcome.STUBBED, Outcome.REFUSED)


def account(inventory: Inventory, uses: Sequence[Use]) -> Ledger:
    """The closed ledger. Raises LedgerMismatch where a construct would be lost."""
    by_subject: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by_subject[use.subject].append(use)
    entries = [
        *_files(inventory, by_subject),
        *_classes(inventory, by_subject),
        *_parameters(inventory),
        *_targets(inventory),
        *_configuration(inventory, by_subject),
        *_starts(inventory),
        *_events(inventory),
    ]
    return close(_inventory(inventory), entries)


def _inventory(inventory: Inventory) -> list[tuple[str, str]]:
    """Counted on the reading alone; a class statement that no rule knows shows as missing."""
    reading = inventory.reading
    found = [("Python file", m.path) for m in reading.modules]
    found += [("Python file", f.path) for f in reading.lost]
    for module in reading.modules:
        found += [("class", f"{module.path}:{c.line} {c.qualname}") for c in module.classes]
        missing = module.class_count - len(module.classes)
        found += [("class", f"{module.path}: one more")] * missing
        for cls in module.classes:
            found += [
                ("parameter or call", _member(module.path, cls.qualname, p.name, p.line))
                for p in cls.params
            ]
            for function in cls.methods.values():
                found += [
                    ("target", f"{module.path}:{line} {name}") for name, line in function.targets
                ]
        found += [("way in", f"{module.path}:{e.line} {e.way}") for e in module.entries]
        found += [
            ("event handler", f"{module.path}:{f.line}")
            for f in module.facts
            if f.name == "event_handler"
        ]
    for file in reading.lost:
        found += [("class", f"{file.path}:{line} {name}") for name, line in file.classes]
    found += [("way in", f"{e.path}:{e.line} {e.way}") for e in reading.entries]
    for config in inventory.configs:
        found.append(("configuration file", config.path))
        for section in config.sections:
            found.append(("configuration section", f"{config.path} [{section.name}]"))
            found += [
                ("option", f"{config.path} [{section.name}] {o.name}:{o.line}")
                for o in section.options
            ]
    return found


def _member(path: str, qualname: str, name: str, line: int) -> str:
    return f"{path}:{line} {qualname}.{name}"


def _files(inventory: Inventory, uses: Mapping[str, Sequence[Use]]) -> Iterator[Entry]:
    reading = inventory.reading
    for module in reading.modules:
        codes = sorted({u.code for u in uses.get(module.path, ()) if u.code.startswith("PY")})
        if not inventory.counts(module.path):
            yield Entry("Python file", module.path, Outcome.IGNORED, IN_TEST)
        elif codes:
            yield Entry("Python file", module.path, Outcome.NOTED, ", ".join(codes))
        else:
            yield Entry("Python file", module.path, Outcome.CONVERTED)
    for file in reading.lost:
        yield Entry("Python file", file.path, Outcome.REFUSED, f"{file.code}: {file.reason}")


def _classes(inventory: Inventory, uses: Mapping[str, Sequence[Use]]) -> Iterator[Entry]:
    for cls in inventory.classes:
        outcome, reason = outcome_of(cls, inventory, uses.get(cls.name, ()))
        yield Entry("class", cls.key, outcome, reason)
    for file in inventory.reading.lost:
        for name, line in file.classes:
            reason = "in a file that cannot be read"
            yield Entry("class", f"{file.path}:{line} {name}", Outcome.REFUSED, reason)


def outcome_of(cls: ClassDef, inventory: Inventory, uses: Sequence[Use]) -> tuple[Outcome, str]:
    """How a class would end, and the word that says why."""
    if not cls.lineage.kind:
        return Outcome.IGNORED, NOT_LUIGIS
    if not inventory.counts(cls.path):
        return Outcome.IGNORED, f"{cls.kind} {IN_TEST}"
    if cls.is_plain_wrapper:
        return Outcome.IGNORED, "plain WrapperTask, its edges are kept"
    outcome = max((_weight(use) for use in uses), key=_ORDER.index, default=Outcome.CONVERTED)
    codes = sorted({u.code for u in uses if u.code and u.outcome is not Outcome.IGNORED})
    return outcome, f"{cls.kind}: {', '.join(codes)}" if codes else cls.kind


def _weight(use: Use) -> Outcome:
    """What one use makes of its class: a refusal that is only a warning here is a note."""
    if not use.code or use.outcome is Outcome.IGNORED:
        return Outcome.CONVERTED
    if use.outcome is Outcome.REFUSED and use.finding().severity is not Severity.ERROR:
        return Outcome.NOTED
    return use.outcome


def _parameters(inventory: Inventory) -> Iterator[Entry]:
    for cls in inventory.classes:
        declared = set(map(id, inventory.params(cls)))
        counts = inventory.counts(cls.path)
        for param in cls.resolved.cls.params:
            name = _member(cls.path, cls.resolved.cls.qualname, param.name, param.line)
            if id(param) not in declared:
                yield Entry("parameter or call", name, Outcome.IGNORED, "a class attribute")
            elif not counts:
                yield Entry("parameter or call", name, Outcome.IGNORED, IN_TEST)
            else:
                codes = [FEATURES[f.name].code for f in param.facts if FEATURES[f.name].code]
                outcome = Outcome.NOTED if codes else Outcome.CONVERTED
                yield Entry("parameter or call", name, outcome, ", ".join(sorted(set(codes))))


def _targets(inventory: Inventory) -> Iterator[Entry]:
    for cls in inventory.classes:
        for function in cls.resolved.cls.methods.values():
            for dotted, line in function.targets:
                name = f"{cls.path}:{line} {dotted}"
                if not inventory.counts(cls.path):
                    yield Entry("target", name, Outcome.IGNORED, IN_TEST)
                elif not cls.is_task:
                    yield Entry("target", name, Outcome.IGNORED, "made outside of tasks")
                else:
                    feature = FEATURES[feature_of(inventory, dotted, cls.resolved.module)]
                    yield Entry("target", name, feature.outcome, feature.code)


def _configuration(inventory: Inventory, uses: Mapping[str, Sequence[Use]]) -> Iterator[Entry]:
    for file in inventory.configs:
        counts = inventory.counts(file.path)
        found = [u for u in uses.get(file.path, ()) if u.kind == "configuration section"]
        judged = {u.detail: u for u in found}
        special = {(u.location.line): u for u in uses.get(file.path, ()) if u.kind == "feature"}
        outcome = Outcome.NOTED if file.error else Outcome.CONVERTED
        if file.error and not file.sections:
            outcome = Outcome.REFUSED
        yield Entry("configuration file", file.path, outcome if counts else Outcome.IGNORED,
                    file.error if counts else IN_TEST)  # fmt: skip
        for section in file.sections:
            use = judged.get(section.name)
            name = f"{file.path} [{section.name}]"
            whole = use.outcome if use else Outcome.IGNORED
            yield Entry("configuration section", name, whole, use.code if use else IN_TEST)
            for option in section.options:
                own = special.get(option.line)
                end = own.outcome if own else whole
                code = own.code if own else use.code if use else IN_TEST
                yield Entry("option", f"{name} {option.name}:{option.line}", end, code)


def _starts(inventory: Inventory) -> Iterator[Entry]:
    counted = set(map(id, starts.entries(inventory)))
    reading = inventory.reading
    for entry in (*(e for m in reading.modules for e in m.entries), *reading.entries):
        name = f"{entry.path}:{entry.line} {entry.way}"
        if id(entry) not in counted:
            tests = not inventory.counts(entry.path)
            yield Entry(
                "way in", name, Outcome.IGNORED, IN_TEST if tests else "does not start Luigi"
            )
        elif entry.way == "luigid":
            yield Entry("way in", name, Outcome.IGNORED, "LK033")
        elif entry.way == "tools":
            yield Entry("way in", name, Outcome.IGNORED, "LK108")
        else:
            yield Entry("way in", name, Outcome.CONVERTED)


def _events(inventory: Inventory) -> Iterator[Entry]:
    from migrate.assess.rules.modules import CONVERTED_EVENTS

    for module in inventory.reading.modules:
        for fact in module.facts:
            if fact.name != "event_handler":
                continue
            name = f"{module.path}:{fact.line}"
            if not inventory.counts(module.path):
                yield Entry("event handler", name, Outcome.IGNORED, IN_TEST)
            elif fact.detail.split(" ")[0] in CONVERTED_EVENTS:
                yield Entry("event handler", name, Outcome.CONVERTED)
            else:
                yield Entry("event handler", name, Outcome.NOTED, "LK018")
