// run spec=bank.fraud.FraudFeatures.spec rows=judge.Rows.fraud(4,8)
package bank.fraud

import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.util.{Either, Failure, Left, Right, Success, Try}

object Model {
  case class Merchant(mcc: String, country: String, risk: Option[Double])
  case class Card(bin: String, last4: String, issuedDaysAgo: Int)
  case class Txn(amount: String, currency: String, merchant: Merchant, card: Card, ip: String,
                 recent: Seq[Double], device: Map[String, Map[String, String]])
}

import Model._

class FraudFeatures(rates: Map[String, Double], limit: Double = 10000.0) extends Serializable {
  private[this] val zero = 0.0
  private type Parsed[A] = Either[String, A]

  private def parseAmount(raw: String): Parsed[Double] =
    Try(raw.replaceAll("[ _']", "").replace(',', '.').toDouble) match {
      case Success(d) if d.isNaN => Left("nan")
      case Success(d) if d < 0   => Left("negative")
      case Success(d)            => Right(d)
      case Failure(_)            => Left("unparsable")
    }

  private def inEur(t: Txn): Parsed[Double] =
    for {
      a <- parseAmount(t.amount).right
      r <- rates.get(t.currency).toRight("no rate for " + t.currency).right
    } yield a * r

  private def octets(ip: String): Option[Array[Int]] = {
    val parts = ip.split('.')
    if (parts.length != 4 || parts.exists(p => p.isEmpty || !p.forall(_.isDigit) || p.length > 3)) None
    else Some(parts.map(_.toInt)).filter(_.forall(o => o >= 0 && o <= 255))
  }

  private def ipAsLong(ip: String): Option[Long] =
    octets(ip).map(_.foldLeft(0L)((acc, o) => (acc << 8) | o))

  private def luhn(digits: String): Boolean = {
    val sum = digits.reverse.zipWithIndex.map { case (c, i) =>
      val d = c - '0'
      if (i % 2 == 0) d
      else if (d > 4) d * 2 - 9
      else d * 2
    }.sum
    sum % 10 == 0
  }

  def amounts(s: FeatureSpec[Txn]): FeatureSpec[Txn] = s
    .optional(t => inEur(t).right.toOption)(IQROutlierRejector("eur_outlier", rejectUpper = true, rejectLower = false, k = 7, factor = 3))
    .optional(t => inEur(t).fold(_ => None, a => Some(math.log10(a + 1))))(StandardScaler("log_eur"))
    .required(t => inEur(t).left.map(_.takeWhile(_ != ' ')).fold(identity, _ => "ok"))(OneHotEncoder("parse"))
    .required(t => inEur(t) match {
      case Right(a) if a > limit => 2.0
      case Right(_)              => 1.0
      case Left(_)               => zero
    })(Identity("over_limit"))

  def network(s: FeatureSpec[Txn]): FeatureSpec[Txn] = s
    .optional(t => ipAsLong(t.ip).map(_.toDouble))(MaxAbsScaler("ip"))
    .optional(t => octets(t.ip).map(_.take(2).mkString(".")))(HashOneHotEncoder("net16", hashBucketSize = 5))
    .required(t => if (octets(t.ip).exists(o => o(0) == 10 || (o(0) == 192 && o(1) == 168))) 1d else 0d)(Identity("private_net"))
    .optional(_.device.get("screen").flatMap(_.get("w")).flatMap(w => Try(w.toInt).toOption).map(_.toDouble))(Identity("screen_w"))
    .required(_.device.values.map(_.size).sum.toDouble)(Identity("device_keys"))
    .required(_.device.getOrElse("headers", Map.empty[String, String]).keySet.toSeq.sorted)(NHotEncoder("headers"))

  def card(s: FeatureSpec[Txn]): FeatureSpec[Txn] = s
    .required(t => if (luhn((t.card.bin + t.card.last4).filter(_.isDigit))) 1.0 else 0.0)(Identity("luhn"))
    .required(t => t.card.bin.headOption match {
      case Some('4')                  => "visa"
      case Some(c) if "25" contains c => "mc"
      case Some(c) if c.isDigit       => s"other-$c"
      case _                          => "none"
    })(OneHotEncoder("network"))
    .required(_.card.issuedDaysAgo.toDouble)(QuantileDiscretizer("issued", numBuckets = 3))
    .required(t => t.merchant.mcc.padTo(4, '0').take(4))(PositionEncoder("mcc"))
    .optional(_.merchant.risk)(Binarizer("risky"))

  def velocity(s: FeatureSpec[Txn]): FeatureSpec[Txn] = s
    .required(_.recent.takeRight(3).reverse.padTo(3, 0.0).toArray)(PolynomialExpansion("recent", degree = 2, expectedLength = 3))
    .required { t => val (big, small) = t.recent.partition(_ > 100); big.size - small.size.toDouble }(Identity("big_minus_small"))
    .required(t => t.recent.zip(t.recent.drop(1)).map { case (a, b) => if (b > a) 1 else if (b < a) -1 else 0 }.sum.toDouble)(Identity("trend"))

  def spec: FeatureSpec[Txn] =
    Seq[FeatureSpec[Txn] => FeatureSpec[Txn]](amounts, network, card, velocity).foldLeft(FeatureSpec.of[Txn])((s, f) => f(s))
      .cross(("log_eur", "over_limit"))((a, b) => a * b)
      .cross(("network", "risky"))(_ + 2 * _)
}

object FraudFeatures {
  private val EurRates = Map("EUR" -> 1.0, "USD" -> 0.9, "SEK" -> 0.095)
  val spec: FeatureSpec[Txn] = new FraudFeatures(EurRates, limit = 500).spec
}
