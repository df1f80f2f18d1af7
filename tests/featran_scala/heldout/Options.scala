// run spec=h08.Opt.spec rows=h08.Opt.rows
package h08

import com.spotify.featran._
import com.spotify.featran.transformers._

case class Profile(first: Option[String], last: Option[String], age: Option[Int], income: Option[Double], tags: Option[Seq[String]], parent: Option[Profile])

object Opt {
  private def fullName(p: Profile): Option[String] =
    for { f <- p.first; l <- p.last } yield s"$f $l"

  private def initials(p: Profile): String =
    Seq(p.first, p.last).flatten.flatMap(_.headOption).map(_.toUpper).mkString

  private def bracket(p: Profile): String = p.age.fold("unknown") {
    case a if a < 18 => "minor"
    case a if a < 65 => "adult"
    case _           => "senior"
  }

  val spec = FeatureSpec.of[Profile]
    .optional(fullName)(HashOneHotEncoder("name", 10))
    .required(initials)(OneHotEncoder("initials"))
    .required(bracket)(OneHotEncoder("bracket"))
    .optional(_.age.filter(_ > 0).map(_.toDouble), Some(0.0))(MinMaxScaler("age"))
    .optional(p => p.income.orElse(p.parent.flatMap(_.income)))(StandardScaler("income"))
    .required(p => if (p.tags.exists(_.contains("vip"))) 1.0 else 0.0)(Identity("vip"))
    .required(_.tags.getOrElse(Seq.empty))(NHotEncoder("tags"))
    .required(p => p.parent match {
      case Some(Profile(_, _, Some(a), _, _, _)) => a.toDouble
      case Some(_)                              => -1.0
      case None                                 => -2.0
    })(Identity("parent_age"))
    .required(p => p.age.zip(p.income).map { case (a, i) => i / a }.headOption.getOrElse(0.0))(Identity("ratio"))
    .required(p => (p.age, p.income) match {
      case (Some(a), Some(i)) if a > 0 => i / a
      case (_, Some(i)) => i
      case _ => Double.NaN
    })(Identity("per_year"))
    .required(p => List(p.age.map(_.toDouble), p.income).flatten.sum)(Identity("sum"))
    .required(p => p.tags.map(_.size).getOrElse(0).toDouble)(Bucketizer("ntags", Array(0, 1, 2, 10)))
    .required(p => p.parent.isDefined && p.parent.get.parent.isEmpty match { case true => "t"; case false => "f" })(OneHotEncoder("depth"))

  val kid = Profile(Some("Kim"), None, Some(7), None, Some(Seq("vip", "x")), None)
  val rows: List[Profile] = List(
    Profile(Some("Ann"), Some("Lee"), Some(41), Some(1000.5), None, Some(kid)),
    kid,
    Profile(None, None, None, Some(3.0), Some(Nil), Some(Profile(None, None, None, Some(9.75), None, Some(kid)))),
    Profile(Some(""), Some("O"), Some(-3), None, Some(Seq("a", "b", "c")), None)
  )
}
