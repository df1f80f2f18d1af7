"""The guides: every option that a command has is in its guide, and no link leads nowhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from migrate.cli.main import COMMANDS, load

PROJECT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `migrate ([\w -]+)` \| .* \| (.*) \|$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s#]+)[^)\s]*\)")
#: What every command has, and README says.
SHARED = {"--help", "-h", "--debug", "--quiet"}


def commands() -> dict[str, str]:
    """The target of each command line form."""
    targets = {name: command.target for name, command in COMMANDS.items()}
    for name, command in COMMANDS.items():
        targets |= {f"{name} {form}": target for form, target in command.forms.items()}
    return targets


def guides(name: str) -> str:
    """The text of all guides that the table of README.md names for it."""
    rows = dict(ROW.findall((PROJECT / "README.md").read_text()))
    row = rows.get(name) or rows[name.partition(" ")[0]]
    return "".join((PROJECT / link).read_text() for link in LINK.findall(row))


@pytest.mark.parametrize("name", commands())
def test_every_option_is_in_the_guide(name: str) -> None:
    told = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", guides(name))) | SHARED
    options = [set(p.opts) for p in load(name, commands()[name]).params if p.opts[0][0] == "-"]
    assert [spellings for spellings in options if not spellings & told] == []


def test_no_link_leads_nowhere() -> None:
    said = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    broken = [
        (page, link)
        for page in said.stdout.split()
        if "golden" not in page
        for link in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", _text(page), flags=re.DOTALL))
        if "://" not in link and not (PROJECT / page).parent.joinpath(link).exists()
    ]
    assert not broken


def _text(page: str) -> str:
    return (PROJECT / page).read_text()
