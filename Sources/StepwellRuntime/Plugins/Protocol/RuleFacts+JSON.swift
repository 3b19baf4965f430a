import CEL
package import PathwayModel
import StepwellKit

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
}

extension RuleFacts.Session {
    fileprivate var json: JSON {
        .compact([
            "status": .string(status.rawValue), "type": JSON(type), "date": .string(date.description),
        ])
    }
}

extension RuleFacts.Result {
    fileprivate var json: JSON {
        ["date": .string(date.description), "values": WireValue.object(values)]
    }
}
