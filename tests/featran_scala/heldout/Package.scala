// run spec=h15.specs.Main.spec rows=h15.specs.Main.rows
package h15 {
  package object model {
    type Score = Double
    val Unknown = "n/a"
    def norm(s: String): String = Option(s).map(_.trim).filter(_.nonEmpty).getOrElse(Unknown)
    implicit class StringNorm(s: String) { def normed: String = norm(s) }
  }
  package model {
    case class Rec(id: Id, score: Score, label: String, nested: Outer.Inner)
    case class Id(value: String) extends AnyVal
    object Outer { case class Inner(x: Int, ys: List[Float]) }
  }
  package specs {
    import com.spotify.featran._, transformers._
    import h15.model._
    object Main {
      val spec = FeatureSpec.of[Rec]
        .required(r => norm(r.label))(OneHotEncoder("label"))
        .required(_.label.normed.length.toDouble)(Identity("len"))
        .required(_.id.value)(HashOneHotEncoder("id", 4))
        .required(_.score)(QuantileOutlierRejector("score"))
        .required(_.nested.ys.map(_.toDouble))(VectorIdentity[List]("ys"))
        .required(r => r.nested.x + r.score)(Identity("sum"))
      val rows = List(
        Rec(Id("a"), 1.0, " x ", Outer.Inner(1, List(1.5f, 0.1f))),
        Rec(Id("b"), 2.0, null, Outer.Inner(2, List(2.5f, 0.2f))),
        Rec(Id("c"), 30.0, "", Outer.Inner(3, List(3.5f, 0.3f)))
      )
    }
  }
}
