package import PathwayModel

extension Input {
    /// The input as the journal keeps it beside its facts.
    package var json: JSON {
        switch self {
        case .enroll(let enrollment):
            return .compact([
                "input": "enroll", "with": Self.json(enrollment.with),
                "birth_date": JSON(enrollment.birthDate?.description), "language": JSON(enrollment.language),
                "results": enrollment.results.isEmpty ? .null : .array(enrollment.results.map(\.json)),
            ])
        case .send(let event, let with): return ["input": "send", "event": .string(event), "with": Self.json(with)]
        case .record(let recordings): return ["input": "record", "values": Self.json(recordings)]
        case .correct(let entry, let recordings, let reason):
            return [
                "input": "correct", "entry": .int(Int64(entry)), "values": Self.json(recordings),
                "reason": .string(reason),
            ]
        case .withdraw(let entry, let reason, let movedTo):
            return .compact([
                "input": "withdraw", "entry": JSON(entry), "reason": .string(reason), "moved_to": JSON(movedTo),
            ])
        case .undo(let entry, let reason, let withLater):
            return .compact([
                "input": "undo", "entry": JSON(entry), "reason": .string(reason),
                "with_later": withLater ? .bool(true) : .null,
            ])
        case .mendClock(let reason): return ["input": "mend_clock", "reason": .string(reason)]
        case .attend(let status, let type):
            return .compact(["input": "attend", "status": .string(status.rawValue), "type": JSON(type)])
        case .complete(let task, let outcome):
            return .compact(["input": "complete", "task": .string(task), "outcome": JSON(outcome)])
        case .decide(let choice, let reason):
            return switch choice {
            case .transition(let id): .compact(["input": "decide", "id": .string(id), "reason": JSON(reason)])
            case .target(let state): .compact(["input": "decide", "to": .string(state), "reason": JSON(reason)])
            }
        case .consent(let changes):
            return [
                "input": "consent", "changes": .object(changes.map { JSON.Member($0.kind, .bool($0.granted)) }),
            ]
        case .extend(let state, let until, let reason):
            return .compact([
                "input": "extend", "state": JSON(state), "until": .string(until.description),
                "reason": .string(reason),
            ])
        case .tend(let tending): return tending.json
        case .heard(let news): return news.json
        case .delivery(let report, _): return report.json("input")
        case .page(let pagings): return ["input": "page", "pages": .array(pagings.map(\.json))]
        case .wake: return ["input": "time"]
        }
    }

    /// What a session that is put right is called among values, whose names are words.
    static let sessionKey = "(session)"

    private static func json(_ values: [NamedText]) -> JSON {
        .object(values.map { JSON.Member($0.name, .string($0.text)) })
    }

    private static func json(_ recordings: [Recording]) -> JSON {
        .object(
            recordings.map { recording in
                switch recording {
                case .field(let name, let text): JSON.Member(name, .string(text))
                case .instrument(let name, let answers): JSON.Member(name, json(answers))
                case .session(let status, let type):
                    JSON.Member(sessionKey, .compact(["status": .string(status.rawValue), "type": JSON(type)]))
                }
            })
    }
}
