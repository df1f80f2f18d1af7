// run spec=com.radio.ranking.RankingJob.spec rows=judge.TeamRows.plays(31,8)
package com.radio.ranking

import com.spotify.featran._
import com.spotify.featran.transformers._
import com.spotify.scio.{Args, ContextAndArgs}
import java.time.{Duration, Instant, LocalDate, ZoneOffset}
import java.time.temporal.ChronoUnit
import java.util.concurrent.TimeUnit

case class Device(os: String, version: String, premium: Boolean)
case class Play(
  userId: String,
  trackId: String,
  startedAt: Long,
  endedAt: Long,
  msPlayed: Int,
  releaseDate: String,
  device: Device,
  context: Option[String],
  skips: Seq[Long]
)

trait ClockHelpers {
  protected val MillisPerHour: Long = TimeUnit.HOURS.toMillis(1)
  protected val MillisPerDay: Long = 24 * MillisPerHour
  protected def hourOfDay(millis: Long): Int = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).getHour
  protected def hourUtc(millis: Long): Long = Math.floorMod(millis, MillisPerDay) / MillisPerHour
  protected def weekend(millis: Long): Boolean = {
    val dow = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).getDayOfWeek
    dow.getValue >= 6
  }
  protected def daysBetween(from: LocalDate, to: LocalDate): Long = ChronoUnit.DAYS.between(from, to)
}

trait CyclicEncoding {
  def cyclic(value: Double, period: Double): Array[Double] = {
    val angle = 2 * math.Pi * value / period
    Array(math.sin(angle), math.cos(angle))
  }
}

object RankingJob extends ClockHelpers with CyclicEncoding {
  private final val DefaultDate = "2021-06-30"
  private[this] val VersionPattern = """^(\d+)\.(\d+)(?:\.(\d+))?.*$""".r
  private val (minPlayed, maxPlayed) = (0, 30 * 60 * 1000)
  lazy val referenceDate: LocalDate = LocalDate.parse(DefaultDate)

  private def versionNumber(v: String): Option[Int] = v match {
    case VersionPattern(major, minor, null)  => Some(major.toInt * 10000 + minor.toInt * 100)
    case VersionPattern(major, minor, patch) => Some(major.toInt * 10000 + minor.toInt * 100 + patch.toInt)
    case _                                   => None
  }

  private def contextType(uri: String): String = uri.split(":").toList match {
    case "radio" :: kind :: _ :: Nil       => kind
    case "radio" :: "user" :: _ :: rest    => rest.headOption.getOrElse("user")
    case _                                 => "unknown"
  }

  private def clamp(ms: Int): Int = ms.max(minPlayed).min(maxPlayed)

  val spec: FeatureSpec[Play] = FeatureSpec
    .of[Play]
    .required(p => clamp(p.msPlayed).toDouble / 1000)(MinMaxScaler("seconds_played"))
    .required(p => (p.endedAt - p.startedAt).toDouble)(StandardScaler("wall_ms", withMean = true))
    .required(p => hourOfDay(p.startedAt).toDouble)(Identity("hour"))
    .required(p => hourUtc(p.startedAt).toDouble)(Bucketizer("hour_part", Array(0, 6, 12, 18, 24)))
    .required(p => cyclic(hourOfDay(p.startedAt), 24))(VectorIdentity[Array]("hour_cycle", expectedLength = 2))
    .required(p => if (weekend(p.startedAt)) 1.0 else 0.0)(Identity("weekend"))
    .required(p => TimeUnit.MILLISECONDS.toMinutes(p.endedAt - p.startedAt).toDouble)(Identity("minutes"))
    .required { p =>
      val gap = Duration.between(Instant.ofEpochMilli(p.startedAt), Instant.ofEpochMilli(p.endedAt))
      if (gap.isNegative) -1.0 else gap.getSeconds.toDouble
    }(Identity("gap"))
    .required(p => daysBetween(LocalDate.parse(p.releaseDate), referenceDate).toDouble)(MaxAbsScaler("track_age_days"))
    .required(p => LocalDate.parse(p.releaseDate).getYear / 10 * 10 + "s")(OneHotEncoder("decade"))
    .optional(p => versionNumber(p.device.version).map(_.toDouble))(QuantileDiscretizer("version", numBuckets = 3))
    .optional(_.context.map(contextType))(OneHotEncoder("context"))
    .required(p => s"${p.device.os.toLowerCase}/${if (p.device.premium) "premium" else "free"}")(HashOneHotEncoder("os_tier", 8))
    .required { p =>
      val gaps = p.skips.sorted.sliding(2).collect { case Seq(a, b) => b - a }.toSeq
      if (gaps.isEmpty) 0.0 else gaps.sum.toDouble / gaps.length
    }(Identity("mean_skip_gap"))
    .required(p => p.skips.map(s => (s - p.startedAt) / 1000).filter(_ >= 0).map(_.toString))(NHotEncoder("skip_seconds"))
    .required(p => p.skips.count(s => p.startedAt until p.endedAt contains s).toDouble)(Identity("skips_inside"))
    .cross(("weekend", "hour"))((w, h) => w * 24 + h)

  def main(cmdlineArgs: Array[String]): Unit = {
    val (sc, args) = ContextAndArgs(cmdlineArgs)
    val output = args.getOrElse("output", "/tmp/out")
    val plays = sc.textFile(args("input")).map(_.split("\t")).collect {
      case Array(u, t, s, e, _*) => Play(u, t, s.toLong, e.toLong, 0, DefaultDate, Device("", "", false), None, Nil)
    }
    val extracted = spec.extract(plays.toList)
    sc.saveAll(extracted.featureValues[Array[Double]].map(_.mkString("\t")), output)
    sc.saveAll(extracted.featureSettings.toList, s"$output-settings")
    sc.run()
    ()
  }
}
