import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// What steps of a patient's cases mean for the patient's other ones.
extension CaseRunner {
    /// The steps of other cases that these bring about.
    ///
    /// - Parameter changes: what is kept with them so far.
    func newsForOthers(of moved: [OneStep], beside changes: [CaseChange]) throws(LinkFailure) -> [OneStep] {
        guard let last = moved.last else { return [] }
        var steps: [OneStep] = []
        if last.command.input.mayConcernOthers { steps = try deathUndone(by: moved, last) }
        guard last.tellsOfRisk else { return steps }
        let news = Input.News.risk(case: last.before.id.text, pathway: last.before.definition.pathway.identifier)
        let open = try Self.linking { () throws(RuntimeError) -> [CaseSummary] in
            try RuntimeError.storing { () throws(StoreError) in
                try store.casesOfPerson(CaseFilter(status: .open, patient: last.before.patient))
            }
        }
        for other in open where !changes.contains(where: { $0.id == other.id }) {
            let told = steps.last { $0.after.id == other.id }?.after
            steps.append(
                try stepOther(other.id, .heard(news), of: last.command, at: last.step.header.moment.at, on: told))
        }
        return steps
    }

    /// What a death that is taken back had withheld in the patient's other cases, for somebody to look at in each.
    private func deathUndone(by moved: [OneStep], _ last: OneStep) throws(LinkFailure) -> [OneStep] {
        let undone = moved.filter { one in
            one.before.state?.status.isDeath ?? false && !one.step.state.status.isDeath
        }
        guard let first = undone.first else { return [] }
        let patient = first.before.patient
        let (cases, record) = try Self.linking { () throws(RuntimeError) -> ([CaseSummary], PatientRecord?) in
            try RuntimeError.storing { () throws(StoreError) in
                let person = try store.person(patient)
                return (try person.cases(), try person.record())
            }
        }
        let others = cases.filter { other in !moved.contains { $0.before.id == other.id } }
        // While anything else says so, nothing goes all the same.
        let isStillDeceased =
            moved.contains(where: \.step.state.status.isDeath) || record.map(Permission.isDeceased) ?? false
            || others.contains { $0.outcome.map(Permission.isDeath) ?? false }
        guard !isStillDeceased else { return [] }
        var steps: [OneStep] = []
        let since = try Self.linking { () throws(RuntimeError) -> Timestamp? in try died(undone) }
        for other in others where other.outcome != CaseState.Status.outcomeInError {
            let withheld = try Self.linking { () throws(RuntimeError) -> [Input.Withheld] in
                try self.withheld(in: other.id, since: since)
            }
            guard !withheld.isEmpty else { continue }
            let news = Input.News.deathUndone(
                case: first.before.id.text, pathway: first.before.definition.pathway.identifier, withheld: withheld)
            steps.append(try stepOther(other.id, .heard(news), of: last.command, at: last.step.header.moment.at))
        }
        return steps
    }

    /// When the first of these cases came to know of the death.
    private func died(_ undone: [OneStep]) throws(RuntimeError) -> Timestamp? {
        var first: Timestamp?
        for one in undone {
            let pathway = one.before.definition.pathway
            let step = pathway.states.indices.filter { place in
                pathway.states[place].outcome != nil && one.before.state?.isActive(StateIndex(place)) ?? false
            }.compactMap { one.before.state?.stays[$0].step }.max()
            guard let step else { continue }
            guard let row = try journal(of: one.before.id, after: step - 1).first else { continue }
            first = min(first ?? row.at, row.at)
        }
        return first
    }

    /// The most seconds that noon of one date lies apart in two zones.
    private static let zoneSpan: Int64 = 26 * 3_600

    /// Messages of a case that did not go because the patient was said to have died.
    private func withheld(in id: CaseID, since: Timestamp?) throws(RuntimeError) -> [Input.Withheld] {
        let (_, history, _) = try history(of: id)
        // Dates without an hour are noon in each case's own zone: up to a day apart for one and the same.
        let recent = history.filter { row, _ in since.map { $0.seconds - Self.zoneSpan <= row.at.seconds } ?? true }
        return recent.flatMap(\.facts).reports.sorted { $0.key < $1.key }
            .filter { $0.value.outcome == .withheld && $0.value.code == Permission.Code.deceased }
            .map { Input.Withheld(subject: $0.value.subject, recipient: $0.value.recipient, place: $0.key) }
    }
}
