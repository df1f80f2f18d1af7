from __future__ import annotations

import subprocess
import sys

import pytest

from migrate import __version__
from migrate.cli import main

END = main.Command("tests.cli.commands:end", "End in some way.")


@pytest.fixture
def migrate(monkeypatch, capsys):
    """Runs a command line with the command `end`: exit code, stdout, stderr."""
    monkeypatch.setattr(main, "COMMANDS", {**main.COMMANDS, "end": END})
    monkeypatch.setenv("COLUMNS", "100")

    def run(*args):
        code = main.run(args)
        return code, *capsys.readouterr()

    return run


ENDS = {
    "well": (0, ""),
    "findings": (1, ""),
    "input": (2, "migrate: x/y: it is not a repository\n  next: name another\n"),
    "usage": (2, "migrate: --a and --b exclude each other\n"),
    "proof": (3, "migrate: edges differ\n"),
    "run": (4, "migrate: step b failed\n"),
    "bug": (
        2,
        "migrate: internal error: ZeroDivisionError: division by zero;"
        " run again with --debug to see where\n",
    ),
}


@pytest.mark.parametrize(("how", "code", "said"), [(h, *e) for h, e in ENDS.items()], ids=ENDS)
def test_every_end_has_its_code_and_one_message(migrate, how, code, said):
    assert migrate("end", how) == (code, "", said)


def test_ctrl_c_ends_with_130_and_no_traceback(migrate):
    code, _, said = migrate("end", "interrupt")
    assert code == 130
    assert "Traceback" not in said


@pytest.mark.parametrize("args", [("--debug", "end", "bug"), ("end", "bug", "--debug")], ids=str)
def test_debug_shows_where_before_or_after_the_command(migrate, args):
    code, _, said = migrate(*args)
    assert code == 2
    assert "commands.py" in said
    assert said.endswith("migrate: internal error: ZeroDivisionError: division by zero\n")


def test_debug_shows_where_a_message_comes_from(migrate):
    assert "Traceback" in migrate("end", "input", "--debug")[2]


WRONG = {
    "no such command": ("captur",),
    "no such option": ("end", "well", "--no-such"),
    "missing argument": ("end",),
    "not a number": ("end", "well", "--times", "often"),
    "no command": ("--debug",),
}


@pytest.mark.parametrize("args", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_2_on_stderr(migrate, args):
    code, out, said = migrate(*args)
    assert (code, out) == (2, "")
    assert "Usage: migrate" in said


def test_a_typo_gets_a_suggestion(migrate):
    assert "Did you mean 'capture'" in migrate("captur")[2]


def test_shared_options_reach_the_command(migrate):
    line = ("end", "options", "--html", "a.html", "--json", "-q", "--times", "3")
    assert migrate(*line)[:2] == (0, "True None True True False 3\n")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_every_command_with_its_line(migrate, flag):
    code, out, _ = migrate(flag)
    assert code == 0
    for name, command in main.COMMANDS.items():
        assert name in out
        assert command.help.split()[0] in out


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_of_a_command_comes_from_its_function(migrate, flag):
    code, out, _ = migrate("end", flag)
    assert code == 0
    for said in ("migrate end", "End in the way", "--times", "--sarif"):
        assert said in out


def test_version(migrate):
    assert migrate("--version") == (0, f"migrate {__version__}\n", "")


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_can_be_loaded(migrate, name):
    code, out, said = migrate(name, "--help")
    assert (code, said) == (0, "")
    assert f"migrate {name}" in out


PIPED = """
import sys
from migrate.cli import main
main.COMMANDS = {"end": main.Command("tests.cli.commands:end", "")}
sys.exit(main.run(["end", "talk"]))
"""


def test_a_reader_that_goes_away_is_no_error():
    child = subprocess.Popen(
        [sys.executable, "-c", PIPED], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout.readline() == b"line 0\n"
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (141, b"")


def test_no_color_and_pipes_get_plain_text():
    done = subprocess.run(
        [sys.executable, "-m", "migrate", "--help"], capture_output=True, text=True, check=True
    )
    assert "\x1b" not in done.stdout
