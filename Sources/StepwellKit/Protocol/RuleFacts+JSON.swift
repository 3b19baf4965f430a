import CEL
package import PathwayModel

extension RuleFacts {
    package init(_ json: JSON) throws(ProtocolError) {
        guard let members = json.members else { throw ProtocolError("'facts' must be an object") }
        var (now, today) = (Timestamp?.none, CalendarDate?.none)
        var sessions: [Session] = []
        var data: [String: Value] = [:]
        var results: [String: [Result]] = [:]
        var course: [String: CalendarDate] = [:]
        for member in members {
            switch member.name {
            case "now":
                now = member.value.string.flatMap { Timestamp(rfc3339: $0) }
                if now == nil { throw ProtocolError("'now' must be an instant") }
            case "today": today = try Self.date(member.value, "'today'")
            case "attendance":
                for session in member.value.array ?? [] { sessions.append(try Session(session)) }
            case "data": data = try WireValue.values(member.value)
            case "results":
                for instrument in member.value.members ?? [] {
                    var list: [Result] = []
                    for result in instrument.value.array ?? [] { list.append(try Result(result)) }
                    results[instrument.name] = list
                }
            case "course":
                for state in member.value.members ?? [] {
                    course[state.name] = try Self.date(state.value, "the date of a state")
                }
            // A newer host may hand over more: what is not known here is not read here.
            default: break
            }
        }
        self.init(now: now, today: today, sessions: sessions, data: data, results: results, course: course)
    }

    static func date(_ json: JSON?, _ what: String) throws(ProtocolError) -> CalendarDate {
        guard let date = json?.string.flatMap({ CalendarDate($0) }) else {
            throw ProtocolError("\(what) must be a date such as 2026-01-31")
        }
        return date
    }
}

extension RuleFacts.Session {
    package init(_ json: JSON) throws(ProtocolError) {
        guard let status = json["status"]?.string.flatMap({ AttendanceStatus(rawValue: $0) }) else {
            throw ProtocolError("a session's status must be attended, no_show or excused")
        }
        self.init(
            status: status, type: json["type"]?.string, date: try RuleFacts.date(json["date"], "a session's date"))
    }
}

extension RuleFacts.Result {
    package init(_ json: JSON) throws(ProtocolError) {
        self.init(
            values: try WireValue.values(json["values"]), date: try RuleFacts.date(json["date"], "a result's date"))
    }
}
