// run spec=edge.logs.LogFeatures.spec rows=judge.TeamRows.requests(39,8)
package edge.logs

import com.spotify.featran._
import com.spotify.featran.transformers._
import scala.util.Try
import scala.util.matching.Regex

case class Request(line: String, agent: String, ip: String, status: Short, bytes: Option[Long], headers: Map[String, String], email: Option[String])

object Extractors {
  object Int { def unapply(s: String): Option[Int] = Try(s.toInt).toOption }
  object Even { def unapply(n: Int): Boolean = n % 2 == 0 }
  object Email {
    def unapply(s: String): Option[(String, String)] = s.split("@") match {
      case Array(user, domain) if user.nonEmpty => Some((user, domain))
      case _                                    => None
    }
  }
  object Domain { def unapplySeq(s: String): Option[Seq[String]] = Some(s.split('.').reverse.toSeq) }
  object & { def unapply[A](a: A): Option[(A, A)] = Some((a, a)) }
  object Version {
    private val Pattern = "([a-zA-Z]+)/(\\d+)\\.?(\\d*)".r
    def unapply(agent: String): Option[(String, Int)] = Pattern.findFirstMatchIn(agent).map(m => (m.group(1), m.group(2).toInt))
  }
}

sealed abstract class Method(val idempotent: Boolean) extends Product with Serializable
object Method {
  case object Get extends Method(true)
  case object Post extends Method(false)
  case class Other(name: String) extends Method(name == "PUT")
  private val known: PartialFunction[String, Method] = { case "GET" => Get; case "POST" => Post }
  private val fallback: PartialFunction[String, Method] = { case s => Other(s) }
  def parse(s: String): Method = (known orElse fallback)(s)
}

object Level extends Enumeration {
  type Level = Value
  val Ok, Redirect, ClientError, ServerError, Weird = Value
  def of(status: Int): Level = status / 100 match {
    case 2 => Ok
    case 3 => Redirect
    case 4 => ClientError
    case 5 => ServerError
    case _ => Weird
  }
}

trait Parsers {
  import Extractors._
  val Line: Regex = """(\w+) (\S+) HTTP/(\d)\.(\d)""".r
  val Query = raw"[?&](\w+)=([^&]*)".r

  def method(r: Request): Method = r.line match {
    case Line(m, _, _, _) => Method.parse(m)
    case _                => Method.Other("")
  }
  def path(r: Request): List[String] = r.line match {
    case Line(_, p, _*) => p.takeWhile(_ != '?').split("/").toList.filter(_.nonEmpty)
    case _              => Nil
  }
  def params(r: Request): Map[String, String] = Query.findAllMatchIn(r.line).map(m => m.group(1) -> m.group(2)).toMap
  def emailKind(e: Option[String]): String = e match {
    case Some(Email(_, Domain("com", "gmail")))            => "gmail"
    case Some(Email(u, d @ Domain(tld, _*))) if u.length > 3 => s"$tld/${d.length}"
    case Some(Email(_, _))                                 => "short"
    case Some(_)                                           => "bad"
    case None                                              => "none"
  }
  def octet(ip: String): Int = ip.split('.') match {
    case Array(Int(a), Int(Even()), _, _) => a
    case Array(Int(a), Int(b), _*)        => a * 1000 + b
    case Array(x, _*) if x.startsWith(":") => -6
    case _                                => -1
  }
}

object LogFeatures extends Parsers {
  import Extractors._

  val spec = FeatureSpec.of[Request]
    .required(r => method(r).toString.takeWhile(_ != '('))(OneHotEncoder("method"))
    .required(r => if (method(r).idempotent) 1.0 else 0.0)(Identity("idempotent"))
    .required(r => method(r) match { case Method.Get | Method.Post => 1.0; case Method.Other(n) => n.length + 1.5 })(Identity("method_code"))
    .required(r => path(r).size.toDouble)(Bucketizer("depth", Array(0.0, 1.0, 2.0, 10.0)))
    .required(r => path(r) match {
      case "api" :: ("v1" | "v2") :: resource :: _ => resource
      case "static" :: (_ :+ last)                 => last.split('.').lastOption.getOrElse("")
      case first :: _                             => first
      case Nil                                    => "/"
    })(OneHotEncoder("resource"))
    .required(r => params(r).get("page").flatMap(p => Try(p.toInt).toOption).getOrElse(1).toDouble)(Identity("page"))
    .required(r => params(r).keys.toSeq.sorted)(NHotEncoder("param_names"))
    .required(r => emailKind(r.email))(OneHotEncoder("email"))
    .required(r => octet(r.ip).toDouble)(Identity("octet"))
    .required(r => r.agent match { case Version(name, major) if major > 9 => s"$name$major"; case Version(name, _) => name; case _ => "?" })(OneHotEncoder("agent"))
    .required(r => Level.of(r.status).id.toDouble)(Identity("level"))
    .required(r => Level.of(r.status).toString)(OneHotEncoder("level_name"))
    .required(r => if (Level.of(r.status) >= Level.ClientError) 1.0 else 0.0)(Identity("failed"))
    .optional(r => r.bytes.collect { case b if b > 0 => math.log(b) / math.log(2) })(Identity("log2_bytes"))
    .required(r => r.headers.collectFirst { case (k, v) if k.equalsIgnoreCase("content-type") => v.split(";")(0).trim }.getOrElse(""))(OneHotEncoder("content_type"))
    .required(r => r.headers.foldLeft(0)((n, kv) => n + kv._1.length + kv._2.length).toDouble)(Identity("header_size"))
    .required(r => (r.status: Int) match { case Even() & n => n.toDouble; case n => -n.toDouble })(Identity("signed_status"))
    .required(r => "\\d+".r.replaceAllIn(r.line, m => "#" * m.matched.length))(HashOneHotEncoder("masked", 32))
}
