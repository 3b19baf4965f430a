import CEL
package import PathwayModel

extension RuleFacts {
    /// The facts as a plugin process gets them: what the rule does not read is not there.
    package func json(_ reads: RuleReads) -> JSON {
        var members: [JSON.Member] = []
        if reads.contains(.now), let now { members.append(.init("now", .string(now.rfc3339()))) }
        if reads.contains(.today), let today { members.append(.init("today", .string(today.description))) }
        if reads.contains(.attendance) { members.append(.init("attendance", .array(sessions.map(\.json)))) }
        if reads.contains(.data) { members.append(.init("data", WireValue.object(data))) }
        if reads.contains(.results) {
            let lists = results.keys.sorted().map { name in
                JSON.Member(name, .array((results[name] ?? []).map(\.json)))
            }
            members.append(.init("results", .object(lists)))
        }
        if reads.contains(.course) {
            let states = course.keys.sorted().compactMap { path in
                course[path].map { JSON.Member(path, .string($0.description)) }
            }
            members.append(.init("course", .object(states)))
        }
        return .object(members)
    }

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
    fileprivate var json: JSON {
        .compact([
            "status": .string(status.rawValue), "type": JSON(type), "date": .string(date.description),
        ])
    }

    package init(_ json: JSON) throws(ProtocolError) {
        guard let status = json["status"]?.string.flatMap({ AttendanceStatus(rawValue: $0) }) else {
            throw ProtocolError("a session's status must be attended, no_show or excused")
        }
        self.init(
            status: status, type: json["type"]?.string, date: try RuleFacts.date(json["date"], "a session's date"))
    }
}

extension RuleFacts.Result {
    fileprivate var json: JSON {
        ["date": .string(date.description), "values": WireValue.object(values)]
    }

    package init(_ json: JSON) throws(ProtocolError) {
        self.init(
            values: try WireValue.values(json["values"]), date: try RuleFacts.date(json["date"], "a result's date"))
    }
}
