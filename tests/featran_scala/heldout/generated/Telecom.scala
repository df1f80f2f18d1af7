// run spec=telco.churn.ChurnSpec.spec rows=judge.Rows.telco(13,8)
package telco.churn

import com.spotify.featran._
import com.spotify.featran.transformers._

// scalastyle:off
case class Usage(day: Int, mb: Double, calls: Int, roaming: Boolean)
case class Plan(name: String, monthly: Double, addons: Seq[String])
case class Subscriber(msisdn: String, plan: Plan, usage: Seq[Usage], tickets: Map[String, Map[String, Int]], tenureDays: Int, nps: Option[Int], payments: Array[Double])

object Windows {
  sealed trait Agg { def apply(xs: Seq[Double]): Double; def name: String }
  case object Sum extends Agg { def apply(xs: Seq[Double]) = xs.sum; val name = "sum" }
  case object Max extends Agg { def apply(xs: Seq[Double]) = if (xs.isEmpty) 0.0 else xs.max; val name = "max" }
  case object Last extends Agg { def apply(xs: Seq[Double]) = xs.lastOption.getOrElse(0.0); val name = "last" }

  val days = Seq(1, 7, 30)
  val aggs = Seq[Agg](Sum, Max, Last)
}

object ChurnSpec {
  import Windows._

  private def lastDays(s: Subscriber, n: Int) = s.usage.filter(_.day < n)

  // all windows with all aggregates
  private val windowed = {
    val columns = for {
      n   <- days
      agg <- aggs
      if !(n == 1 && agg == Max)
    } yield (s"mb_${agg.name}_${n}d", n, agg)

    columns.foldLeft(FeatureSpec.of[Subscriber]) { (spec, col) =>
      val (name, n, agg) = col
      spec.required(s => agg(lastDays(s, n).map(_.mb)))(MinMaxScaler(name))
    }
  }

  private val perTicket = Seq("billing", "network").map { kind =>
    FeatureSpec.of[Subscriber]
      .optional(_.tickets.get(kind).map(_.values.sum.toDouble), Some(0.0))(Identity(s"tickets_$kind"))
      .optional(_.tickets.get(kind).flatMap(_.get("open")).map(_.toDouble))(Binarizer(s"open_$kind"))
  }.reduceLeft(FeatureSpec.combine(_, _))

  private def normalised(msisdn: String): String = {
    val digits = msisdn.filter("0123456789".contains(_))
    if (digits.startsWith("00")) digits.substring(2) else digits
  }

  private val CountryCode = "^(\\d{1,2}).*".r

  private def slope(ys: Seq[Double]): Double = {
    val n = ys.size
    if (n < 2) return 0.0
    val xs = ys.indices.map(_.toDouble)
    val (mx, my) = (xs.sum / n, ys.sum / n)
    val num = (xs zip ys).map { case (x, y) => (x - mx) * (y - my) }.sum
    val den = xs.map(x => (x - mx) * (x - mx)).sum
    num / den
  }

  private val rest = FeatureSpec.of[Subscriber]
    .required(_.plan.name)(OneHotEncoder("plan"))
    .required(_.plan.addons)(NHotEncoder("addons"))
    .required(s => (s.plan.name +: s.plan.addons).mkString("+"))(TopNOneHotEncoder("bundle", n = 5, eps = 0.1, delta = 0.1, seed = 0))
    .required(s => slope(s.usage.sortBy(_.day).map(_.mb)))(StandardScaler("slope"))
    .required(s => s.usage.map(_.day).toSet.size.toDouble)(QuantileDiscretizer("active_days", 4, 5))
    .required(s => if (s.usage.exists(u => u.roaming && u.calls > 0)) 1.0 else 0.0)(Identity("roaming"))
    .required(s => normalised(s.msisdn) match { case CountryCode(cc) => cc; case "" => "empty"; case _ => "other" })(HashOneHotEncoder("cc"))
    .required(_.tenureDays / 365.25)(QuantileOutlierRejector("tenure_years", rejectUpper = false))
    .optional(_.nps.collect { case n if n >= 9 => "promoter"; case n if n <= 6 => "detractor" })(OneHotEncoder("nps", encodeMissingValue = true))
    .required(_.payments)(VectorIdentity[Array]("payments"))
    .required(s => s.payments.map(p => if (p == 0.0) 1.0 else p))(Normalizer("payments_n", 3))
    .required(s => (s.tenureDays % 365) / 365.0 * 2 * math.Pi)(VonMisesEvaluator("anniversary", 1.0, 1.0, Array(0.0, math.Pi / 2, math.Pi)))
    .required(s => s.usage.map(_.calls).scanLeft(0)(_ + _).tail.indexWhere(_ >= 10).toDouble)(Identity("day_of_10th_call"))
    .required(s => s.tickets.flatMap { case (k, m) => m.map { case (st, n) => WeightedLabel(k + "." + st, n) } }.toSeq.sortBy(_.name))(NHotWeightedEncoder("ticket_states"))
    .required(s => s.tickets.map { case (k, v) => k -> v.values.sum }.toSeq.sortBy(-_._2).headOption.map(_._1).getOrElse(""))(HeavyHitters("top_ticket", 2, seed = 17))

  val spec: FeatureSpec[Subscriber] = FeatureSpec.combine(windowed, perTicket, rest)
    .cross("mb_sum_7d" -> "mb_sum_30d") { (w, m) => if (m == 0) 0 else w / m }
    .cross(("plan", "addons"))(_ * _)
}
