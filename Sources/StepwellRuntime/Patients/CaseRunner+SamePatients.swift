import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// A patient who was enrolled under two numbers.
extension CaseRunner {
    /// What came of joining two numbers.
    package enum Joining: Sendable {
        /// With what it did to the patient's cases.
        case joined([OtherCaseChange])
        /// They are one patient's already, or are the same number.
        case alreadyJoined
    }

    /// Keeps that a number is the same patient's as another. Open cases under the one are told of what is open about
    /// safety in those under the other, in the same transaction.
    package func join(_ link: SamePatients.Link, isDryRun: Bool) throws(RuntimeError) -> Joining {
        let actor = Actor(name: link.by, roles: link.by.flatMap(roles), speaker: link.speaker)
        for _ in 0..<Self.maximumAttempts {
            let same = try RuntimeError.storing { () throws(StoreError) in try store.samePatients() }
            let (one, two) = (same.numbers(of: link.number), same.numbers(of: link.sameAs))
            guard one[0] != two[0] else { return .alreadyJoined }
            // What stands for the number stands for those with it.
            var link = link
            link.number = one[0]
            link.sameAs = two[0]
            let changes = try told(one, two, by: actor, at: link.at, isDryRun: isDryRun)
            let others = changes.compactMap { OtherCaseChange($0) }
            guard !isDryRun else { return .joined(others) }
            let transaction = CaseTransaction(changes: changes, resources: [same.joining(link).change])
            let result = try RuntimeError.storing { () throws(StoreError) in try store.commit(transaction) }
            if case .committed = result { return .joined(others) }
        }
        throw .busy
    }

    /// Takes back that a number is another's too; false where it is not. What cases were told stays with them.
    package func part(_ number: String, isDryRun: Bool) throws(RuntimeError) -> Bool {
        for _ in 0..<Self.maximumAttempts {
            let same = try RuntimeError.storing { () throws(StoreError) in try store.samePatients() }
            guard same.link(of: number) != nil else { return false }
            guard !isDryRun else { return true }
            if try keep(same.parting(number).change) { return true }
        }
        throw .busy
    }

    /// Every open case under numbers is told of each under the others that has a safety task open.
    private func told(
        _ one: [String], _ two: [String], by actor: Actor, at now: Timestamp, isDryRun: Bool
    ) throws(RuntimeError) -> [CaseChange] {
        var command = Command(.wake, by: actor, at: .instant(now))
        command.isDryRun = isDryRun
        let (ours, theirs) = (try open(one), try open(two))
        var changes: [CaseChange] = []
        do throws(LinkFailure) {
            for (tellers, listeners) in [(ours, theirs), (theirs, ours)] {
                let news = tellers.filter(\.hasOpenAlarm).map { teller in
                    Input.News.risk(case: teller.id.text, pathway: teller.definition.pathway.identifier)
                }
                for listener in listeners {
                    var told: OpenCase?
                    for risk in news {
                        let step = try stepOther(listener.id, .heard(risk), of: command, at: now, on: told)
                        told = step.after
                        changes.append(try Self.linking { () throws(RuntimeError) in try change(step) })
                    }
                }
            }
        } catch {
            throw error.runtimeError
        }
        return changes
    }

    private func open(_ numbers: [String]) throws(RuntimeError) -> [OpenCase] {
        var cases: [OpenCase] = []
        let found = try RuntimeError.storing { () throws(StoreError) in
            try Person(of: numbers, in: store).cases(CaseFilter(status: .open))
        }
        for summary in found { cases.append(try load(summary.id)) }
        return cases
    }
}

extension OpenCase {
    /// Whether a task about safety is open that is its own, and no other case's.
    fileprivate var hasOpenAlarm: Bool {
        let pathway = definition.pathway
        return pathway.tasks.indices.contains { place in
            pathway.isRisk(TaskIndex(place)) && state?.tasks[place].status == .open
        }
    }
}
