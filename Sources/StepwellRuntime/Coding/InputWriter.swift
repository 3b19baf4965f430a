package import PathwayModel

extension Input {
    /// The input as the journal keeps it beside its facts.
    package var json: JSON {
        switch self {
        case .enroll(let enrollment):
            return .compact([
                "input": "enroll", "with": Self.json(enrollment.with),
                "birth_date": JSON(enrollment.birthDate?.description), "language": JSON(enrollment.language),
            ])
        case .send(let event, let with): return ["input": "send", "event": .string(event), "with": Self.json(with)]
        case .record(let recordings): return ["input": "record", "values": Self.json(recordings)]
        case .correct(let entry, let recordings, let reason):
            return [
                "input": "correct", "entry": .int(Int64(entry)), "values": Self.json(recordings),
                "reason": .string(reason),
            ]
        case .withdraw(let entry, let reason):
            return ["input": "withdraw", "entry": .int(Int64(entry)), "reason": .string(reason)]
        case .attend(let status, let type):
            return .compact(["input": "attend", "status": .string(status.rawValue), "type": JSON(type)])
        case .complete(let task): return ["input": "complete", "task": .string(task)]
        case .decide(let choice, let reason):
            return switch choice {
            case .transition(let id): .compact(["input": "decide", "id": .string(id), "reason": JSON(reason)])
            case .target(let state): .compact(["input": "decide", "to": .string(state), "reason": JSON(reason)])
            }
        case .consent(let changes):
            return [
                "input": "consent", "changes": .object(changes.map { JSON.Member($0.kind, .bool($0.granted)) }),
            ]
        case .delivery(let report, _): return report.json("input")
        case .wake: return ["input": "time"]
        }
    }

    private static func json(_ values: [NamedText]) -> JSON {
        .object(values.map { JSON.Member($0.name, .string($0.text)) })
    }

    private static func json(_ recordings: [Recording]) -> JSON {
        .object(
            recordings.map { recording in
                switch recording {
                case .field(let name, let text): JSON.Member(name, .string(text))
                case .instrument(let name, let answers): JSON.Member(name, json(answers))
                }
            })
    }

    /// What kind of input it is, with the name of what it is about and no values: for the audit.
    package var summary: String {
        switch self {
        case .enroll: "enroll"
        case .send(let event, _): "send \(event)"
        case .record(let recordings): "record \(Self.names(recordings))"
        case .correct(let entry, let recordings, _): "correct \(Self.names(recordings)) of \(entry)"
        case .withdraw(let entry, _): "withdraw \(entry)"
        case .attend(let status, _): "attend \(status.rawValue)"
        case .complete(let task): "complete \(task)"
        case .decide(.transition(let id), _): "decide \(id)"
        case .decide(.target(let state), _): "decide to \(state)"
        case .consent(let changes): "consent " + changes.map(\.kind).joined(separator: ", ")
        case .delivery(let report, _): "delivery \(report.subject)"
        case .wake: "time"
        }
    }

    private static func names(_ recordings: [Recording]) -> String {
        recordings.map { recording in
            switch recording {
            case .field(let name, _), .instrument(let name, _): name
            }
        }.joined(separator: ", ")
    }
}
