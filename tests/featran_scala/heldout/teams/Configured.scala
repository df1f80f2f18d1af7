// run spec=platform.features.Users.spec rows=judge.TeamRows.users(37,8)
// run spec=platform.features.Users.multi rows=judge.TeamRows.users(38,8)
package platform.features

import com.spotify.featran._
import com.spotify.featran.transformers._

object Dsl {
  sealed trait Column[T] { def name: String }
  final case class Numeric[T](name: String, get: T => Double, scale: Scale = Raw) extends Column[T]
  final case class Category[T](name: String, get: T => Option[String], buckets: Int = 0) extends Column[T]
  final case class Tags[T](name: String, get: T => Seq[String]) extends Column[T]
  final case class Flag[T](name: String)(val get: T => Boolean) extends Column[T]

  sealed trait Scale
  case object Raw extends Scale
  case object Standard extends Scale
  case class Range(min: Double, max: Double) extends Scale

  private def scaler(name: String, scale: Scale): Transformer[Double, _, _] = scale match {
    case Raw           => Identity(name)
    case Standard      => StandardScaler(name, withMean = true)
    case Range(lo, hi) => MinMaxScaler(name, lo, hi)
  }

  private def add[T](spec: FeatureSpec[T], column: Column[T]): FeatureSpec[T] = column match {
    case Numeric(n, f, Raw)          => spec.required(f)(Identity(n))
    case Numeric(n, f, Standard)     => spec.required(f)(StandardScaler(n, withMean = true))
    case Numeric(n, f, Range(a, b))  => spec.required(f)(MinMaxScaler(n, a, b))
    case Category(n, f, 0)           => spec.optional(f)(OneHotEncoder(n))
    case Category(n, f, k)           => spec.optional(f)(HashOneHotEncoder(n, hashBucketSize = k))
    case Tags(n, f)                  => spec.required(f)(NHotEncoder(n))
    case c: Flag[T]                  => spec.required(t => if (c.get(t)) 1.0 else 0.0)(Identity(c.name))
  }

  def build[T](columns: Column[T]*): FeatureSpec[T] = columns.foldLeft(FeatureSpec.of[T])(add(_, _))

  def prefixed[T](prefix: String)(columns: Seq[Column[T]]): Seq[Column[T]] = columns.map {
    case n: Numeric[T]  => n.copy(name = prefix + n.name)
    case c: Category[T] => c.copy(name = s"$prefix${c.name}")
    case other          => other
  }

  implicit class ColumnOps[T](private val spec: FeatureSpec[T]) extends AnyVal {
    def numerics(gets: (String, T => Double)*): FeatureSpec[T] =
      gets.foldLeft(spec) { case (s, (name, get)) => s.required(get)(StandardScaler(name)) }
    def oneHots(gets: (String, T => String)*): FeatureSpec[T] =
      gets.foldLeft(spec) { (s, g) => s.required(g._2)(OneHotEncoder(g._1)) }
    def when(flag: Boolean)(f: FeatureSpec[T] => FeatureSpec[T]): FeatureSpec[T] = if (flag) f(spec) else spec
  }
}

case class Address(city: String, zip: Option[String])
case class User(id: String, age: Int, income: Option[Float], address: Address, interests: List[String], scores: Map[String, Double], verified: Boolean)

object Users {
  import Dsl._

  val Horizons = Seq(1, 7, 28)
  private val thresholds = for { h <- Horizons; t <- List(0.1, 0.5) } yield (h, t)

  private def score(key: String)(u: User): Double = u.scores.getOrElse(key, 0.0)
  private val incomeBand: User => Option[String] = _.income.map {
    case i if i < 10000 => "low"
    case i if i < 50000 => "mid"
    case _              => "high"
  }

  val columns: Seq[Column[User]] = Seq(
    Numeric("age", _.age.toDouble, Standard),
    Numeric("income", u => u.income.fold(0.0)(_.toDouble), Range(-1, 1)),
    Numeric("interest_count", _.interests.size),
    Category("city", u => Some(u.address.city), 10),
    Category("zip", _.address.zip),
    Category("income_band", incomeBand),
    Tags("interests", _.interests.map(_.capitalize)),
    Flag("verified")(_.verified)
  )

  val spec: FeatureSpec[User] = build(columns: _*)

  val perHorizon: FeatureSpec[User] = thresholds.foldLeft(FeatureSpec.of[User]) { case (s, (h, t)) =>
    s.required(score(s"score_${h}d"))(Binarizer(s"above_${h}d_${(t * 100).toInt}", threshold = t))
  }

  val extra: FeatureSpec[User] = FeatureSpec.of[User]
    .numerics("id_length" -> (_.id.length.toDouble), "score_7" -> score("score_7d"))
    .oneHots("initial" -> (_.id.take(1)), "city_length" -> (u => f"${u.address.city.length}%02d"))
    .when(Horizons.contains(7))(_.required(_.scores.values.sum)(Identity("total")))
    .when(Horizons.isEmpty)(_.required(_ => 0.0)(Identity("never")))

  def withPrefix: FeatureSpec[User] = build(prefixed("u_")(columns.take(4)): _*)

  def multi = MultiFeatureSpec(perHorizon, extra, withPrefix)
}
