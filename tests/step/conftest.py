from __future__ import annotations

from pathlib import Path

import pytest

from tests.step.harness import Repository


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """An empty legacy repository run with the interpreter of the tests."""
    return Repository(tmp_path)
