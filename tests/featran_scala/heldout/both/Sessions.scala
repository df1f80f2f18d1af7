// run spec=k01.Sessions.spec rows=k01.Sessions.rows
package k01

import java.time.{Instant, LocalDate, ZoneOffset}
import java.time.temporal.ChronoUnit
import com.spotify.featran._
import com.spotify.featran.transformers._

case class Session(userId: String, startedMs: Long, endedMs: Long, day: String, plays: Seq[Int], referrer: Option[String])

object Sessions {
  private def hourOf(ms: Long): Int = Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).getHour
  private def weekday(day: String): Int = LocalDate.parse(day).getDayOfWeek.getValue
  private val epoch = LocalDate.of(2020, 1, 1)

  val spec: FeatureSpec[Session] = FeatureSpec.of[Session]
    .required(s => hourOf(s.startedMs).toDouble)(VonMisesEvaluator("hour", 2.0, 0.2617993877991494, Array(0.0, 6.0, 12.0, 18.0)))
    .required(s => weekday(s.day).toDouble)(Bucketizer("weekday", Array(1.0, 6.0, 8.0)))
    .required(s => LocalDate.parse(s.day).getDayOfWeek.toString)(OneHotEncoder("weekday_name"))
    .required(s => LocalDate.parse(s.day).toEpochDay.toDouble)(MinMaxScaler("epoch_day"))
    .required(s => ChronoUnit.DAYS.between(epoch, LocalDate.parse(s.day)).toDouble)(Identity("age_days"))
    .required(s => LocalDate.parse(s.day).getMonthValue.toDouble)(Identity("month"))
    .required(s => LocalDate.parse(s.day).getDayOfYear / 366.0)(Identity("year_fraction"))
    .required(s => (s.endedMs - s.startedMs) / 1000.0 / 60)(StandardScaler("minutes", withMean = true))
    .required(s => Instant.ofEpochMilli(s.endedMs).getEpochSecond.toDouble)(MaxAbsScaler("ended"))
    .required(s => if (s.plays.nonEmpty) s.plays.sum.toDouble / s.plays.size else 0.0)(Identity("mean_plays"))
    .optional(_.referrer.map(_.split("/")(0)))(HashOneHotEncoder("referrer", 16))

  val rows = List(
    Session("u1", 1577836800000L, 1577840400500L, "2020-01-01", Seq(1, 2, 4), Some("a.com/x")),
    Session("u2", 1609459199999L, 1609459299999L, "2020-12-31", Nil, None),
    Session("u3", -86400001L, -3L, "1969-12-30", Seq(7), Some("b.org")),
    Session("u4", 951782400000L, 951868799000L, "2000-02-29", Seq(3, 3), Some("")))
}
