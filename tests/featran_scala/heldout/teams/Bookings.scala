// run spec=travel.bookings.BookingFeatures.spec rows=judge.TeamRows.bookings(36,8)
package travel.bookings

import com.spotify.featran._
import com.spotify.featran.transformers._
import java.time._
import java.time.format.DateTimeFormatter
import java.time.temporal.{ChronoUnit, ChronoField}

final case class Stay(checkIn: LocalDate, checkOut: LocalDate)
final case class Booking(id: Long, createdAt: Instant, stay: Stay, arrival: Option[LocalDateTime], timezone: String, legs: Seq[Long], day: String, stamp: String)

object BookingFeatures {
  private val Compact = DateTimeFormatter.ofPattern("yyyyMMdd")
  private val Stamp = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
  private val Stockholm = ZoneId.of("Europe/Stockholm")
  private val Epoch = LocalDate.of(2000, Month.JANUARY, 1)
  private val EastCoast = ZoneOffset.ofHours(-5)

  private def nights(s: Stay): Int = ChronoUnit.DAYS.between(s.checkIn, s.checkOut).toInt
  private def season(d: LocalDate): String = d.getMonth match {
    case Month.DECEMBER | Month.JANUARY | Month.FEBRUARY => "winter"
    case m if m.getValue <= 5                            => "spring"
    case m if m.getValue < 9                             => "summer"
    case _                                               => "autumn"
  }
  private def easterMonday(year: Int): LocalDate = {
    val a = year % 19; val b = year / 100; val c = year % 100
    val d = b / 4; val e = b % 4; val f = (b + 8) / 25; val g = (b - f + 1) / 3
    val h = (19 * a + b - d - g + 15) % 30
    val i = c / 4; val k = c % 4
    val l = (32 + 2 * e + 2 * i - h - k) % 7
    val m = (a + 11 * h + 22 * l) / 451
    val month = (h + l - 7 * m + 114) / 31
    val day = (h + l - 7 * m + 114) % 31 + 1
    LocalDate.of(year, month, day).plusDays(1)
  }
  private def partOfDay(t: LocalTime): String =
    if (t.isBefore(LocalTime.of(6, 0))) "night" else if (t.isBefore(LocalTime.NOON)) "morning" else "later"

  val spec = FeatureSpec.of[Booking]
    .required(b => nights(b.stay).toDouble)(Bucketizer("nights", Array(0, 1, 3, 7, 30)))
    .required(b => season(b.stay.checkIn))(OneHotEncoder("season"))
    .required(b => b.stay.checkIn.getDayOfWeek.toString)(OneHotEncoder("check_in_day"))
    .required(b => b.stay.checkIn.get(ChronoField.DAY_OF_YEAR).toDouble)(Identity("day_of_year"))
    .required(b => ChronoUnit.MONTHS.between(Epoch, b.stay.checkIn).toDouble)(Identity("months"))
    .required(b => Period.between(b.stay.checkIn, b.stay.checkOut).getDays.toDouble)(Identity("period_days"))
    .required(b => b.stay.checkIn.format(Compact))(HashOneHotEncoder("compact", 16))
    .required(b => b.stay.checkIn.until(b.stay.checkOut, ChronoUnit.WEEKS).toDouble)(Identity("weeks"))
    .required(b => ChronoUnit.DAYS.between(easterMonday(b.stay.checkIn.getYear), b.stay.checkIn).toDouble)(Identity("from_easter"))
    .required(b => b.createdAt.toEpochMilli.toDouble)(MinMaxScaler("created"))
    .required(b => b.createdAt.atZone(Stockholm).getHour.toDouble)(Identity("hour_stockholm"))
    .required(b => b.createdAt.atOffset(EastCoast).getHour.toDouble)(Identity("hour_east"))
    .required(b => partOfDay(b.createdAt.atZone(ZoneOffset.UTC).toLocalTime))(OneHotEncoder("part_of_day"))
    .required(b => Duration.between(b.createdAt, b.stay.checkIn.atStartOfDay(ZoneOffset.UTC).toInstant).toDays.toDouble)(StandardScaler("lead_days"))
    .optional(b => b.arrival.map(a => a.getHour + a.getMinute / 60.0))(Identity("arrival"))
    .optional(b => b.arrival.map(_.toLocalDate).map(ChronoUnit.DAYS.between(b.stay.checkIn, _).toDouble))(Identity("late_days"))
    .required(b => LocalDate.parse(b.day, Compact).getDayOfMonth.toDouble)(Identity("day"))
    .required(b => LocalDateTime.parse(b.stamp, Stamp).toEpochSecond(ZoneOffset.UTC).toDouble)(Identity("stamp"))
    .required(b => b.createdAt.truncatedTo(ChronoUnit.HOURS).getEpochSecond.toDouble)(Identity("truncated"))
    .required(b => b.createdAt.minus(Duration.ofDays(7)).plusSeconds(30).getEpochSecond.toDouble)(Identity("week_ago"))
    .required(b => b.legs.map(Duration.ofMinutes(_)).foldLeft(Duration.ZERO)(_ plus _).toHours.toDouble)(Identity("leg_hours"))
    .required(b => YearMonth.from(b.stay.checkIn).lengthOfMonth.toDouble)(Identity("month_length"))
    .required(b => if (b.stay.checkIn.isAfter(LocalDate.of(2020, 2, 29)) && !b.stay.checkOut.isBefore(Epoch)) 1.0 else 0.0)(Identity("after"))
}
