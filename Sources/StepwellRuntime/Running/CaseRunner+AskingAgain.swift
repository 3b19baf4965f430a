import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// Rules are asked again where they may answer otherwise though nothing of the case has changed: another plugin was
/// let in, one runs again, or there was no answer.
extension CaseRunner {
    /// What the clinic keeps of the plugins that its cases were last asked about.
    static let askedPlugins = "asked_plugins"

    // MARK: One case

    /// Asks the rules that a case waits for, in a step of time at this instant; false where somebody else was faster.
    func askAgain(_ way: inout CatchingUp, at now: Timestamp, keeps: Bool) throws(RuntimeError) -> Bool {
        guard let state = way.current.state, now >= state.lastInput, way.current.definition.machine.asksRules(state)
        else { return true }
        return try wake(&way, at: now, keeps: keeps)
    }

    /// Whether an input comes only after the case was asked about again: else it would meet a case that stands elsewhere
    /// than `why` shows.
    func isToBeAsked(_ open: OpenCase) throws(RuntimeError) -> Bool {
        guard let state = open.state, open.definition.machine.asksRules(state) else { return false }
        if state.hasIncident(in: open.definition.pathway) { return true }
        return try !changed().isEmpty
    }

    // MARK: All cases

    /// Looks at each case that waits for a rule of a plugin which is another one than all cases were last asked about.
    /// Whether that is done: false where it was stopped.
    func askAgain(
        at when: When, isDryRun: Bool, isStopped: () -> Bool, _ passed: inout Set<CaseID>,
        _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) -> Bool {
        changedPlugins = nil
        let changed = try changed()
        guard !changed.isEmpty else { return true }
        var last: CaseID?
        var known: [String: [String: Set<String>]] = [:]
        while true {
            let page = try RuntimeError.storing { () throws(StoreError) in
                try store.cases(CaseFilter(status: .open), after: last, limit: Self.dueBatch)
            }
            for summary in page where try isAsked(summary, changed, &known) {
                guard !isStopped() else { return false }
                let result = try attempt(summary.id, at: when, isDryRun: isDryRun, asksAgain: true)
                if isDryRun || !result.hasMoved { passed.insert(summary.id) }
                tell(summary.id, result)
            }
            guard page.count == Self.dueBatch, let end = page.last else { break }
            last = end.id
        }
        if !isDryRun { try keepAsked() }
        return true
    }

    /// Whether a case is where one of these plugins is asked.
    private func isAsked(
        _ summary: CaseSummary, _ plugins: Set<String>, _ known: inout [String: [String: Set<String>]]
    ) throws(RuntimeError) -> Bool {
        let key = "\(summary.pathway) \(summary.version)"
        if known[key] == nil {
            let stored = try definitions.stored(pathway: summary.pathway, version: summary.version)
            known[key] = [:]
            do throws(RuntimeError) {
                if let stored { known[key] = try definitions.definition(stored).machine.pluginsAsked }
            } catch {
                // Whoever looks at one of its cases is told.
                if error.endsAll { throw error }
            }
        }
        return summary.configuration.contains { known[key]?[$0]?.isDisjoint(with: plugins) == false }
    }

    // MARK: What is kept

    /// The plugins that are not those which all cases were last asked about; looked up once.
    private func changed() throws(RuntimeError) -> Set<String> {
        if let changedPlugins { return changedPlugins }
        let kept = try RuntimeError.storing { () throws(StoreError) in try store.resource(Self.askedPlugins) }
        let before = kept.map { Self.editions($0.bytes) } ?? [:]
        let names = Set(before.keys).union(plugins.editions.keys)
        let changed = names.filter { before[$0] != plugins.editions[$0] }
        changedPlugins = changed
        return changed
    }

    private static func editions(_ bytes: [UInt8]) -> [String: String] {
        let json: JSON
        // What cannot be read says that nobody was asked: all are asked again.
        do { json = try JSON.parse(bytes) } catch { return [:] }
        return Dictionary(
            (json.members ?? []).compactMap { member in member.value.string.map { (member.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private func keepAsked() throws(RuntimeError) {
        let members = plugins.editions.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        let kept = try RuntimeError.storing { () throws(StoreError) in try store.resource(Self.askedPlugins) }
        // Where another process has kept its own meanwhile, that one has asked too.
        _ = try keep(
            ResourceChange(name: Self.askedPlugins, expected: kept?.revision, bytes: JSON.object(members).bytes))
        changedPlugins = []
    }
}

extension CaseState {
    /// How soon a rule that gave no answer is asked again by itself, in seconds: at first, and at most. The pause grows
    /// with the time that it has been silent.
    private static let pauses: ClosedRange<Int64> = 900...86_400

    /// When rules are to be asked again after a step, though nothing is due then; nil for never.
    func nextQuestion(after step: Step, at instant: Timestamp) -> Timestamp? {
        guard !status.isAtEnd else { return nil }
        var next = step.answersUntil
        if step.hasFailedRules {
            let silent = min(max(instant.seconds - lastInput.seconds, Self.pauses.lowerBound), Self.pauses.upperBound)
            let retry = Timestamp(seconds: instant.seconds + silent, nanoseconds: instant.nanoseconds)
            next = next.map { min($0, retry) } ?? retry
        }
        return next
    }

    /// Whether a person is called because something could not be done.
    func hasIncident(in pathway: Pathway) -> Bool {
        pathway.tasks.indices.contains { place in
            pathway.tasks[place].name == Pathway.incidentTask && tasks[place].status == .open
        }
    }
}
