// run spec=t29.S.spec rows=t29.S.rows
package t29
import com.spotify.featran._, com.spotify.featran.transformers._
case class E(kind: String, v: Double, path: List[String], t: (String, Int, Option[Double]))
object S {
  val known: PartialFunction[String, Double] = { case "a" => 1.0; case s if s.startsWith("b") => s.length.toDouble }
  val lookup = Map("a" -> 10.0, "bb" -> 20.0)
  val f: E => Double = e => e.v * 2
  val g = (x: Double) => x + 1
  def twice(h: Double => Double)(x: Double) = h(h(x))
  def pick[A](p: Boolean)(a: => A)(b: => A): A = if (p) a else b
  val curried: Int => Double => Double = n => x => math.pow(x, n)
  val spec = FeatureSpec.of[E]
    .optional(e => known.lift(e.kind))(Identity("known"))
    .required(e => if (known.isDefinedAt(e.kind)) known(e.kind) else -1.0)(Identity("defined"))
    .required(e => lookup.getOrElse(e.kind, 0.0))(Identity("lookup"))
    .optional(e => lookup.get(e.kind).map(_ + e.v))(Identity("lookup2"))
    .required(f andThen g)(Identity("fg"))
    .required(e => twice(g)(e.v))(Identity("twice"))
    .required(e => twice(_ * 3)(e.v))(Identity("nine"))
    .required(e => pick(e.v > 0)("pos")("neg"))(OneHotEncoder("pick"))
    .required(e => curried(2)(e.v))(Identity("sq"))
    .required(e => e.path.collect(known).sum)(Identity("collected"))
    .required(e => e.path.map(lookup.getOrElse(_, -1.0)).sum)(Identity("mapped"))
    .required(e => e.path.flatMap(lookup.get).size.toDouble)(Identity("found"))
    .required(e => e.path.filterNot(lookup.contains).mkString("+"))(OneHotEncoder("unknown"))
    .required { e => val (s, n, o) = e.t; s.length + n + o.getOrElse(0.5) }(Identity("tuple"))
    .required(_.t match { case (s, 0, _) => s; case (_, n, None) => n.toString; case (s, _, Some(d)) => s + d })(OneHotEncoder("matched"))
    .required(e => e.path match { case Nil => 0.0; case h :: Nil => h.length; case _ :: t => t.size * 10.0 })(Identity("list"))
    .required(e => e.path.zipWithIndex.collectFirst { case (p, i) if lookup.contains(p) => i.toDouble }.getOrElse(-1.0))(Identity("cf"))
    .required(e => Some(e.v).filter(_ > 1).fold("low")(d => if (d > 2) "high" else "mid"))(OneHotEncoder("level"))
    .required(e => List(1, 2, 3).map(_ * e.v).reduce(_ + _))(Identity("list6"))
  val rows = List(E("a", 1.5, List("a", "zz", "bb"), ("x", 0, None)), E("bcd", -2.0, Nil, ("yy", 5, None)), E("q", 3.25, List("bb"), ("z", 7, Some(1.25))))
}
