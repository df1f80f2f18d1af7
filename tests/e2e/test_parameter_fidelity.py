"""Every kind of Luigi parameter reaches run() in the converted pipeline as it does in Luigi."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.pipelines import convert, luigi, run_files, run_here, write_repo

CODE = '''
    # -*- coding: utf-8 -*-
    import datetime
    import enum

    import luigi
    from luigi.parameter import ParameterVisibility


    class Color(enum.Enum):
        red = 1
        green = 2


    NASTY = {
        "quotes": """it's "quoted" \\\\ and 'so' on""",
        "lines": "one\\ntwo\\r\\n\\tthree\\n",
        "unicode": u"na\\u00efve \\u2603 \\U0001f3b5",
        "argo": "{{workflow.name}} and {{inputs.parameters.x}}",
        "kfp": "{{$.inputs.parameters['x']}} {{$}}",
        "format": "%s %(x)d {0} $HOME `id` $(id)",
        "number": "007",
        "decimal": "1.0",
        "truth": "true",
        "nothing": "",
        "none": "None",
        "spaces": "  padded  ",
        "json": '{"a": [1, null]}',
        "long": "x" * 70000,
        "fairly_long": "y" * 5000,
        "dashes": "--param",
    }


    class Show(luigi.Task):
        """Writes the repr of each of its parameters."""

        name = luigi.Parameter()
        whole = luigi.IntParameter(default=2 ** 53 + 1)
        negative = luigi.IntParameter(default=-(10 ** 30))
        tenth = luigi.FloatParameter(default=0.1)
        tiny = luigi.FloatParameter(default=5e-324)
        huge = luigi.FloatParameter(default=1e22)
        even = luigi.FloatParameter(default=1.0)
        no_end = luigi.FloatParameter(default=float("inf"))
        yes = luigi.BoolParameter(default=True)
        no = luigi.BoolParameter(default=False)
        explicit = luigi.BoolParameter(default=True, parsing=luigi.BoolParameter.EXPLICIT_PARSING)
        day = luigi.DateParameter(default=datetime.date(2012, 2, 29))
        month = luigi.MonthParameter(default=datetime.date(2012, 6, 1))
        year = luigi.YearParameter(default=datetime.date(2012, 1, 1))
        hour = luigi.DateHourParameter(default=datetime.datetime(2012, 6, 1, 23))
        minute = luigi.DateMinuteParameter(default=datetime.datetime(2012, 6, 1, 23, 59))
        second = luigi.DateSecondParameter(default=datetime.datetime(2012, 6, 1, 23, 59, 58))
        week = luigi.DateIntervalParameter(default=luigi.date_interval.Week(2012, 23))
        span = luigi.DateIntervalParameter(
            default=luigi.date_interval.Custom.parse("2012-06-01-2012-06-04")
        )
        delta = luigi.TimeDeltaParameter(default=datetime.timedelta(days=3, seconds=7))
        items = luigi.ListParameter(default=[1, "two", None, [3.5, True], {"a": "{{b}}"}])
        pair = luigi.TupleParameter(default=(("a", 1), ("b", 2)))
        table = luigi.DictParameter(default={"z": 1, "a": {"n": [1, 2]}, "2": None})
        color = luigi.EnumParameter(enum=Color, default=Color.green)
        colors = luigi.EnumListParameter(enum=Color, default=(Color.red, Color.green))
        choice = luigi.ChoiceParameter(choices=["x", "y"], default="y")
        number_choice = luigi.ChoiceParameter(choices=[1, 2], var_type=int, default=2)
        maybe = luigi.OptionalParameter(default=None)
        maybe_int = luigi.OptionalIntParameter(default=None)
        maybe_text = luigi.OptionalStrParameter(default="")
        ranged = luigi.NumericalParameter(
            var_type=int, min_value=0, max_value=9, default=4
        )
        place = luigi.PathParameter(default="some/where")
        plain_int = luigi.Parameter(default=5)
        plain_none = luigi.Parameter(default=None)
        plain_list = luigi.Parameter(default=[1, "a"])
        plain_float = luigi.Parameter(default=0.5)
        quiet = luigi.Parameter(default="unseen", significant=False)
        keyword = luigi.IntParameter(default=8, positional=False)
        hidden = luigi.Parameter(default="behind", visibility=ParameterVisibility.HIDDEN)
        # Names that a generated function could trip over.
        task_id_ = luigi.Parameter(default="t")
        lambda_ = luigi.Parameter(default="l")
        inputs = luigi.Parameter(default="i")
        params = luigi.IntParameter(default=1)
        TEXT = luigi.Parameter(default="upper")

        def output(self):
            return luigi.LocalTarget("out/%s.txt" % self.name)

        def run(self):
            with self.output().open("w") as out:
                for name, _ in self.get_params():
                    value = getattr(self, name)
                    out.write("%s %s %r\\n" % (name, type(value).__name__, value))


    class Nasty(Show):
        text = luigi.Parameter()
        insignificant_text = luigi.Parameter(significant=False)


    class All(luigi.Task):
        def requires(self):
            yield Show(name="defaults")
            yield Show(name="others", whole=-(2 ** 53) - 1, tenth=1e-7, yes=False, plain_int=None,
                       maybe="", items=[], pair=((1, 2),), table={}, plain_list={"k": [None]},
                       maybe_int=0, color=Color.red, delta=datetime.timedelta(0))
            for name in sorted(NASTY):
                yield Nasty(name=name, text=NASTY[name], insignificant_text=NASTY[name])

        def output(self):
            return luigi.LocalTarget("out/all.txt")

        def run(self):
            with self.output().open("w") as out:
                for target in self.input():
                    with target.open() as source:
                        out.write(source.read())
'''


@pytest.mark.slow
def test_repr_of_every_value_is_luigis(tmp_path: Path) -> None:
    legacy, repo = (write_repo(tmp_path / name, CODE) for name in ("legacy", "repo"))
    done = luigi(legacy, "tasks", "All")
    assert ":)" in done.stderr, done.stderr[-2000:]
    project = convert(repo, "tasks", "All", tmp_path / "out")
    found = run_files(run_here(project, tmp_path / "run"))
    wanted = {p: (legacy / p).read_text().splitlines() for p in found}
    assert len(found) == 19
    assert {p: data.decode().splitlines() for p, data in found.items()} == wanted
