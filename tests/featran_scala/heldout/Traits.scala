// run spec=h02.UserFeatures.spec rows=h02.D.rows
// run spec=h02.PremiumFeatures.spec rows=h02.D.rows
// run spec=h02.Registry.all rows=h02.D.rows
package h02

import com.spotify.featran._
import com.spotify.featran.transformers._

final case class User(name: String, age: Int, plays: Seq[Long], score: Double, country: Option[String])

trait Naming {
  def prefix: String
  val separator: String = "_"
  protected def named(s: String): String = prefix + separator + s
}

trait Scaling { self: Naming =>
  val lower = -1.0
  def upper: Double = 1.0
  def scaled(n: String) = MinMaxScaler(named(n), min = lower, max = upper)
  def ratio(a: Double, b: Double): Double = if (b == 0.0) 0.0 else a / b
}

abstract class BaseFeatures(val prefix: String) extends Naming with Scaling {
  protected val base: FeatureSpec[User] = FeatureSpec
    .of[User]
    .required(_.age.toDouble)(scaled("age"))
    .required(u => ratio(u.score, u.plays.size))(Identity(named("score_per_play")))

  def spec: FeatureSpec[User]
}

object UserFeatures extends BaseFeatures("user") {
  override val spec: FeatureSpec[User] = base
    .optional(_.country)(OneHotEncoder(named("country"), encodeMissingValue = true))
}

object PremiumFeatures extends BaseFeatures("premium") with Serializable {
  override val separator = "."
  override def upper = 10.0
  lazy val spec = base.required(_.plays.map(_.toDouble).sum)(StandardScaler(named("plays"), withMean = true))
}

object Registry {
  import UserFeatures.{spec => userSpec}
  val all: FeatureSpec[User] = FeatureSpec.combine(userSpec, PremiumFeatures.spec)
}

object D {
  val rows: List[User] = List(
    User("ann", 31, Seq(1L, 2L, 30L), 4.5, Some("SE")),
    User("bob", 18, Seq(), 2.0, None),
    User("cy", 77, Seq(9000000000L), -1.25, Some("US"))
  )
}
