import PathwayModel
import StepwellKit
import StepwellRuntime

extension Clinic {
    func outbox(_ clock: DeliveryClock) -> Outbox { Outbox(runner, routing: settings.routing, clock: clock) }

    /// The clock of messages where nobody says a time: the real one, or where a simulated case stands.
    func deliveryClock(_ now: When) -> DeliveryClock {
        settings.isSimulated ? .standing(now.latest) : .system { SystemClock.now }
    }
}

extension Outbox.Plan {
    var words: String {
        let entry = row.entry
        let what = "\(entry.subject) to \(entry.recipient) by \(channel)"
        return switch decision {
        case .go: "would send \(what)"
        case .wait(let until, let code): "would keep \(what) until \(until.rfc3339()) (\(code))"
        case .withhold(let code, _): "would withhold \(what) (\(code))"
        }
    }

    var json: JSON {
        let (decided, code): (String, String?) =
            switch decision {
            case .go: ("send", nil)
            case .wait(_, let code): ("wait", code)
            case .withhold(let code, _): ("withhold", code)
            }
        return .compact([
            "key": .string(row.entry.effect.description), "case": .string(row.entry.effect.id.text),
            "message": .string(row.entry.subject), "recipient": .string(row.entry.recipient),
            "channel": .string(channel), "decision": .string(decided), "code": JSON(code),
        ])
    }
}
