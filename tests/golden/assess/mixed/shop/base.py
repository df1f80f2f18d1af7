from __future__ import print_function

import datetime

import luigi


class paths(luigi.Config):
    base = luigi.Parameter(default="data")
    api_token = luigi.Parameter(default="")


class Daily(luigi.Task):
    """What all daily tasks share."""

    task_namespace = "shop"
    date = luigi.DateParameter(default=datetime.date.today())
    retry_count = 2

    def path(self, name):
        return "%s/%s-%s.tsv" % (paths().base, name, self.date)
