# -*- coding: utf-8 -*-
"""What people read on Monday. The cron job starts WeeklyReports."""
import hashlib
import hmac
import json
import os

import luigi
from luigi.format import UTF8
from luigi.task import flatten
from luigi.util import requires

from company.base import CompanyTask, JsonMixin, WeekMixin
from company.features import ArtistTotals, TrainRecommender
from company.ingest import WeekOfPlays
from company.parameters import Tier, TierParameter, warehouse


@requires(ArtistTotals)
class TopArtists(JsonMixin, WeekMixin, CompanyTask):
    """The most played artists, each with its best market."""

    folder = 'top'
    top_n = luigi.IntParameter(default=5)

    def output(self):
        return luigi.LocalTarget(self.week_path('tsv'), format=UTF8)

    def run(self):
        totals = self.read_json(self.input())
        ranking = sorted(totals, key=lambda artist: (-sum(totals[artist].values()), artist))
        with self.output().open('w') as out:
            for artist in ranking[:self.top_n]:
                markets = totals[artist]
                best = min(markets, key=lambda market: (-markets[market], market))
                out.write(u'%s\t%d\t%s\n' % (artist, sum(markets.values()), best))


class MarketChart(WeekMixin, JsonMixin, CompanyTask):
    """The artists of one market, most played first."""

    folder = 'charts'
    market = luigi.Parameter()

    def requires(self):
        return self.clone(ArtistTotals)

    def output(self):
        return luigi.LocalTarget(self.path('%s-%s.json' % (self.week, self.market)))

    def run(self):
        totals = self.read_json(self.input())
        plays = [(row.get(self.market, 0), artist) for artist, row in totals.items()]
        self.write_json(self.output(), sorted(plays, key=lambda pair: (-pair[0], pair[1])))


@requires(TopArtists)
class Playlists(JsonMixin, WeekMixin, CompanyTask):
    """A playlist for every market that is the best one of some top artist."""

    folder = 'playlists'

    def output(self):
        return luigi.LocalTarget(self.week_path('json'))

    def run(self):
        with self.input().open('r') as top:
            markets = sorted(set(str(line.rstrip('\n').split('\t')[2]) for line in top))
        charts = yield [MarketChart(week=self.week, market=market) for market in markets]
        self.write_json(self.output(), dict(
            (market, [artist for _, artist in self.read_json(chart)[:3]])
            for market, chart in zip(markets, charts)))


class RoyaltyStatement(WeekMixin, CompanyTask):
    """What the artists get, signed for the finance department.

    Older than the rest: it knows by itself where the totals are.
    """

    folder = 'royalties'
    markets = luigi.ListParameter(description='only set in luigi.cfg')
    tier = TierParameter(default=Tier('premium', 70))

    resources = {'warehouse': 1}

    def requires(self):
        return ArtistTotals(week=self.week)

    def output(self):
        return luigi.LocalTarget(self.week_path('csv'))

    def statement(self):
        with open(os.path.join('out', 'totals', '%s.json' % self.week)) as f:
            totals = json.load(f)
        with open('data/rates.json') as f:
            rates = json.load(f)
        yield 'artist_id,market,plays,cents'
        for number, artist in enumerate(sorted(totals)):
            for market in self.markets:
                plays = totals[artist].get(market, 0)
                cents = plays * rates[market] * self.tier.share // 100
                yield '%03d,%s,%d,%d' % (number, market, plays, cents)

    def run(self):
        db = warehouse()
        text = '\n'.join(self.statement()) + '\n'
        signature = hmac.new(db.password.encode('utf-8'), text.encode('utf-8'), hashlib.sha256)
        with self.output().open('w') as out:
            out.write('# for %s at %s\n' % (db.user, db.host))
            out.write(text)
            out.write('# signature %s\n' % signature.hexdigest())


class QualityGate(WeekMixin, JsonMixin, CompanyTask):
    """Says whether the week has enough artists; a verdict on another limit does not count."""

    folder = 'quality'
    min_artists = luigi.IntParameter(default=3)

    def requires(self):
        return {'plays': WeekOfPlays(week=self.week), 'totals': ArtistTotals(week=self.week)}

    def output(self):
        return luigi.LocalTarget(self.week_path('json'))

    def complete(self):
        if not self.output().exists():
            return False
        return self.read_json(self.output())['min_artists'] == self.min_artists

    def run(self):
        artists = len(self.read_json(self.input()['totals']))
        self.write_json(self.output(), {
            'artists': artists,
            'min_artists': self.min_artists,
            'passed': artists >= self.min_artists,
        })


class WeeklyReports(WeekMixin, luigi.WrapperTask):
    """Everything that is due on Monday, and the list of files that the mailer waits for."""

    def requires(self):
        return [
            WeekOfPlays(week=self.week),
            TopArtists(week=self.week),
            Playlists(week=self.week),
            RoyaltyStatement(week=self.week),
            QualityGate(week=self.week),
            TrainRecommender(week=self.week),
        ]

    def output(self):
        return luigi.LocalTarget('out/reports/%s/_SUCCESS' % self.week)

    def run(self):
        with self.output().open('w') as marker:
            for name in sorted(os.path.basename(report.path) for report in flatten(self.input())):
                marker.write('%s\n' % name)
