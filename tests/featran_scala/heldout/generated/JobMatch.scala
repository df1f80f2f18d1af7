// run spec=jobs.JobMatch.spec rows=judge.Rows.jobs(12,8)
package jobs

import com.spotify.featran.FeatureSpec
import com.spotify.featran.converters._
import com.spotify.featran.transformers._

object Domain {
  final case class Salary(min: Option[Int], max: Option[Int], currency: Symbolic)
  final case class Symbolic(code: String) {
    override def toString: String = s"<$code>"
    def isEuro: Boolean = code == "EUR" || code == "€"
  }
  final case class Skill(name: String, years: Double)
  final case class Resume(skills: List[Skill], degrees: Map[String, Int], remote: Boolean, summary: String)
  final case class Posting(title: String, required: Set[String], nice: Set[String], salary: Option[Salary], seniority: Int)
  final case class Pair(resume: Resume, posting: Posting)

  sealed abstract class Level(val rank: Int, val aliases: String*)
  object Level {
    case object Junior extends Level(1, "junior", "jr", "entry")
    case object Mid extends Level(2)
    case object Senior extends Level(3, "senior", "sr", "lead")
    val all: List[Level] = List(Junior, Mid, Senior)
    def of(title: String): Level = {
      val words = title.toLowerCase.split("\\W+").toSet
      all.find(_.aliases.exists(words)).getOrElse(Mid)
    }
  }
}

import Domain._

object Similarity {
  def jaccard[A](x: Set[A], y: Set[A]): Double = if (x.isEmpty && y.isEmpty) 1.0 else (x & y).size.toDouble / (x | y).size
  def overlap[A](x: Set[A], y: Set[A]): Double = (x intersect y).size / (x.size min y.size max 1).toDouble
}

trait ResumeSpec {
  def maxYears: Double = 20
  private val clean = (s: String) => s.trim.toLowerCase.replace('-', ' ')

  val resumeSpec: FeatureSpec[Resume] = FeatureSpec.of[Resume]
    .required(_.skills.map(_.years).sum.min(maxYears))(MinMaxScaler("years"))
    .required(_.skills.map(s => clean(s.name)))(NHotEncoder("skills"))
    .required(_.skills.map(s => WeightedLabel(clean(s.name), s.years / maxYears)))(NHotWeightedEncoder("skill_years"))
    .required(_.degrees.size.toDouble)(Identity("degrees"))
    .optional(r => r.degrees.get("phd").orElse(r.degrees.get("msc")).map(y => 2020 - y).map(_.toDouble))(StandardScaler("since_degree"))
    .required(_.remote.asDouble)(Identity("remote"))
    .required(r => r.summary.linesIterator.size.toDouble)(Identity("lines"))
    .required(r => r.summary.split("\n").map(_.trim).count(l => l.startsWith("*") || l.startsWith("-")).toDouble)(Identity("bullets"))
}

trait PostingSpec {
  private def range(s: Salary): Option[(Int, Int)] = (s.min, s.max) match {
    case (Some(a), Some(b)) if a <= b => Some(a -> b)
    case (Some(a), None)              => Some((a, a))
    case (None, Some(b))              => Some((b, b))
    case _                            => None
  }
  val postingSpec: FeatureSpec[Posting] = FeatureSpec.of[Posting]
    .optional(_.salary.flatMap(range).map { case (a, b) => (a + b) / 2 }.map(_.toDouble))(QuantileDiscretizer("salary_mid", numBuckets = 3, k = 12))
    .optional(_.salary.flatMap(s => range(s).map(r => (r._2 - r._1).toDouble)), Some(0.0))(IQROutlierRejector("salary_width", rejectLower = false))
    .optional(_.salary.map(_.currency.toString))(OneHotEncoder("currency", encodeMissingValue = true))
    .optional(_.salary.map(_.currency).filter(_.isEuro).map(_ => 1.0))(Indicator("euro"))
    .required(p => Level.of(p.title).rank.toDouble)(Identity("level"))
    .required(p => Level.of(p.title).toString)(PositionEncoder("level_name"))
    .required(p => (p.seniority - Level.of(p.title).rank).abs.toDouble)(Bucketizer("level_gap", Array(0.0, 1.0, 2.0, 99.0)))
    .required(p => p.title.split("[ /,]").filterNot(_.isEmpty).toSeq)(NGrams("title", low = 2, high = 2))
}

object JobMatch extends ResumeSpec with PostingSpec {
  import Similarity.{jaccard => J, _}

  override def maxYears = 25.0

  private def names(r: Resume) = r.skills.map(_.name).toSet

  val spec: FeatureSpec[Pair] = FeatureSpec.of[Pair]
    .required(p => J(names(p.resume), p.posting.required))(Identity("jaccard_required"))
    .required(p => overlap(names(p.resume), p.posting.required ++ p.posting.nice))(Identity("overlap"))
    .required(p => (p.posting.required -- names(p.resume)).toSeq.sorted.headOption.getOrElse("none"))(HashOneHotEncoder("first_missing", 7))
    .required(p => p.posting.required.forall(names(p.resume)).asDouble)(Binarizer("complete"))
    .required(p => p.posting.required.toSeq.map(n => p.resume.skills.find(_.name == n).map(_.years).getOrElse(0.0)).sum)(MaxAbsScaler("required_years"))
    .compose(resumeSpec)(_.resume)
    .compose(postingSpec)(_.posting)
    .cross(("years", "level"))(_ - _)
    .cross(("remote", "level_name"))((a, b) => a + 10 * b)
}
