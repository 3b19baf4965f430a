import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// Wake-ups that are kept at once: they share a sync, and whoever waits for the store waits for no more than these.
    static let wakeUpBatch = 250

    /// A case on its way to the present.
    struct CatchingUp {
        var current: OpenCase
        /// What time has brought so far, kept or not.
        var facts: [Fact] = []
        var unkept: [CaseTransaction] = []
        /// How many of the facts are those of `unkept`.
        var unkeptFacts = 0
        var hasKept = false

        /// Nothing comes of this wake-up.
        mutating func pass(_ due: Timestamp, _ step: Step? = nil) { current.wait(after: step, at: due) }
    }

    /// Lets everything happen that is due, each at its instant; nil where somebody else changed the case meanwhile.
    ///
    /// Each wake-up is a step and a row of its own. With `keeps` they are kept in batches: what a process that dies has
    /// kept stays, and the next goes on from there.
    ///
    /// - Parameters:
    ///   - pages: whether those on call are told of what nobody sees to. Where the case is only looked at they are not.
    ///   - asksAgain: whether rules are asked again in the end, though nothing that is due asks them.
    func catchUp(
        _ open: OpenCase, to now: Timestamp, keeps: Bool, pages: Bool = false, asksAgain: Bool = false
    ) throws(RuntimeError) -> (after: OpenCase, facts: [Fact])? {
        var way = CatchingUp(current: open)
        var asksAgain = asksAgain
        let limit = StepLimits.standard.wakeUps
        for _ in 0..<limit {
            if pages, let instant = way.current.page(by: now) {
                guard try page(&way, at: instant, keeps: keeps) else { return nil }
                continue
            }
            guard let due = way.current.nextWakeUp, due <= now else {
                if asksAgain {
                    asksAgain = false
                    guard try askAgain(&way, at: now, keeps: keeps) else { return nil }
                    continue
                }
                guard try keep(&way) else { return nil }
                if keeps, try !postpone(&way.current) { return nil }
                return (way.current, way.facts)
            }
            guard try wake(&way, at: due, keeps: keeps) else { return nil }
        }
        guard try keep(&way) else { return nil }
        let zone = way.current.definition.pathway.calendar.zone
        throw .tooMuchDue(until: ClockTime(way.current.state?.lastInput ?? now, in: zone), limit: limit)
    }

    /// One wake-up; false where somebody else changed the case.
    func wake(_ way: inout CatchingUp, at due: Timestamp, keeps: Bool) throws(RuntimeError) -> Bool {
        let command = Command(.wake, by: Actor(name: nil, roles: nil), at: .instant(due))
        // Time cannot be refused: what cannot happen now may happen when the case is looked at next.
        guard case .stepped(let step) = try step(way.current, command, at: due) else {
            way.pass(due)
            return true
        }
        guard !step.facts.isEmpty else {
            way.pass(due, step)
            return true
        }
        return try take(step, of: command, &way, at: due, keeps: keeps)
    }

    /// What a step that nobody gave does; false where somebody else changed the case.
    func take(
        _ step: Step, of command: Command, _ way: inout CatchingUp, at due: Timestamp, keeps: Bool
    ) throws(RuntimeError) -> Bool {
        guard keeps || step.enrollsOthers else {
            way.current.apply(step)
            way.facts += step.facts
            return true
        }
        // What a step that closes the case withholds is read from the store.
        let isAlone = step.enrollsOthers || step.state.status != way.current.state?.status
        if isAlone || way.unkept.count >= Self.wakeUpBatch {
            let sequence = way.current.sequence
            guard try keep(&way) else { return false }
            // Somebody else was faster: the case stands elsewhere now.
            guard way.current.sequence == sequence else { return true }
        }
        let done = try finish(step, of: command, on: way.current, at: due)
        guard case .done(let after, let transaction, let facts) = done else {
            way.pass(due)
            return true
        }
        way.current = after
        way.facts += facts
        guard keeps else { return true }
        way.current.keptWakeUp = after.nextDue
        way.unkept.append(transaction)
        way.unkeptFacts += facts.count
        return true
    }

    /// Keeps what is not kept yet. Where somebody else has changed the case it is loaded again, if this one had got
    /// further since it was loaded, and false otherwise: then two could go on keeping each other from it.
    private func keep(_ way: inout CatchingUp) throws(RuntimeError) -> Bool {
        guard !way.unkept.isEmpty else { return true }
        let unkept = way.unkept
        let outcomes = try RuntimeError.storing { () throws(StoreError) in try store.commit(unkept) }
        let isKept = outcomes.allSatisfy { $0 == .committed }
        let hasKept = way.hasKept
        way.hasKept = isKept
        if !isKept {
            guard hasKept else { return false }
            way.facts.removeLast(way.unkeptFacts)
            way.current = try load(way.current.id)
        } else {
            _ = pageAtOnce(unkept.flatMap(\.changes).filter { $0.id != way.current.id })
        }
        way.unkept = []
        way.unkeptFacts = 0
        return true
    }

    /// Keeps when the case is to be looked at next, if that is not what the store has.
    private func postpone(_ open: inout OpenCase) throws(RuntimeError) -> Bool {
        let (id, sequence, next) = (open.id, open.sequence, open.nextDue)
        guard next != open.keptWakeUp else { return true }
        let result = try RuntimeError.storing { () throws(StoreError) in
            try store.postpone(id, at: sequence, to: next)
        }
        open.keptWakeUp = next
        return result == .committed
    }
}

extension Step {
    /// Whether other cases begin with it.
    var enrollsOthers: Bool {
        facts.contains { if case .effect(.enroll) = $0 { true } else { false } }
    }
}

extension OpenCase {
    /// The instant at which those on call are told next, if that is by now and before anything else that is due. By a real
    /// clock all that time brings comes first: who is on call now is told, of what is so now.
    fileprivate func page(by now: Timestamp) -> Timestamp? {
        guard let page = nextPage, page <= now, let onCall = definition.onCall else { return nil }
        guard let due = nextWakeUp, due <= now else { return onCall.isSimulated ? page : now }
        return onCall.isSimulated && page < due ? page : nil
    }
}
