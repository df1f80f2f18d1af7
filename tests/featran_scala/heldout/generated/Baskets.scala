// run spec=retail.features.BasketSpec.spec rows=judge.Rows.baskets(5,8)
package retail { package features {

import com.spotify.featran._, transformers._

/* One shopping basket with its lines;
   prices in cents /* nested comment */ always positive, hopefully */
case class Line(ean: String, qty: Int, cents: Long, dept: Char, discounts: List[Int] = Nil)
case class Basket(store: Short, lines: List[Line], loyalty: Option[String], tender: (String, Option[Int]))

object BasketSpec
{
  val DEPTS = "FGHM"               // fresh, grocery, household, media

  lazy val spec = withLoyalty(withTender(withLines(FeatureSpec.of[Basket])))

  def lineTotal(l: Line): Long = l.discounts.foldLeft(l.qty * l.cents) { (acc, pct) => acc * (100 - pct) / 100 }

  def total(b: Basket) = b.lines.map(lineTotal).sum

  def share(dept: Char)(b: Basket): Double = total(b) match {
    case 0L => 0
    case t => b.lines.filter(_.dept == dept).map(lineTotal(_)).sum.toDouble / t
  }

  def checkDigit(ean: String): Option[Int] =
    if (ean.length == 13 && ean.forall(c => c >= '0' && c <= '9')) {
      val s = ean.init.map(_.asDigit).zip(Stream.continually(List(1, 3)).flatten).map(p => p._1 * p._2).sum
      Some((10 - s % 10) % 10)
    } else None

  def ean13(ean: String): Boolean =
    ean.length == 13 && ean.forall(c => c >= '0' && c <= '9') && {
      val digits = ean.map(c => c - '0')
      val odd = digits.indices.filter(_ % 2 == 0).map(digits(_)).sum
      val even = digits.indices.filter(_ % 2 == 1).map(i => digits(i)).sum
      (odd + 3 * even) % 10 == 0
    }

  def withLines(in: FeatureSpec[Basket]): FeatureSpec[Basket] = {
    val a = in.required(total(_).toDouble / 100)(MinMaxScaler("total", max = 100))
    val b = DEPTS.foldLeft(a) { (s, d) => s.required(share(d) _)(Identity(s"share_$d")) }
    val c = b
      .required(_.lines.map(_.dept.toString))(NHotEncoder("depts"))
      .required(_.lines.map(l => WeightedLabel(l.dept.toLower.toString, l.qty)))(NHotWeightedEncoder("qty", encodeMissingValue = true))
      .required(_.lines.map(_.ean.take(3)))(HashNHotEncoder("prefix", hashBucketSize = 13, sizeScalingFactor = 1.0))
      .required(b => b.lines.count(l => ean13(l.ean)).toDouble)(Identity("valid_eans"))
      .required(b => b.lines.map(_.dept).map(c => ('a' + (c % 26)).toChar).mkString)(OneHotEncoder("letters"))
    c.required { b =>
      val q = b.lines.map(_.qty)
      Array(q.sum, if (q.isEmpty) 0 else q.max, q.distinct.size).map(_.toDouble)
    } (VectorIdentity[Array]("qtys", expectedLength = 3))
  }

  def withTender(in: FeatureSpec[Basket]) =
    in.required(_.tender._1)(OneHotEncoder("tender"))
      .optional(_.tender match { case ("card", Some(n)) => Some(n / 1000); case (_, o) => o.map(-_) })(Identity("tender_no").contramap[Int](_.toDouble))
      .required { case Basket(store, _, _, (t, _)) => s"$store-${t.headOption.getOrElse('?')}" }(TopNOneHotEncoder("store_tender", 4, seed = -5))

  private def withLoyalty(in: FeatureSpec[Basket]) = {
    def tier(id: String): String = id.split("-", -1) match {
      case Array(_, t, _*) if t.nonEmpty => t
      case Array(only) => only
      case _ => "malformed"
    }
    in.optional(_.loyalty.map(tier))(OneHotEncoder("tier", true))
      .optional(_.loyalty map tier)(HeavyHitters("tier_hits", heavyHittersCount = 3, eps = 0.05, delta = 0.05, seed = 1234))
      .required(b => MDLRecord(b.loyalty.fold("guest")(_ => "member"), total(b).toDouble))(MDL[String]("mdl_total", maxBins = 8, seed = 11))
      .cross("total", "tender") { case (x, y) => math.max(x, y) }
  }
}

}}
