// run spec=k07.Churn.spec rows=k07.Churn.rows
package k07

import java.time._
import java.time.format.DateTimeFormatter
import com.spotify.featran._
import com.spotify.featran.transformers._

case class Event(at: String, kind: String, amount: Option[Double])
case class Customer(signup: String, birth: Option[String], events: Seq[Event], lastSeen: Long)

object Churn {
  private val now = LocalDate.of(2021, Month.MARCH, 1)
  private val fmt = DateTimeFormatter.ofPattern("dd/MM/yyyy")

  val spec = FeatureSpec.of[Customer]
    .required(c => (now.toEpochDay - LocalDate.parse(c.signup).toEpochDay).toDouble)(Identity("tenure"))
    .required(c => if (LocalDate.parse(c.signup).isBefore(now.minusMonths(6))) "old" else "new")(OneHotEncoder("cohort"))
    .optional(_.birth.map(b => Period.between(LocalDate.parse(b, fmt), now).getYears.toDouble))(Bucketizer("age", Array(0.0, 18.0, 30.0, 200.0)))
    .required(_.events.map(e => LocalDateTime.parse(e.at).getHour).filter(h => h >= 22 || h < 6).size.toDouble)(Identity("night"))
    .required(_.events.map(_.kind))(TopNOneHot.encode)
    .required(_.events.flatMap(_.amount).sum)(MinMaxScaler("total"))
    .required(c => Duration.ofMillis(c.lastSeen).toHours.toDouble)(Identity("hours"))
    .required(c => LocalDateTime.ofEpochSecond(c.lastSeen / 1000, 0, ZoneOffset.UTC).getDayOfWeek.getValue.toDouble)(Identity("dow"))
    .required(c => LocalDate.parse(c.signup).plusDays(30).toString)(HashOneHotEncoder("renewal", 4))
    .required(c => YearMonth.from(LocalDate.parse(c.signup)).lengthOfMonth.toDouble)(Identity("month_days"))

  val rows = List(
    Customer("2019-02-28", Some("01/03/1990"), Seq(Event("2020-01-01T23:59:59", "play", Some(1.5)), Event("2020-01-02T05:00", "skip", None)), 1600000000123L),
    Customer("2020-12-31", None, Nil, 0L),
    Customer("2020-09-01", Some("15/12/2010"), Seq(Event("2020-06-01T12:30:00.5", "play", Some(-2.0))), 86400000L))
}

object TopNOneHot { def encode = NHotEncoder("kinds") }
