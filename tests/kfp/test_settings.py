"""migration.toml comes back as it was written, and a typo in it does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from migrate.errors import BadInput
from migrate.kfp.environment import SecretKey
from migrate.kfp.plan import Mode
from migrate.kfp.settings import FILE, Settings, read_settings, render_settings, settings_from

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FAMILY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=10)
SETTINGS = st.builds(
    Settings,
    name=TEXT,
    image=TEXT,
    base_image=TEXT,
    step_kind=st.sampled_from(["auto", "python", "container"]),
    workspace_claim=TEXT,
    secret_name=TEXT,
    flow=st.dictionaries(FAMILY, st.sampled_from(Mode), max_size=3),
    check_outputs=st.booleans(),
    environment=st.dictionaries(
        st.sampled_from(["A", "B_1"]),
        TEXT.filter(lambda t: "{{" not in t) | st.none() | st.builds(SecretKey, TEXT, TEXT),
    ),
    local=st.fixed_dictionaries(
        {"images": st.dictionaries(FAMILY, st.dictionaries(FAMILY, TEXT, max_size=2), max_size=2)}
    ),
)


@given(SETTINGS, st.dictionaries(st.sampled_from(["A", "ns.B"]), st.sampled_from(Mode)))
def test_round_trip(settings: Settings, families: dict[str, Mode]) -> None:
    text = render_settings(settings, families)
    assert settings_from(tomlkit.parse(text).unwrap(), Path(FILE)) == settings


def test_without_a_file_the_converter_decides(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()


def test_the_decisions_stand_as_comments() -> None:
    assert '# "ns.B" = "workspace"' in render_settings(Settings(), {"ns.B": Mode.WORKSPACE})


def test_a_part_of_the_file_is_enough(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[flow]\n"A" = "workspace"\n')
    assert read_settings(tmp_path) == Settings(flow={"A": Mode.WORKSPACE})


REFUSED = {
    "not TOML": ("[image", "not valid TOML"),
    "unknown table": ("[imgae]\n", "unknown table [imgae]"),
    "unknown key": ('[image]\nnmae = "x"\n', "unknown key image.nmae"),
    "a number for a text": ("[image]\nname = 3\n", "image.name must be a text"),
    "a text for a switch": ('[checks]\noutputs = "no"\n', "checks.outputs must be true or false"),
    "unknown kind of step": ('[image]\nsteps = "pods"\n', "image.steps must be one of auto"),
    "unknown mode": ('[flow]\nA = "volume"\n', 'flow."A" must be one of artifact'),
    "a list for a mode": ('[flow]\nA = ["artifact"]\n', 'flow."A" must be one of artifact'),
    "a text for a table": ('image = "x"\n', "image must be a table"),
    "a number for a table": ("pipeline = 5\n", "pipeline must be a table"),
    "a number for the flow": ("flow = 5\n", "flow must be a table"),
    "a text for local": ('local = "x"\n', "local must be a table"),
    "a mount that is not absolute": ('[workspace]\nmount = "work"\n', "workspace.mount must be"),
    "an empty mount": ('[workspace]\nmount = ""\n', "workspace.mount must be"),
    "a secret in the clear": ('[environment]\nDB_PASSWORD = "x"\n', "DB_PASSWORD looks like a"),
    "a variable's number": ("[environment]\nPORT = 1\n", "environment.PORT is neither a text"),
    "a secret without a key": ('[environment]\nA = { secret = "s" }\n', "environment.A is neither"),
    "no name of a variable": ('[environment]\n"A B" = "x"\n', "environment.A B is no name"),
    "a placeholder": ('[environment]\nA = "{{x}}"\n', "environment.A holds {{"),
    "a number for the environment": ("environment = 5\n", "environment must be a table"),
    "the root as mount": ('[workspace]\nmount = "/"\n', "workspace.mount must be"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadInput) as caught:
        read_settings(tmp_path)
    assert message in str(caught.value)
    assert str(tmp_path / FILE) in str(caught.value)
    assert caught.value.next_step


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not valid TOML"):
        read_settings(tmp_path)
