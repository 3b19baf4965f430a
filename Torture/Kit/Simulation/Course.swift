import CEL
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime

/// A case's journal, played again by the engine alone: the same facts, each wake-up once and when it was due, a message
/// kept for each that a step asked for.
enum Course {
    static func findings(of id: CaseID, _ store: any CaseStore, _ pathway: Pathway) throws -> [String] {
        let (machine, reader) = (Machine(pathway), FactReader(Machine(pathway)))
        var findings: [String] = []
        var state: CaseState?
        var effects = 0
        for row in try store.journal(of: id, after: 0) {
            if row.actor == nil, let before = state, !isDue(at: row.at, before, machine) {
                findings.append("case \(id): row \(row.sequence) is a wake-up that was not due then")
            }
            let facts = try reader.read(row.facts)
            effects += facts.count { if case .effect(let effect) = $0 { !effect.isEnrollment } else { false } }
            let date = pathway.calendar.zone.date(of: row.at)
            let header = StepHeader(sequence: row.sequence, moment: Moment(at: row.at, date: date))
            machine.evolve(&state, with: facts, in: header)
        }
        let kept = try store.outbox(OutboxFilter(id: id)).count
        if kept != effects { findings.append("case \(id): \(effects) messages were to be sent and \(kept) are kept") }
        return findings
    }

    /// Whether time alone could have brought something at an instant: what comes before it changed nothing.
    private static func isDue(at instant: Timestamp, _ state: CaseState, _ machine: Machine) -> Bool {
        var last = state.lastInput
        for _ in 0..<10_000 {
            guard let due = machine.nextWakeUp(of: state, after: last), due <= instant else { return false }
            if due == instant { return true }
            last = due
        }
        return false
    }
}

extension Effect {
    fileprivate var isEnrollment: Bool { if case .enroll = self { true } else { false } }
}
