// run spec=k12.Trips.spec rows=k12.Trips.rows
package k12

import java.time.{DayOfWeek, Instant, LocalDate, ZoneOffset}
import com.spotify.featran._
import com.spotify.featran.transformers._

case class Ride(pickup: Long, date: String, driver: Driver, tips: Option[Seq[Double]], coords: Seq[Seq[Double]])
case class Driver(id: Int, rating: Option[Float], tags: Set[String])

object Trips {
  private val Weekend = Set(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)

  private def isWeekend(d: String): Boolean = Weekend.contains(LocalDate.parse(d).getDayOfWeek)
  private def partOfDay(ms: Long): String = {
    val hour = Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC).getHour
    hour match {
      case h if h < 6 => "night"
      case h if h < 12 => "morning"
      case h if 12 to 17 contains h => "afternoon"
      case _ => "evening"
    }
  }
  private def length(cs: Seq[Seq[Double]]): Double =
    cs.zip(cs.drop(1)).map { case (a, b) => a.zip(b).map { case (x, y) => math.abs(x - y) }.sum }.sum

  val spec = FeatureSpec.of[Ride]
    .required(r => if (isWeekend(r.date)) 1.0 else 0.0)(Identity("weekend"))
    .required(r => partOfDay(r.pickup))(OneHotEncoder("part"))
    .required(r => r.coords.flatten.toArray)(VectorIdentity[Array]("flat"))
    .required(r => length(r.coords))(MinMaxScaler("length"))
    .required(r => r.coords.map(_.max).max)(Identity("max"))
    .optional(_.driver.rating.map(_.toDouble))(StandardScaler("rating", withMean = true))
    .required(_.driver.tags.toSeq.sorted)(NHotEncoder("tags"))
    .optional(_.tips.map(_.sum), Some(0.0))(MaxAbsScaler("tips"))
    .required(r => LocalDate.parse(r.date).withDayOfMonth(1).getDayOfWeek match {
      case DayOfWeek.MONDAY => 1.0
      case d => d.getValue * 10.0
    })(Identity("first_dow"))
    .required(r => LocalDate.ofEpochDay(r.pickup / 86400000L).getDayOfMonth.toDouble)(Identity("dom"))
    .required(r => LocalDate.parse(r.date).isLeapYear match { case true => "leap"; case _ => "common" })(OneHotEncoder("year"))

  val rows = List(
    Ride(1583020800000L, "2020-03-01", Driver(1, Some(4.5f), Set("a", "b")), Some(Seq(1.0, 2.0)), Seq(Seq(0.0, 1.0), Seq(2.0, -1.5))),
    Ride(1584230400000L, "2021-06-16", Driver(2, None, Set()), None, Seq(Seq(1.0, 1.0), Seq(1.0, 4.0))),
    Ride(1584284400000L, "2019-07-14", Driver(3, Some(1.25f), Set("z")), Some(Nil), Seq(Seq(5.0, 6.0), Seq(7.0, 8.0))))
}
