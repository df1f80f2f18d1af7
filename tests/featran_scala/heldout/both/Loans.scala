// run spec=k04.CreditSpec.spec rows=k04.Data.rows
package k04

import com.spotify.featran._
import com.spotify.featran.transformers._

final case class Loan(amount: BigDecimal, rate: Double, term: Int, purpose: String, employed: Option[Int], history: Vector[Double])

trait Names { self =>
  protected val prefix: String
  protected def n(s: String): String = prefix + "." + s
}

abstract class LoanSpec extends Names {
  def base: FeatureSpec[Loan] =
    FeatureSpec.of[Loan]
      .required(_.rate)(StandardScaler(n("rate"), withStd = true, withMean = false))
      .required(_.term.toDouble)(Bucketizer(n("term"), Array(0.0, 12.0, 36.0, 60.0, Double.MaxValue)))
      .required(_.purpose.trim.toLowerCase.replaceAll("[^a-z]+", "_"))(OneHotEncoder(n("purpose")))
}

object CreditSpec extends LoanSpec {
  override protected val prefix = "loan"

  val spec: FeatureSpec[Loan] = base
    .required(_.amount.toDouble)(MaxAbsScaler(n("amount")))
    .optional(_.employed.map(math.log1p(_)))(Identity(n("employed")))
    .required(l => l.history.sliding(2).map { w => w.last - w.head }.toArray)(VectorIdentity[Array](n("deltas")))
    .required(l => l.history.zipWithIndex.map { case (x, i) => x * math.pow(0.5, i) }.sum)(Identity(n("decayed")))
    .required(l => l.history.max - l.history.min)(QuantileDiscretizer(n("spread"), numBuckets = 2))
    .cross(n("rate") -> n("decayed"))((a, b) => if (b == 0) a else a / b)
}

object Data {
  val rows = Seq(
    Loan(BigDecimal("1000.10"), 0.031, 12, " Home Loan!", Some(3), Vector(1.0, 2.0, 4.0)),
    Loan(BigDecimal(25), 0.5, 61, "car", None, Vector(0.0, 0.0, -0.0)),
    Loan(BigDecimal("-7.125"), 0.0, 36, "CAR", Some(0), Vector(1e10, 3.0, 2.5)))
}
