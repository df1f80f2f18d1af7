"""From the raw logs of the players to clean plays and counts per day."""
import luigi
from luigi.util import requires

from company.base import CompanyTask, JsonMixin, WeekMixin

COLUMNS = 5


class RawPlays(luigi.ExternalTask):
    """One day of plays, delivered by the log shippers."""

    date = luigi.DateParameter()

    def output(self):
        return luigi.LocalTarget('data/plays/%s.tsv' % self.date.isoformat())


class Catalog(luigi.ExternalTask):
    """Tracks and their artists, delivered by the labels."""

    def output(self):
        return luigi.LocalTarget('data/catalog.json')


def problem(fields, seen):
    """Why a row is rejected, or None."""
    if len(fields) != COLUMNS:
        return 'columns'
    if not fields[3].isdigit():
        return 'seconds'
    if tuple(fields) in seen:
        return 'duplicate'
    return None


@requires(RawPlays)
class CleanPlays(JsonMixin, CompanyTask):
    """Plays without broken and repeated rows, and how many were rejected and why."""

    folder = 'clean'
    retry_count = 2

    def output(self):
        return {
            'plays': luigi.LocalTarget(self.path('%s.tsv' % self.date.isoformat())),
            'rejects': luigi.LocalTarget(self.path('%s-rejects.json' % self.date.isoformat())),
        }

    def run(self):
        seen, rejects = set(), {'columns': 0, 'seconds': 0, 'duplicate': 0}
        with self.input().open('r') as raw, self.output()['plays'].open('w') as clean:
            for line in raw:
                fields = line.rstrip('\n').split('\t')
                why = problem(fields, seen)
                if why is not None:
                    rejects[why] += 1
                    continue
                seen.add(tuple(fields))
                clean.write('\t'.join(fields) + '\n')
        self.write_json(self.output()['rejects'], {'accepted': len(seen), 'rejected': rejects})


@requires(CleanPlays)
class DailyCounts(JsonMixin, CompanyTask):
    """How often each track was played in each market."""

    folder = 'counts'
    include_skips = luigi.BoolParameter(default=False)
    skip_seconds = luigi.IntParameter(default=30)

    def output(self):
        return luigi.LocalTarget(self.path('%s.json' % self.date.isoformat()))

    def run(self):
        counts = {}
        with self.input()['plays'].open('r') as plays:
            for line in plays:
                _, _, track, seconds, market = line.rstrip('\n').split('\t')
                if int(seconds) < self.skip_seconds and not self.include_skips:
                    continue
                by_market = counts.setdefault(track, {})
                by_market[market] = by_market.get(market, 0) + 1
        self.write_json(self.output(), counts)


class WeekOfPlays(WeekMixin, luigi.WrapperTask):
    """All clean plays of one week."""

    def requires(self):
        return [CleanPlays(date=day) for day in self.week.dates()]
