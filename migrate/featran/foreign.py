"""What settings say of another spec than the one they are used for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bridges.featran.model import Feature
from bridges.featran.settings.document import Setting
from bridges.featran.transformers.registry import class_name
from migrate.codes import finding
from migrate.findings import Finding


def about_settings(
    settings: Mapping[str, Setting], features: tuple[Feature, ...]
) -> Iterator[Finding]:
    """Entries that belong to no feature, and ones that another transformer wrote.

    Featran reads them all the same: it looks at names alone.
    """
    by_name = {feature.name: feature for feature in features}
    for name, setting in settings.items():
        if name not in by_name:
            yield finding("FT212", "the settings have an entry that no feature uses", subject=name)
            continue
        transformer = by_name[name].transformer
        if setting.cls != class_name(transformer):
            what = f"the settings are of {setting.cls}, the spec has {class_name(transformer)}"
            yield finding("FT213", what, subject=name)
        elif _differ(dict(setting.params), dict(transformer.params())):
            what = f"the settings say {dict(setting.params)}, the spec {transformer.params()}"
            yield finding("FT214", what, subject=name)


def _differ(written: dict[str, str], own: dict[str, str]) -> bool:
    """Whether two sets of the same arguments have other values.

    A seed is for learning alone, and Featran draws one where the spec gives none.
    """
    same_names = set(written) == set(own)
    return same_names and any(written[n] != own[n] for n in set(own) - {"seed"})
