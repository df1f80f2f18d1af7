"""Weekly aggregates, and the recommender that is trained on them."""
import luigi
from luigi.util import requires

from company.base import CompanyTask, JsonMixin, WeekMixin
from company.ingest import Catalog, CleanPlays, DailyCounts


class ArtistTotals(WeekMixin, JsonMixin, CompanyTask):
    """Plays per artist and market over one week."""

    folder = 'totals'

    def requires(self):
        return {'days': [DailyCounts(date=day) for day in self.week.dates()],
                'catalog': Catalog()}

    def output(self):
        return luigi.LocalTarget(self.week_path('json'))

    def run(self):
        catalog = self.read_json(self.input()['catalog'])
        totals = {}
        for day in self.input()['days']:
            for track, by_market in self.read_json(day).items():
                row = totals.setdefault(catalog[track]['artist'], {})
                for market, plays in by_market.items():
                    row[market] = row.get(market, 0) + plays
        self.write_json(self.output(), totals)


class ListenerFeatures(WeekMixin, JsonMixin, CompanyTask):
    """One row per play: was it skipped, by how regular a listener, how fast is the track."""

    folder = 'features'
    skip_seconds = luigi.IntParameter(default=30)

    def requires(self):
        yield Catalog()
        for day in self.week.dates():
            yield CleanPlays(date=day)

    def output(self):
        return {'features': luigi.LocalTarget(self.week_path('csv')),
                'listeners': luigi.LocalTarget(self.week_path('listeners.json'))}

    def run(self):
        inputs = list(self.input())
        catalog = self.read_json(inputs[0])
        rows, listeners = [], {}
        for day in inputs[1:]:
            with day['plays'].open('r') as plays:
                for line in plays:
                    _, listener, track, seconds, _ = line.rstrip('\n').split('\t')
                    listeners[listener] = listeners.get(listener, 0) + 1
                    skipped = int(int(seconds) < self.skip_seconds)
                    rows.append((skipped, listeners[listener], catalog[track]['tempo']))
        with self.output()['features'].open('w') as features:
            features.write('skipped,nth_play,tempo\n')
            for row in rows:
                features.write('%d,%d,%d\n' % row)
        self.write_json(self.output()['listeners'], listeners)


@requires(ListenerFeatures)
class TrainRecommender(JsonMixin, CompanyTask):
    """A linear model of skipping, fitted by gradient descent."""

    folder = 'models'
    settings = luigi.DictParameter(default={'epochs': 20})
    learning_rate = luigi.FloatParameter(default=0.01)

    worker_timeout = 600
    priority = 10

    def output(self):
        return {'model': luigi.LocalTarget(self.path('%s-model.json' % self.week)),
                'metrics': luigi.LocalTarget(self.path('%s-metrics.json' % self.week))}

    def read_rows(self):
        with self.input()['features'].open('r') as features:
            next(iter(features))
            for line in features:
                skipped, nth_play, tempo = [int(text) for text in line.split(',')]
                yield skipped, (1.0, nth_play / 10.0, tempo / 100.0)

    def run(self):
        rows = list(self.read_rows())
        weights, error = [0.0, 0.0, 0.0], 0.0
        for _ in range(self.settings['epochs']):
            error = 0.0
            for label, values in rows:
                miss = sum(w * v for w, v in zip(weights, values)) - label
                error += miss * miss
                weights = [w - self.learning_rate * miss * v for w, v in zip(weights, values)]
        self.write_json(self.output()['model'], {
            'weights': ['%.9f' % weight for weight in weights],
            'learning_rate': '%g' % self.learning_rate,
        })
        self.write_json(self.output()['metrics'], {
            'rows': len(rows),
            'mean_squared_error': '%.9f' % (error / max(len(rows), 1)),
        })
