import CEL
import StepwellClinic
import StepwellRuntime

/// Messages and what becomes of them.
enum OutboxWords {
    static func words(for plan: Outbox.Plan, _ clocks: CaseClocks) -> String {
        let what = "\(plan.row.message.subject) to \(plan.row.message.recipient) by \(plan.channel)"
        return switch plan.decision {
        case .go: "would send \(what)"
        case .wait(let until, let code):
            "would keep \(what) until \(clocks.time(until, of: plan.row.message.effect.id)) (\(code))"
        case .withhold(let code, _): "would withhold \(what) (\(code))"
        }
    }

    /// How many messages went which way; nil where there were none.
    static func counts(_ report: Outbox.Report, waiting: String = "waiting") -> String? {
        let counts = [
            (report.sent, "sent"), (report.waiting, waiting), (report.failed, "failed"), (report.withheld, "withheld"),
        ].filter { $0.0 > 0 }
        return counts.isEmpty ? nil : counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
