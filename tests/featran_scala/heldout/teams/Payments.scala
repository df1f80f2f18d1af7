// run spec=shop.payments.PaymentSpec.spec rows=judge.TeamRows.payments(40,8)
package shop.payments

import com.spotify.featran._
import com.spotify.featran.transformers._
import java.util.Locale
import scala.math.BigDecimal.RoundingMode
import scala.util.hashing.MurmurHash3

case class Item(sku: String, price: BigDecimal, qty: Int, taxPct: Double)
case class Payment(id: Long, amount: String, currency: String, items: Seq[Item], flags: Int, permissions: Long, card: String, note: String, lat: Double, lon: Double)

private[payments] object Flag {
  val Gift = 1 << 0
  val Express = 1 << 1
  val Insured = 1 << 2
  val all: Seq[(String, Int)] = Seq("gift" -> Gift, "express" -> Express, "insured" -> Insured)
  def isSet(flags: Int, mask: Int): Boolean = (flags & mask) == mask
}

object Money {
  def round2(x: Double): Double = BigDecimal(x).setScale(2, RoundingMode.HALF_UP).toDouble
  def parse(s: String): Option[BigDecimal] = scala.util.Try(BigDecimal(s.trim)).toOption
  def total(items: Seq[Item]): BigDecimal = items.map(i => i.price * i.qty).sum
  def tax(items: Seq[Item]): BigDecimal = items.map(i => i.price * i.qty * BigDecimal(i.taxPct) / 100).sum
}

object Geo {
  private val Base32 = "0123456789bcdefghjkmnpqrstuvwxyz"
  private def bisect(lo: Double, hi: Double, x: Double, n: Int): Int =
    (0 until n).foldLeft((lo, hi, 0)) { case ((l, h, code), _) =>
      val mid = (l + h) / 2
      if (x >= mid) (mid, h, (code << 1) | 1) else (l, mid, code << 1)
    }._3
  def cell(lat: Double, lon: Double): String = {
    val (y, x) = (bisect(-90, 90, lat, 5), bisect(-180, 180, lon, 5))
    s"${Base32(x)}${Base32(y)}"
  }
  def haversine(lat1: Double, lon1: Double, lat2: Double, lon2: Double): Double = {
    val (dLat, dLon) = ((lat2 - lat1).toRadians, (lon2 - lon1).toRadians)
    val a = math.pow(math.sin(dLat / 2), 2) + math.cos(lat1.toRadians) * math.cos(lat2.toRadians) * math.pow(math.sin(dLon / 2), 2)
    6371 * 2 * math.asin(math.sqrt(a))
  }
}

object PaymentSpec {
  import Money._

  private val flagSpec: FeatureSpec[Payment] = Flag.all.foldLeft(FeatureSpec.of[Payment]) { case (spec, (name, mask)) =>
    spec.required((p: Payment) => if (Flag.isSet(p.flags, mask)) 1.0 else 0.0)(Identity(s"flag_$name"))
  }

  private val bitSpec = FeatureSpec.of[Payment]
    .required(p => Integer.bitCount(p.flags).toDouble)(Identity("bit_count"))
    .required(p => java.lang.Long.numberOfTrailingZeros(p.permissions).toDouble)(Identity("trailing_zeros"))
    .required(p => (p.permissions >>> 32 & 0xffL).toDouble)(Identity("high_byte"))
    .required(p => ((p.id ^ (p.id >>> 33)) * 0xff51afd7ed558ccdL >>> 56).toDouble)(Identity("mixed"))
    .required(p => p.flags.toBinaryString.reverse.padTo(4, '0').take(4))(OneHotEncoder("bits"))
    .required(p => p.id.toHexString.takeRight(2))(HashOneHotEncoder("id_tail", 8))
    .required(p => Math.floorMod(MurmurHash3.stringHash(p.card), 10).toDouble)(Identity("bucket"))
    .required(p => Integer.parseInt(p.card.take(2), 16).toDouble)(Identity("hex_prefix"))

  private val moneySpec = FeatureSpec.of[Payment]
    .required(p => round2(p.lat))(Identity("rounded"))
    .optional(p => parse(p.amount).map(_.toDouble))(Identity("amount"))
    .optional(p => parse(p.amount).map(a => a.setScale(0, RoundingMode.DOWN).toInt % 10).map(_.toString))(OneHotEncoder("last_digit"))
    .required(p => total(p.items).toDouble)(StandardScaler("total"))
    .required(p => if (total(p.items) > BigDecimal("99.99")) 1.0 else 0.0)(Identity("big"))
    .required(p => tax(p.items).setScale(2, RoundingMode.HALF_EVEN).toDouble)(Identity("tax"))
    .required(p => parse(p.amount).getOrElse(BigDecimal(0)).scale.toDouble)(Identity("decimals"))

  private val textSpec = FeatureSpec.of[Payment]
    .required(p => String.format("%s-%03d", p.currency, Int.box(p.flags)))(HashOneHotEncoder("currency_flags", 8))
    .required(p => f"${p.lat}%.1f:${p.lon}%.1f")(HashOneHotEncoder("lat_lon", 16))
    .required(p => "%s|%5.2f".formatLocal(Locale.US, p.currency, p.lon))(OneHotEncoder("formatted"))
    .required(p => p.currency.toUpperCase(Locale.ROOT))(OneHotEncoder("currency"))
    .required(p => Geo.cell(p.lat, p.lon))(OneHotEncoder("cell"))
    .required(p => Geo.haversine(p.lat, p.lon, 59.33, 18.07))(Identity("km"))
    .required(p => p.note.linesIterator.size.toDouble)(Identity("lines"))
    .required(p => p.note.codePointCount(0, p.note.length).toDouble)(Identity("code_points"))
    .required(p => String.valueOf(p.note.length).length.toDouble)(Identity("digits"))
    .required(p => p.note.getBytes("UTF-8").length.toDouble)(Identity("utf8"))
    .required(p => p.note.chars.filter(c => Character.isLetter(c)).count.toDouble)(Identity("letters"))
    .required(p => Character.getNumericValue(p.card.headOption.getOrElse('0')).toDouble)(Identity("first_value"))

  val spec: FeatureSpec[Payment] = FeatureSpec.combine(flagSpec, bitSpec, moneySpec, textSpec)
}
