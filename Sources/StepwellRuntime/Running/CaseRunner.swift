package import CEL
package import PathwayEngine
package import PathwayModel
import StepwellKit
package import StepwellStore

/// Carries commands to cases: load, step, keep, again if somebody was faster.
///
/// Every change of a case goes through here. Rules are asked outside of any transaction.
package final class CaseRunner {
    /// How often a case may change under a command before it gives up.
    static let maximumAttempts = 8
    /// How many cases it keeps as it committed them, where nobody says.
    package static let usuallyInHand = 256

    package let store: any CaseStore
    let plugins: PluginSet
    let definitions: Definitions
    /// The pathway of a name as the clinic has it now; nil where it has none that compiles.
    let current: (String) -> CurrentDefinition?
    let newID: () -> CaseID
    /// The roles of an account, as the clinic has them now; nil where it does not know it.
    let roles: (String) -> Set<String>?
    /// Whether somebody has a right, as the clinic has it now.
    let entitlement: (Right, Actor) -> Entitlement
    /// Why a case is not for somebody, who is at another site; nil where it is.
    let farCase: (CaseID, Actor) throws(StoreError) -> Refusal?
    /// Those who have one of some roles, in words; nil where the clinic does not say.
    let holders: ([String]) -> String?
    var inHand: CasesInHand
    /// Zones by pathway and version, for lists of many cases.
    var zones: [String: ZoneOffsets] = [:]
    /// The plugins that changed since all cases were last asked about them; nil before somebody looked.
    var changedPlugins: Set<String>?

    /// - Parameters:
    ///   - onCall: who is told of tasks about somebody's safety that nobody sees to; nil where the clinic does not say.
    ///   - inHand: how many cases it keeps as it committed them, to go on from; with 0 it loads each.
    package init(
        store: any CaseStore, plugins: PluginSet, current: @escaping (String) -> CurrentDefinition?,
        newID: @escaping () -> CaseID, roles: @escaping (String) -> Set<String>? = { _ in nil },
        entitlement: @escaping (Right, Actor) -> Entitlement = { _, _ in .granted },
        farCase: @escaping (CaseID, Actor) throws(StoreError) -> Refusal? = { (_, _) throws(StoreError) in nil },
        holders: @escaping ([String]) -> String? = { _ in nil }, onCall: OnCall? = nil,
        inHand: Int = CaseRunner.usuallyInHand
    ) {
        self.store = store
        self.plugins = plugins
        self.current = current
        self.newID = newID
        self.roles = roles
        self.entitlement = entitlement
        self.farCase = farCase
        self.holders = holders
        self.inHand = CasesInHand(limit: inHand)
        definitions = Definitions(store: store, plugins: plugins, onCall: onCall)
    }

    // MARK: Commands

    /// Begins a case.
    package func enroll(
        _ pathway: String, patient: String, _ command: Command
    ) throws(RuntimeError) -> Answer {
        if let answered = try answered(command, .new(pathway: pathway, patient: patient)) { return answered }
        let (definition, stored) = try currentDefinition(pathway)
        let id = newID()
        let now = command.at.instant(in: definition.pathway.calendar.zone, after: nil)
        let open = OpenCase(id: id, patient: patient, definition: definition)
        if let refusal = try missingRight(for: command, on: nil) { return try refuse(open, command, at: now, refusal) }
        for _ in 0..<Self.maximumAttempts {
            switch try carryOut(command, on: open, at: now, adding: [stored]) {
            case .refused(let refusal):
                return try refuse(open, command, at: now, refusal)
            case .done(let after, var transaction, let facts):
                // With the case: no other site ever sees it.
                if let site = command.site {
                    let stay = CaseSites.Stay(site: site, since: now, by: command.actor)
                    transaction.resources.append(CaseSites(of: id).adding(stay))
                }
                if let answer = try commit(transaction, command, after, facts) { return answer }
            }
        }
        throw .busy
    }

    /// Gives a case an input, after everything that time has brought until then.
    package func perform(_ command: Command, on id: CaseID) throws(RuntimeError) -> Answer {
        if let answered = try answered(command, .known(id)) { return answered }
        if let refusal = try missingRight(for: command, on: id) {
            var answer = try object(Objection(refusal), to: command, on: load(id))
            // Who may not give it learns nothing of the case.
            answer.after = nil
            return answer
        }
        if let open = inHand.take(id), let step = try singleStep(open, command),
            let answer = try commit(step.transaction, command, step.after, step.facts)
        {
            return answer
        }
        for _ in 0..<Self.maximumAttempts {
            let open = try load(id)
            if let objection = objectionOfClock(to: command, on: open) {
                return try object(objection, to: command, on: open)
            }
            let now = try instant(of: command, open)
            let due = command.input.waitsForTime ? now : open.state?.lastInput ?? now
            guard
                let (caughtUp, facts) = try catchUp(
                    open, to: due, keeps: !command.isDryRun, pages: definitions.onCall?.isSimulated ?? false,
                    asksAgain: try isToBeAsked(open))
            else { continue }
            var before = caughtUp
            if let objection = try objection(to: command, on: before, at: now) {
                return try object(objection, to: command, on: before)
            }
            switch try carryOut(command, on: before, at: now) {
            case .refused(let refusal):
                guard try tell(of: refusal, command, &before, at: now) else { continue }
                return try refuse(before, command, at: now, refusal)
            case .done(let after, let transaction, let more):
                if let answer = try commit(transaction, command, after, facts + more) { return answer }
            }
        }
        throw .busy
    }

    /// Lets what is due happen to a case.
    ///
    /// - Parameter asksAgain: whether rules that it waits for are asked again though nothing is due: their plugins may
    ///   be others, or may answer by now.
    package func advance(
        _ id: CaseID, at: When, isDryRun: Bool = false, asksAgain: Bool = true
    ) throws(RuntimeError) -> Answer {
        for _ in 0..<Self.maximumAttempts {
            let open = try load(id)
            let now = at.instant(in: open.definition.pathway.calendar.zone, after: open.state?.lastInput)
            let caughtUp = try catchUp(open, to: now, keeps: !isDryRun, pages: true, asksAgain: asksAgain)
            guard let (after, facts) = caughtUp else { continue }
            return Answer(id: id, refusal: nil, after: after.stepped(facts))
        }
        throw .busy
    }

    // MARK: Reading

    /// A case as it is, or as it was at an instant, with everything that is due by then.
    package func look(at id: CaseID, when: When?) throws(RuntimeError) -> (seen: SteppedCase, now: Timestamp) {
        var open = try load(id)
        guard let last = open.state?.lastInput else { throw .noSuchCase(id.text) }
        let zone = open.definition.pathway.calendar.zone
        let now = when?.instant(in: zone, after: last) ?? last
        if now < last { open = try rewind(open, to: now) }
        // What was is not asked about again: rules may answer otherwise now.
        guard let (after, facts) = try catchUp(open, to: now, keeps: false, asksAgain: now >= last) else { throw .busy }
        guard let stepped = after.stepped(facts) else { throw .noSuchCase(id.text) }
        return (stepped, now)
    }

    /// - Parameter findsRemedies: whether it says what would meet a criterion, which takes longest.
    package func explain(
        _ stepped: SteppedCase, at now: Timestamp, findsRemedies: Bool = true
    ) -> Explanation? {
        let (plugins, patient) = (plugins, stepped.patient)
        return stepped.definition.machine.explain(
            stepped.state, at: now, findsRemedies: findsRemedies, askingAll: { plugins.answers(to: $0, about: patient) }
        )
    }

    // MARK: Steps

    /// An input's instant, never before the case's last one.
    func instant(of command: Command, _ open: OpenCase) throws(RuntimeError) -> Timestamp {
        let last = command.input.waitsForTime ? open.state?.lastInput : nil
        let zone = open.definition.pathway.calendar.zone
        let now = command.at.instant(in: zone, after: last)
        if let last, now < last, command.input.waitsForTime { throw .timeGoesBack(last: ClockTime(last, in: zone)) }
        return now
    }

    enum Stepped {
        case stepped(Step)
        case refused(Refusal)
    }

    /// - Parameter trouble: why only its facts can be kept.
    func step(
        _ open: OpenCase, _ command: Command, at now: Timestamp, trouble: Refusal? = nil
    ) throws(RuntimeError) -> Stepped {
        let request = Request(
            command.input, by: command.actor, at: now, occurred: command.occurred?.occurrence, trouble: trouble)
        let (plugins, patient) = (plugins, open.patient)
        let outcome = try open.definition.machine.step(open.state, request) { () throws(RuntimeError) in
            try past(of: open)
        } askingAll: {
            plugins.answers(to: $0, about: patient)
        }
        switch outcome {
        case .stepped(let step): return .stepped(step)
        case .refused(let refusal): return .refused(naming(refusal))
        case .needs, .needsPast:
            return .refused(Refusal(Refusal.Code.stepLimit, "rules did not come to an answer"))
        }
    }
}
