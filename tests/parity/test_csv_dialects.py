"""CSV files of other delimiters and encodings: read where nothing is in doubt, else one error."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest

from migrate.cli.main import run
from migrate.errors import BadInput, ExitCode, UsageError
from migrate.parity.inputs.dialect import Dialect, delimiter_of, dialect
from migrate.parity.model import ParityResult
from migrate.parity.policy import Policy
from migrate.parity.request import Request
from migrate.parity.run import compared

TEXT = 'id,name,v\n1,é,"1,5"\n2,"a;b|c\td\ne",2\n3,,"x ""y"""\n'
PLAIN = TEXT.replace('"1,5"', "1.5")
KEY = Policy(key=("id",))


def result(
    folder: Path, old: bytes, new: bytes, dialects: tuple[Dialect, Dialect] | None = None
) -> ParityResult:
    for name, content in (("old", old), ("new", new)):
        (folder / f"{name}.csv").write_bytes(content)
    paths = str(folder / "old.csv"), str(folder / "new.csv")
    return compared(Request(*paths, KEY, dialects=dialects or (Dialect(), Dialect())))


def divided_by(mark: str) -> str:
    """The same rows; the fields that have the mark in them are quoted already."""
    rows = ["id,name,v", '1,é,"1,5"', "2,{},2", '3,,"x ""y"""']
    made = "\n".join(
        mark.join(["1", "é", '"1,5"'] if row.startswith("1") else row.split(",")) for row in rows
    )
    return made.replace("{}", '"a;b|c\td\ne"') + "\n"


TOLD = {
    "semicolons": divided_by(";").encode(),
    "tabs": divided_by("\t").encode(),
    "bars": divided_by("|").encode(),
    "a mark of UTF-8": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16, high bytes first": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "UTF-32": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "packed": gzip.compress(codecs.BOM_UTF16_LE + divided_by(";").encode("utf-16-le")),
    "line ends of Windows": TEXT.replace("\n1", "\r\n1").replace("\n2,", "\r\n2,").encode(),
}


@pytest.mark.parametrize("title", TOLD)
def test_the_file_tells(title: str, tmp_path: Path) -> None:
    found = result(tmp_path, TEXT.encode(), TOLD[title])
    assert found.rows.same == 3
    assert found.verdict.passed
    assert [pair.name for pair in found.schema] == ["id", "name", "v"]


REFUSED = {
    "Latin-1": (TEXT.encode("latin-1"), "is not UTF-8", "--old-encoding"),
    "Latin-1 far down": (
        ("id,name\n" + "1,x\n" * 40_000 + "2,é\n").encode("latin-1"),
        "is not UTF-8",
        "--old-encoding",
    ),
    "UTF-16 without a mark": (PLAIN.encode("utf-16-le"), "UTF-16 without", "--old-encoding"),
    "two delimiters": (b"id,a;b,c\n1,2;3,4\n", "may be divided by", "--old-delimiter"),
    "JSON lines in UTF-16": ('{"id": 1}\n'.encode("utf-16"), "jsonl in UTF-16", "UTF-8"),
}


@pytest.mark.parametrize("title", REFUSED)
def test_what_is_in_doubt_is_refused_with_the_option(title: str, tmp_path: Path) -> None:
    content, what, option = REFUSED[title]
    with pytest.raises(BadInput) as caught:
        result(tmp_path, content, TEXT.encode())
    assert what in str(caught.value)
    assert option in str(caught.value)
    assert "old.csv" in str(caught.value)


def test_the_user_says_what_the_file_does_not(tmp_path: Path) -> None:
    for content, said in (
        (TEXT.encode("latin-1"), Dialect(encoding="latin-1")),
        (TEXT.encode("utf-16-le"), Dialect(encoding="utf-16-le")),
        (divided_by("~").encode(), Dialect(delimiter="~")),
    ):
        assert result(tmp_path, content, TEXT.encode(), (said, Dialect())).rows.same == 3
        assert result(tmp_path, TEXT.encode(), content, (Dialect(), said)).rows.same == 3


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.csv").write_bytes(TEXT.encode("cp1252"))
    (tmp_path / "new.csv").write_text(divided_by("^"))
    sides = [str(tmp_path / f"{side}.csv") for side in ("old", "new")]
    options = ["--key", "id", "--old-encoding", "cp1252", "--new-delimiter", "^", "-q"]
    assert run(["parity", *sides, *options]) == ExitCode.CLEAN
    assert run(["parity", *sides, "--old-encoding", "klingon"]) == ExitCode.BAD_INPUT
    assert "is no encoding" in capsys.readouterr().err


@pytest.mark.parametrize("mark", ["", ",", "tab", "\\t"])
def test_delimiters_by_name(mark: str) -> None:
    assert dialect(mark, "").delimiter == {"tab": "\t", "\\t": "\t"}.get(mark, mark)


@pytest.mark.parametrize("mark", ["ab", '"', "\n", "é"])
def test_what_is_no_delimiter(mark: str) -> None:
    with pytest.raises(UsageError):
        dialect(mark, "")


HEADERS = {
    "id,a|b\n1,2\n": ",",  # a name with a bar in it
    'id,"a;b"\n1,2\n': ",",
    "id;a,b\n1;2,5\n2;3\n": ";",
    "id\n1\n": ",",
    "id;v\n1;0,5\n": ";",
    "a|b\n1|2\n3": "|",  # the last row may go on
}


@pytest.mark.parametrize("text", HEADERS)
def test_the_header_and_the_rows_tell_the_delimiter(text: str) -> None:
    assert delimiter_of(text, Dialect(), "x.csv", whole=not text.endswith("3")) == HEADERS[text]


def test_other_formats_have_no_dialect(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n')
    path = str(tmp_path / "a.jsonl")
    with pytest.raises(BadInput, match="is jsonl"):
        compared(Request(path, path, KEY, dialects=(Dialect(";"), Dialect())))


def test_a_row_may_be_long_but_not_endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = b"id,v\n1," + b"x" * 3_000_000 + b"\n2,y\n"
    assert result(tmp_path, long, long).rows.same == 2
    monkeypatch.setattr("migrate.parity.inputs.text._LONGEST", 1 << 20)
    with pytest.raises(BadInput, match="more than 1 MB"):
        result(tmp_path, b'id,v\n1,"' + b"x,\n" * 2_000_000, long)


@pytest.mark.parametrize("encoded", [str.encode, lambda t: gzip.compress(("\ufeff" + t).encode())])
def test_a_quote_that_never_ends_is_said_with_its_line(encoded: object, tmp_path: Path) -> None:
    head, good = 'id,name\n1,"a\nb"\n', 'id,name\n1,a\n2,"b\n"\n'
    bad = head + '2,"c\n' + "3,d\n" * 100_000
    with pytest.raises(BadInput, match=r"never ends in the row that begins on line 4"):
        result(tmp_path, encoded(bad), good.encode())  # type: ignore[operator]
    assert result(tmp_path, good.encode(), good.encode()).rows.same == 2
