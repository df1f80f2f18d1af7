// run spec=t26.Wiring.spec rows=t26.D.rows
package t26
import com.spotify.featran._
import com.spotify.featran.transformers._
case class Conf(buckets: Int, names: Seq[String] = Seq("a", "b"), thresholds: Map[String, Double] = Map("a" -> 0.5))
case class U(f: Map[String, Double], t: String)
abstract class SpecOf[T](conf: Conf) {
  protected def numeric(n: String, get: T => Option[Double]): FeatureSpec[T] =
    FeatureSpec.of[T].optional(get)(Binarizer(n, conf.thresholds.getOrElse(n, 1.0)))
  def spec: FeatureSpec[T]
}
class UserSpec(conf: Conf) extends SpecOf[U](conf) {
  override def spec: FeatureSpec[U] =
    FeatureSpec.combine(conf.names.map(n => numeric(n, _.f.get(n))).reduce((x, y) => FeatureSpec.combine(x, y)), text)
  private lazy val text = FeatureSpec.of[U].required(_.t)(HashOneHotEncoder("t", conf.buckets))
}
object UserSpec { def apply(c: Conf): UserSpec = new UserSpec(c) }
object Wiring {
  private val conf = Conf(buckets = 6, names = Seq("a", "c"))
  val spec = UserSpec(conf.copy(buckets = conf.buckets * 2)).spec
}
object D { val rows = List(U(Map("a" -> 0.7), "x"), U(Map("c" -> 2.0, "a" -> 0.1), "y")) }
