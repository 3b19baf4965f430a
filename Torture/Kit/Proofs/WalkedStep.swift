import CEL
import PathwayEngine
import PathwayModel

/// A step of a walk, taken apart: what was given, what it recorded, and each choice of ways with the case as it stood then.
struct WalkedStep {
    /// Ways that were taken at once.
    struct Microstep {
        var ways: [TransitionIndex]
        /// The case when they were chosen.
        var state: CaseState
        /// What was at hand then, where it came from outside.
        var event: BroughtEvent?
        /// What came of it.
        var facts: ArraySlice<Fact>
    }

    var before: CaseState?
    var after: CaseState?
    var input: Input
    var now: Timestamp
    var facts: [Fact] = []
    var refusal: Refusal?
    var unheard: [EventIndex] = []
    /// What the input brought, in order.
    var brought: [BroughtEvent] = []
    /// The case with that on record, and nothing come of it yet.
    var told: CaseState?
    var microsteps: [Microstep] = []
    /// Whether the engine could not do something before, and nobody has looked into it: what it cannot do then is not told
    /// anew.
    var hasIncident = false

    var taken: [TransitionIndex] { microsteps.flatMap(\.ways) }
    /// Whether the engine could not do it: then it is another property, or none, that is broken.
    var isTrouble: Bool {
        hasIncident || facts.contains { if case .incident = $0 { true } else { false } }
            || refusal?.code == Refusal.Code.stepLimit
            || refusal?.code == Refusal.Code.guardError
    }
}

extension WalkedStep {
    /// - Parameter brings: what a refused input would have recorded.
    init(
        _ machine: Machine, _ before: CaseState?, _ input: Input, at now: Timestamp, _ outcome: StepOutcome,
        brings: () -> [Fact]
    ) {
        self.init(before: before, after: before, input: input, now: now)
        let pathway = machine.pathway
        var header = StepHeader(
            sequence: (before?.sequence ?? 0) + 1, moment: Moment(at: now, date: pathway.calendar.zone.date(of: now)))
        var own: [Fact] = []
        switch outcome {
        case .stepped(let step):
            (facts, unheard, header) = (step.facts, step.unheard, step.header)
            if !step.facts.isEmpty { after = step.state }
            own = Array(step.facts.prefix(Self.count(of: input)))
        case .refused(let refusal):
            self.refusal = refusal
            own = brings()
        case .needs, .needsPast: refusal = Refusal(Refusal.Code.ruleFailed, "a rule was asked without end")
        }
        guard let before else { return }
        hasIncident = pathway.tasks.indices.contains {
            pathway.tasks[$0].name == Pathway.incidentTask && before.tasks[$0].status == .open
        }
        brought = own.compactMap { fact in
            pathway.event(of: fact).map { BroughtEvent($0, by: fact) }
        }
        told = before
        machine.evolve(&told, with: own, in: header)
        if facts.contains(where: \.isWay) { cut(machine, header) }
    }

    /// How many facts say what an input records, before anything comes of it.
    private static func count(of input: Input) -> Int {
        switch input {
        case .record(let entries): entries.count
        case .consent(let changes): changes.count
        case .send, .attend, .complete: 1
        case .enroll, .correct, .withdraw, .undo, .mendClock, .decide, .extend, .tend, .heard, .delivery, .page, .wake:
            0
        }
    }

    private mutating func cut(_ machine: Machine, _ header: StepHeader) {
        var state = before
        var waiting = brought
        var (folded, place) = (0, 0)
        while place < facts.count {
            guard facts[place].isWay else {
                place += 1
                continue
            }
            let begin = place
            var ways: [TransitionIndex] = []
            while place < facts.count, facts[place].goesWithWays {
                if case .transitionTaken(let index, _) = facts[place] { ways.append(index) }
                place += 1
            }
            let end = facts[place...].firstIndex(where: \.isWay) ?? facts.count
            machine.evolve(&state, with: Array(facts[folded..<begin]), in: header)
            folded = begin
            let event = waiting.firstIndex { brought in
                ways.contains { machine.pathway.transitions[$0].events?.contains(brought.event) ?? false }
            }
            guard let chosen = state else { return }
            microsteps.append(
                Microstep(ways: ways, state: chosen, event: event.map { waiting[$0] }, facts: facts[begin..<end]))
            if let event { waiting.removeSubrange(...event) }
        }
    }
}

extension Fact {
    fileprivate var isWay: Bool { if case .transitionTaken = self { true } else { false } }

    /// Whether it stands among ways that are taken at once.
    fileprivate var goesWithWays: Bool {
        if case .decisionNotOwed = self { return true }
        if case .verdictGiven = self { return true }
        return isWay
    }
}

extension Pathway {
    /// The event that a fact is; nil where the pathway knows none.
    func event(of fact: Fact) -> EventIndex? {
        if case .occurred(let event, _, _) = fact { return event }
        let kind: Event.Kind
        if case .valueSet(let field, _?, _) = fact {
            kind = .recordedField(field)
        } else if case .resultRecorded(let instrument, _) = fact {
            kind = .recordedInstrument(instrument)
        } else if case .sessionRecorded(let session) = fact {
            kind = .session(session.status)
        } else if case .consentRecorded(let name, _, _) = fact {
            kind = .consented(kind: consentKinds.contains(name) ? name : nil)
        } else if case .taskCompleted(let task, _) = fact {
            kind = .taskDone(task)
        } else {
            return nil
        }
        return events.firstIndex { $0.kind == kind }.map { EventIndex($0) }
    }
}
