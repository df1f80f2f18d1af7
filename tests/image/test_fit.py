"""Whether kfp fits beside the legacy packages, by what both declare."""

from __future__ import annotations

import pytest

from migrate.image.fit import kfp_version, misfit

FITS = {
    "nothing declared": ("3.11.2", []),
    "oldest Python": ("3.9.18", ["luigi==2.8"]),
    "unrelated": ("3.11.2", ["pandas<1"]),
    "open bound": ("3.11.2", ["protobuf>=3"]),
    "no bound": ("3.11.2", ["PyYAML"]),
    "extras and case": ("3.11.2", ["pyyaml[x]>=5"]),
    "not a requirement": ("3.11.2", ["git+https://x/y", "???"]),
    "for another interpreter": ("3.11.2", ["protobuf<3; python_version < '3'"]),
}
MISFITS = {
    "Python 2.7": ("2.7.18", [], "Python 2.7.18"),
    "Python 3.8": ("3.8.18", [], "kfp needs 3.9"),
    "old protobuf": ("3.11.2", ["protobuf==3.6.1"], "needs protobuf==3.6.1"),
    "protobuf below": ("3.11.2", ["protobuf<3"], "protobuf<3"),
    "pinned PyYAML": ("3.11.2", ["PyYAML==3.13"], "PyYAML==3.13"),
    "wildcard": ("3.11.2", ["PyYAML==3.*"], "PyYAML==3.*"),
    "normalised name": ("3.11.2", ["google_cloud_storage<1"], "google_cloud_storage<1"),
    "for this interpreter": ("3.9.18", ["protobuf<3; python_version < '3.10'"], "protobuf<3"),
}


@pytest.mark.parametrize(("python", "lines"), FITS.values(), ids=FITS)
def test_fits(python: str, lines: list[str]) -> None:
    assert misfit(python, lines) == ""


@pytest.mark.parametrize(("python", "lines", "why"), MISFITS.values(), ids=MISFITS)
def test_does_not_fit(python: str, lines: list[str], why: str) -> None:
    assert why in misfit(python, lines)


def test_the_reason_names_the_version_of_kfp() -> None:
    assert f"kfp {kfp_version()} needs" in misfit("3.11.2", ["protobuf<3"])
