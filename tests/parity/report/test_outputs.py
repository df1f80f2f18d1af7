from __future__ import annotations

import json

from migrate.parity.report.outputs import Outputs, write_outputs
from tests.parity.filled_result import sample_result
from tests.parity.report.test_files import batches


def test_what_is_asked_for_is_written_and_nothing_else(tmp_path, capsys):
    asked = []

    def key_rows(every):
        asked.append(every)
        return batches()

    wanted = Outputs(
        html=tmp_path / "p.html",
        junit=tmp_path / "p.xml",
        tables=tmp_path / "tables",
        bigdiffy=tmp_path / "old",
        quiet=True,
    )
    write_outputs(sample_result(), key_rows, wanted)
    files = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    part = "part-00000-of-00001.txt"
    assert files == {
        "p.html", "p.xml", "tables/keys.parquet", "tables/fields.parquet",
        "tables/global.parquet", f"old/keys/{part}", f"old/fields/{part}", f"old/global/{part}",
    }  # fmt: skip
    assert asked == [False, True]
    assert capsys.readouterr().out == ""


def test_the_summary_or_json_is_printed(tmp_path, capsys):
    write_outputs(sample_result(), lambda every: batches(), Outputs())
    assert "93.6 % of the differing values are explained" in capsys.readouterr().out
    write_outputs(sample_result(), lambda every: batches(), Outputs(as_json=True))
    assert json.loads(capsys.readouterr().out)["format"] == "paved-road/parity"
    assert list(tmp_path.iterdir()) == []
