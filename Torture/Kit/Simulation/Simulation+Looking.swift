import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// What has to be so whatever happens in a simulated life.
extension Simulation {
    mutating func look() throws {
        var audit = try Audit(kept, rules: [SimulatedRule(world: world)], definition: definition)
        try audit.check(acknowledgements: told.map(\.line))
        report.findings += audit.findings
        for (key, times) in world.delivered where times > 1 + world.repetitions {
            report.findings.append("message \(key) left \(times) times")
        }
        let twice = world.delivered.values.reduce(0) { $0 + $1 - 1 }
        if twice > world.repetitions {
            report.findings.append("\(twice) messages came twice after \(world.repetitions) failures to mark one")
        }
        for summary in try kept.cases(CaseFilter(), after: nil, limit: .max) {
            report.findings += try Course.findings(of: summary.id, kept, definition.pathway)
            let places = try Self.runner(kept, world, definition).differences(of: summary.id, at: now)
            report.findings += places.map { "case \(summary.id): its journal says otherwise than \($0)" }
        }
        for summary in try kept.unkept() { report.findings.append("case \(summary.id) is lost") }
        let machine = Machine(definition.pathway)
        let reader = FactReader(machine)
        for summary in try kept.cases(CaseFilter(status: .open), after: nil, limit: .max) {
            if let finding = try onNoList(summary, machine, reader) { report.findings.append(finding) }
        }
    }

    /// Whether an open case neither stands on a list now nor has a date ahead, told from its journal: what is put off comes
    /// back within days.
    private func onNoList(
        _ summary: CaseSummary, _ machine: Machine, _ reader: FactReader
    ) throws -> String? {
        var state: CaseState?
        var putOff: [String: Int32] = [:]
        for row in try kept.journal(of: summary.id, after: 0) {
            let moment = Moment(at: row.at, date: zone.date(of: row.at))
            let facts = try reader.read(row.facts)
            machine.evolve(&state, with: facts, in: StepHeader(sequence: row.sequence, moment: moment))
            for case .dutyTended(let subject, .snoozed(let until, _)) in facts {
                putOff["\(subject)"] = until.daysSinceEpoch - moment.date.daysSinceEpoch
            }
        }
        guard let state, state.status == .open else { return nil }
        if let long = putOff.first(where: { $0.value > 7 }) {
            return "case \(summary.id): \(long.key) was put off by \(long.value) days"
        }
        let today = zone.date(of: max(now, state.lastInput))
        let isSeen = machine.duties(of: state, at: max(now, state.lastInput)).contains { duty in
            switch duty.kind {
            case .owed: duty.keepsCase && (duty.snoozedUntil ?? today).daysSinceEpoch <= today.daysSinceEpoch + 7
            case .time: duty.due != nil
            }
        }
        return isSeen ? nil : "case \(summary.id) stands on no list and has no date ahead"
    }

    mutating func lookAtTheEnd() throws {
        for due in try kept.due(at: now, after: nil, limit: 10) {
            report.findings.append("case \(due.id): what was due never came")
        }
        // Weeks have gone by: whatever was put off is on the list again.
        let today = zone.date(of: now)
        for row in try kept.obligations(ObligationFilter())
        where row.obligation.snoozedUntil.map({ $0 > today }) ?? false {
            report.findings.append("\(row.obligation.key.subject) of case \(row.obligation.id) is still put off")
        }
        for row in try kept.outbox(OutboxFilter()) where row.status == .waiting && row.attempts == 0 {
            report.findings.append("message \(row.message.effect) was never tried")
        }
        for row in try kept.outbox(OutboxFilter()) where row.status == .sent {
            if world.delivered[row.key] == nil {
                report.findings.append("message \(row.message.effect) is marked and never left")
            }
        }
    }
}
