import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// Those on call are told of tasks about somebody's safety that nobody sees to.
///
/// It is a step of the case, so that whoever is told is told once: of two processes one keeps it, and the message leaves
/// under the step's own number. Where a process dies before it, the case is due, and the next that lets time go on does it.
extension CaseRunner {
    /// One such step; false where somebody else changed the case.
    func page(_ way: inout CatchingUp, at now: Timestamp, keeps: Bool) throws(RuntimeError) -> Bool {
        let pagings = way.current.pagings(at: now)
        let command = Command(.page(pagings), by: Actor(name: nil, roles: nil), at: .instant(now))
        guard !pagings.isEmpty, case .stepped(let step) = try step(way.current, command, at: now), !step.facts.isEmpty
        else {
            way.current.passPage()
            return true
        }
        return try take(step, of: command, &way, at: now, keeps: keeps)
    }

    /// Tells those on call of what these changes of cases have opened, at the very instant; gives the facts of one case.
    ///
    /// The changes are kept, whatever becomes of this: what is not done now stays due.
    func pageAtOnce(_ changes: [CaseChange], of id: CaseID? = nil) -> [Fact] {
        guard definitions.onCall != nil else { return [] }
        var facts: [Fact] = []
        for change in changes where change.nextWakeUp.map({ $0 <= change.row.at }) ?? false {
            do throws(RuntimeError) {
                let open = try load(change.id)
                guard let last = open.state?.lastInput,
                    let (after, came) = try catchUp(open, to: max(last, change.row.at), keeps: true, pages: true)
                else { continue }
                inHand.put(after)
                if change.id == id { facts += came }
            } catch {
                continue
            }
        }
        return facts
    }

    // MARK: Another line

    /// What the clinic keeps of the line that its cases were last looked at with.
    private static let keptLine = "on_call"

    /// Looks at each case with an open task about somebody's safety where the line is another than all were last looked
    /// at with. Whether that is done: false where it was stopped.
    func lookAtLine(
        at when: When, isDryRun: Bool, isStopped: () -> Bool, _ passed: inout Set<CaseID>,
        _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) -> Bool {
        let kept = try RuntimeError.storing { () throws(StoreError) in try store.resource(Self.keptLine) }
        let line = definitions.onCall?.fingerprint ?? ""
        guard kept.map({ $0.bytes != Array(line.utf8) }) ?? !line.isEmpty else { return true }
        for id in try casesOfSafety() {
            guard !isStopped() else { return false }
            let result = try attempt(id, at: when, isDryRun: isDryRun, asksAgain: false)
            guard result.hasMoved || isDryRun else { continue }
            if isDryRun { passed.insert(id) }
            tell(id, result)
        }
        guard !isDryRun else { return true }
        // Where another process has kept its own meanwhile, that one has looked too.
        _ = try keep(ResourceChange(name: Self.keptLine, expected: kept?.revision, bytes: Array(line.utf8)))
        return true
    }

    private func casesOfSafety() throws(RuntimeError) -> [CaseID] {
        var ids: Set<CaseID> = []
        for kind in [Obligation.Kind.safetyTask, .brokenPromise] {
            let rows = try RuntimeError.storing { () throws(StoreError) in
                try store.obligations(ObligationFilter(kind: kind))
            }
            ids.formUnion(rows.filter(\.obligation.isSafety).map(\.obligation.id))
        }
        return ids.sorted()
    }
}
