// run spec=credit.scoring.CreditFeatures.spec rows=judge.Rows.credit(10,8)
package credit.scoring

import com.spotify.featran._
import com.spotify.featran.transformers._

import scala.collection.immutable.ListMap
import scala.util.Try

case class Account(kind: String, balance: Double, limit: Option[Double], daysPastDue: List[Int])
case class Applicant(id: String, income: Option[Int], expenses: Int, dob: String, job: Option[String], accounts: List[Account], inquiries: Int, zip: String)

object Decision extends Enumeration {
  type Decision = Value
  val Approve, Review, Decline = Value
}

class Ratio private (val num: Double, val den: Double) {
  def value: Double = if (den == 0) 0 else num / den
}
object Ratio {
  def apply(n: Double, d: Double): Ratio = new Ratio(n, d)
  implicit def toDouble(r: Ratio): Double = r.value
}

object CreditFeatures {
  import Decision._

  // Every feature by its column name; the order is the model's.
  private val continuous: ListMap[String, Applicant => Double] = ListMap(
    "utilisation" -> utilisation _,
    "dti"         -> (a => a.expenses.toDouble / a.income.map(_ max 1).getOrElse(1)),
    "n_accounts"  -> (_.accounts.size.toDouble),
    "worst_dpd"   -> (a => a.accounts.flatMap(_.daysPastDue).sorted.lastOption.getOrElse(0).toDouble),
    "inquiries"   -> { a: Applicant => a.inquiries }
  )

  private def utilisation(a: Applicant): Double = {
    val cards = a.accounts.collect { case Account("card", b, Some(l), _) if l > 0 => (b, l) }
    val (bs, ls) = cards.unzip
    if (ls.sum == 0) 0 else bs.sum / ls.sum
  }

  private def decide(a: Applicant): Decision =
    (a.income, a.accounts) match {
      case (None, _)                                   => Decline
      case (Some(i), _) if i < 0                       => Decline
      case (Some(_), Nil)                              => Review
      case (Some(i), acc :: _) if acc.balance > i      => Review
      case _                                           => Approve
    }

  private def streak(xs: List[Int]): Int = xs.span(_ == 0) match { case (clean, _) => clean.length }

  private def transformer(name: String) = name match {
    case "utilisation" | "dti" => MinMaxScaler(name)
    case n if n.startsWith("n_") => MaxAbsScaler(n)
    case n => StandardScaler(n, withMean = true)
  }

  private val base = continuous.foldLeft(FeatureSpec.of[Applicant]) { case (spec, (name, get)) =>
    name match {
      case "utilisation" | "dti"   => spec.required(get)(MinMaxScaler(name))
      case n if n.startsWith("n_") => spec.required(get)(MaxAbsScaler(n))
      case n                       => spec.required(get)(StandardScaler(n, withMean = true))
    }
  }

  private val ageOf = (dob: String) => Try {
    val Array(y, m, d) = dob.split("-").map(_.toInt)
    require(m >= 1 && m <= 12)
    2019 - y - (if (m > 6) 1 else 0)
  }.toOption

  val spec = base
    .required(a => decide(a).toString)(OneHotEncoder("decision"))
    .required(a => decide(a).id.toDouble)(Identity("decision_id"))
    .optional(a => ageOf(a.dob).map(_.toDouble))(Bucketizer("age", Array(18, 25, 35, 50, 65, 120)))
    .optional(_.job.map(_.toLowerCase).map { case j if j.endsWith("er") => j.dropRight(2); case j => j })(OneHotEncoder("job"))
    .optional(_.job)(Indicator("has_job").contramap[String](_ => 1.0))
    .required(_.accounts.map(_.kind))(NHotEncoder("kinds"))
    .required(_.accounts.map(a => WeightedLabel(a.kind, a.balance)))(NHotWeightedEncoder("balances"))
    .required(a => a.accounts.map(x => streak(x.daysPastDue)).foldLeft(0)(math.max).toDouble)(QuantileOutlierRejector("streak", rejectLower = false, rejectUpper = true, numBuckets = 4))
    .required(a => Ratio(a.inquiries, a.accounts.length).value)(Identity("inq_ratio"))
    .required(a => a.accounts.minBy(_.balance).balance)(Identity("min_balance"))
    .required(a => (a.zip.toInt / 1000 % 10).toDouble)(Identity("zip_digit"))
    .optional(a => Option(a.zip).collect { case z if z.matches("[0-9]{5}") => z.substring(0, 2) })(TopNOneHotEncoder("zip2", 2, seed = 5))
    .required(a => a.income.fold("none")(i => if (i > 100000) "high" else if (i > 30000) "mid" else "low") + "/" + a.accounts.headOption.fold("-")(_.kind))(HashOneHotEncoder("segment", 6))
    .cross(("utilisation", "dti")) { (u, d) => math.sqrt(u * d) }
    .cross(("decision", "job"))((x, y) => x * y)
}
