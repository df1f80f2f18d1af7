"""What only the whole repository shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import Inventory
from migrate.assess.rules.places import at_class
from migrate.assess.uses import Rule, Use
from migrate.findings import Location, Severity


def same_family(inventory: Inventory) -> Iterator[Use]:
    """Two classes that Luigi knows by one name; trouble once both are imported together."""
    for family, found in _families(inventory).items():
        places = ", ".join(f"{c.path}:{c.line}" for c in found)
        if len(found) > 1:
            grave = _together(inventory, found)
            often = "; one module imports both" if grave else "; nothing here imports both"
            severity = Severity.WARNING if grave else Severity.NOTE
            for cls in found:
                detail = f"{family} is defined at {places}{often}"
                yield Use("same_family", at_class(cls), cls.name, detail, severity=severity)


def _together(inventory: Inventory, found: list[ClassDef]) -> bool:
    """Some module, once imported, has two of the classes in one process."""
    seen: set[str] = set()
    for cls in found:
        importers = inventory.repository.importers(cls.resolved.module)
        if seen & importers:
            return True
        seen |= importers
    return False


def nothing(inventory: Inventory) -> Iterator[Use]:
    if not inventory.tasks:
        yield Use("no_tasks", Location(), "repository")


def resume(inventory: Inventory) -> Iterator[Use]:
    with_output = [c for c in inventory.tasks if c.method("output") and c.method("run")]
    if with_output:
        yield Use("resume", Location(), "repository", str(len(with_output)))


def _families(inventory: Inventory) -> dict[str, list[ClassDef]]:
    found: dict[str, list[ClassDef]] = defaultdict(list)
    for cls in inventory.tasks:
        if cls.resolved.cls.nested:
            continue
        found[family_of(cls)].append(cls)
    return found


def family_of(cls: ClassDef) -> str:
    """Namespace and name, as far as the text shows them."""
    namespace = cls.lineage.attribute("task_namespace")
    name = cls.resolved.cls.name
    if cls.lineage.method("task_namespace") or cls.lineage.method("get_task_namespace"):
        return f"{cls.path}:{name}"
    if namespace:
        value = namespace[1].value
        literal = value[:1] in "'\""
        if literal and len(value) > 2:
            return f"{value[1:-1]}.{name}"
        return name if literal else f"{cls.path}:{name}"
    placed = any(f.name == "namespace" for f in cls.resolved.module.facts)
    return f"{cls.path}:{name}" if placed else name


RULES: tuple[Rule, ...] = (same_family, nothing, resume)
