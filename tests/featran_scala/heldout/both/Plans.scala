// run spec=k02.Plans.spec rows=k02.Plans.rows
package k02

import com.spotify.featran._
import com.spotify.featran.transformers._

sealed trait Plan { def price: Double; def label: String }
case object Free extends Plan { val price = 0.0; val label = "free" }
case object Student extends Plan { val price = 4.99; val label = "student" }
case object Premium extends Plan { val price = 9.99; val label = "premium" }

sealed abstract class Device(val code: Int)
object Device {
  case object Phone extends Device(1)
  case object Desktop extends Device(2)
  case object Other extends Device(-1)
  val all: Seq[Device] = Seq(Phone, Desktop, Other)
  def fromUserAgent(ua: String): Device = ua match {
    case s if s.contains("Mobile") => Phone
    case s if s.contains("Windows") || s.contains("Mac") => Desktop
    case _ => Other
  }
}

case class Account(plan: String, months: Int, userAgent: Option[String], seats: Option[Int])

object Plans {
  def planOf(name: String): Plan = name.toLowerCase match {
    case "premium" | "gold" => Premium
    case "student" => Student
    case _ => Free
  }
  def isPaying(p: Plan): Boolean = p match {
    case Free => false
    case Student | Premium => true
  }
  def discount(p: Plan, months: Int): Double = (p, months) match {
    case (Free, _) => 1.0
    case (Premium, m) if m > 12 => 0.8
    case (_, m) => 1.0 - m / 100.0
  }

  val spec = FeatureSpec.of[Account]
    .required(a => planOf(a.plan).price)(Identity("price"))
    .required(a => planOf(a.plan).label)(OneHotEncoder("plan"))
    .required(a => if (isPaying(planOf(a.plan))) 1.0 else 0.0)(Identity("paying"))
    .required { a =>
      val plan = planOf(a.plan)
      plan.price * discount(plan, a.months) * a.seats.getOrElse(1)
    }(StandardScaler("revenue"))
    .optional(_.userAgent.map(Device.fromUserAgent(_).code.toDouble))(Identity("device"))
    .optional(_.userAgent.map(ua => Device.fromUserAgent(ua).toString))(OneHotEncoder("device_name"))
    .required(a => a.userAgent.map(Device.fromUserAgent).contains(Device.Phone) match { case true => 1.0; case _ => 0.0 })(Identity("is_phone"))
    .required(a => if (planOf(a.plan) == Premium) 1.0 else 0.0)(Binarizer("premium"))
    .required(a => Device.all.map(_.code).indexOf(a.months).toDouble)(Identity("index"))

  val rows = List(
    Account("premium", 24, Some("Mobile Safari"), Some(3)),
    Account("GOLD", 2, Some("Windows NT"), None),
    Account("student", 7, None, Some(1)),
    Account("x", -1, Some("curl"), Some(0)))
}
