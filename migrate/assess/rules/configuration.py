"""Configuration files: which sections reach which tasks, and what nobody reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from migrate.assess.class_def import ClassDef
from migrate.assess.inventory import LAWS, Inventory
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
    for file in inventory.configs:
        if not inventory.counts(file.path):
            continue
        for section in file.sections:
            where = Location(file.path, section.line)
            feature = feature_of(section.name.removeprefix(LAWS), families, asked)
            if feature == "foreign_section" and file.path.endswith("law.cfg"):
                feature = "contrib_section"
            yield Use(feature, where, file.path, section.name, kind="configuration section")
            yield from _options(file, section, families.get(section.name, ()), inventory)


def broken(inventory: Inventory) -> Iterator[Use]:
    for file in inventory.configs:
        if file.error and inventory.counts(file.path):
            where = Location(file.path, file.error_line)
            yield Use("broken_config", where, file.path, file.error)


def feature_of(name: str, families: Mapping[str, Sequence[ClassDef]], asked: frozenset[str]) -> str:
    """The feature of a section by its name."""
    if name in SECTIONS:
        return SECTIONS[name]
    if name.startswith(_LOGGING):
        return "logging_section"
    if name in families:
        return "task_section"
    return "contrib_section" if name in asked else "foreign_section"


def _options(
    file: ConfigFile, section: Section, classes: Sequence[ClassDef], inventory: Inventory
) -> Iterator[Use]:
    """Secrets, and options that are a parameter of none of the classes of that name."""
    names = {_plain(n) for cls in classes for n in inventory.all_params(cls)}
    closed = bool(classes) and all(map(_is_closed, classes))
    for option in section.options:
        where = Location(file.path, option.line)
        name = f"{section.name}.{option.name}"
        if option.secret:
            yield Use("secret_option", where, file.path, name)
        elif closed and _plain(option.name) not in names:
            yield Use("foreign_option", where, file.path, name)


def _is_closed(cls: ClassDef) -> bool:
    """All parameters that the class can have stand in the repository."""
    return all(e.known for e in cls.lineage.external) and not cls.lineage.features


def _plain(name: str) -> str:
    """Luigi takes dashes for underscores; configparser folds the case."""
    return name.replace("-", "_").lower()


def _families(inventory: Inventory) -> dict[str, list[ClassDef]]:
    """Task and Config classes by the section that Luigi reads for them."""
    found: dict[str, list[ClassDef]] = defaultdict(list)
    for cls in inventory.classes:
        if cls.is_task or cls.lineage.kind == CONFIG:
            found[cls.resolved.cls.name].append(cls)
            for library in cls.lineage.external:
                found[library.dotted.rpartition(".")[2]].append(cls)
            namespace = cls.lineage.attribute("task_namespace")
            if namespace and namespace[1].value[:1] in "'\"":
                name = f"{namespace[1].value[1:-1]}.{cls.resolved.cls.name}"
                found[name].append(cls)
    return dict(found)


def _asked(inventory: Inventory) -> frozenset[str]:
    """Sections that the code asks for by name, in ``config_path`` or ``get(section, …)``."""
    return frozenset(t for m in inventory.reading.modules for t in m.config_sections)


RULES: tuple[Rule, ...] = (sections, broken)
