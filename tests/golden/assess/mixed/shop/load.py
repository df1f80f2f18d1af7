import os

import luigi
import luigi.s3

from shop.base import Daily

BUCKET = os.environ.get("BUCKET", "dev")


class Raw(luigi.ExternalTask):
    date = luigi.DateParameter()

    def output(self):
        return luigi.s3.S3Target("s3://%s/%s" % (BUCKET, self.date))


class Load(Daily):
    def requires(self):
        return Raw(date=self.date)

    def output(self):
        return luigi.LocalTarget(self.path("load"))

    def run(self):
        with self.input().open() as source:
            with self.output().open("w") as target:
                for line in source:
                    target.write(line)
