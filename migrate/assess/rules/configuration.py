"""Configuration files: which sections reach which tasks, and what nobody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from migrate.assess.inventory import ClassDef, Inventory
from migrate.assess.uses import Rule, Use
from migrate.findings import Location
from migrate.luigi.inventory.bases import CONFIG, CONTRIB
from migrate.luigi.inventory.model import ConfigFile, Section

SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(["core", "scheduler", "worker"], "scheduler_section"),
        **dict.fromkeys(["logging", "loggers", "handlers", "formatters"], "logging_section"),
        "retcode": "retcode_section",
        **dict.fromkeys(
            ["email", "smtp", "sendgrid", "batch_notifier", "notifications"], "mail_section"
        ),
        "resources": "resources_section",
        **dict.fromkeys(["task_history", "execution_summary", "cors", "metrics"], "server_section"),
        **dict.fromkeys(["datadog", "prometheus", "luigi-monitor"], "server_section"),
        "DEFAULT": "default_section",
        **dict.fromkeys([*CONTRIB, "gcp", "elasticsearch", "azure", "mysql"], "contrib_section"),
    }
)
"""Sections that Luigi itself and its contrib modules read."""
_LOGGING = ("logger_", "handler_", "formatter_")


def sections(inventory: Inventory) -> Iterator[Use]:
    families = _families(inventory)
    asked = _asked(inventory)
    for file in inventory.reading.configs:
        if not inventory.counts(file.path):
            continue
        for section in file.sections:
            where = Location(file.path, section.line)
            feature = feature_of(section.name, families, asked)
            yield Use(feature, where, file.path, section.name, kind="configuration section")
            yield from _options(file, section, families.get(section.name), inventory)


def broken(inventory: Inventory) -> Iterator[Use]:
    for file in inventory.reading.configs:
        if file.error and inventory.counts(file.path):
            where = Location(file.path, file.error_line)
            yield Use("broken_config", where, file.path, file.error)


def feature_of(name: str, families: Mapping[str, ClassDef], asked: frozenset[str]) -> str:
    """The feature of a section by its name."""
    if name in SECTIONS:
        return SECTIONS[name]
    if name.startswith(_LOGGING):
        return "logging_section"
    if name in families:
        return "task_section"
    return "contrib_section" if name in asked else "foreign_section"


def _options(
    file: ConfigFile, section: Section, cls: ClassDef | None, inventory: Inventory
) -> Iterator[Use]:
    names = {_plain(n) for n in inventory.all_params(cls)} if cls else set()
    closed = (
        cls is not None and all(e.known for e in cls.lineage.external) and not cls.lineage.dynamic
    )
    for option in section.options:
        where = Location(file.path, option.line)
        name = f"{section.name}.{option.name}"
        if option.secret:
            yield Use("secret_option", where, file.path, name)
        elif closed and _plain(option.name) not in names:
            yield Use("foreign_option", where, file.path, name)


def _plain(name: str) -> str:
    """Luigi takes dashes for underscores; configparser folds the case."""
    return name.replace("-", "_").lower()


def _families(inventory: Inventory) -> dict[str, ClassDef]:
    """Task and Config classes by the section that Luigi reads for them."""
    found: dict[str, ClassDef] = {}
    for cls in inventory.classes:
        if cls.is_task or cls.lineage.kind == CONFIG:
            found.setdefault(cls.resolved.cls.name, cls)
            namespace = cls.lineage.attribute("task_namespace")
            if namespace and namespace[1].value[:1] in "'\"":
                found.setdefault(f"{namespace[1].value[1:-1]}.{cls.resolved.cls.name}", cls)
    return found


def _asked(inventory: Inventory) -> frozenset[str]:
    """Sections that the code asks for by name, in ``config_path`` or ``get(section, …)``."""
    return frozenset(t for m in inventory.reading.modules for t in m.config_sections)


RULES: tuple[Rule, ...] = (sections, broken)
