import luigi
from luigi.contrib.external_program import ExternalProgramTask
from luigi.contrib.postgres import CopyToTable
from luigi.util import inherits, requires

from shop.base import Daily
from shop.load import Load
from shop.old import Clean


@requires(Clean)
class Count(ExternalProgramTask):
    def program_args(self):
        return ["wc", "-l", self.input().path, self.output().path]

    def output(self):
        return luigi.LocalTarget("count-%s" % self.date)


class ToTable(CopyToTable):
    host = "db"
    database = "shop"
    user = "etl"
    password = "not-a-real-one"
    table = "counts"

    def requires(self):
        return Count()


@inherits(Daily)
class Fan(luigi.Task):
    resources = {"db": 1}

    def requires(self):
        return {"load": self.clone(Load), "count": self.clone(Count)}

    def output(self):
        return luigi.LocalTarget("fan")

    def run(self):
        for name in self.input()["load"].open():
            yield Load(date=name)  # migrate: ignore[LK003] never more than three
        self.output().open("w").close()

    def complete(self):
        return False


class All(luigi.WrapperTask):
    def requires(self):
        yield ToTable()
        yield Fan()


@Fan.event_handler(luigi.Event.DEPENDENCY_MISSING)
def alert(task):
    print(task)


@luigi.Task.event_handler(luigi.Event.FAILURE)
def failed(task, error):
    print(task, error)


if __name__ == "__main__":
    luigi.run()
