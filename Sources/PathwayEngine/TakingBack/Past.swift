package import PathwayModel

/// A step of a case as its journal has it.
package struct PastStep: Sendable {
    package var header: StepHeader
    package var input: Input
    package var actor: Actor
    /// When it happened, where that was earlier.
    package var occurred: OccurrenceTime?
    package var facts: [Fact]
    /// The identities of its effects, where the case was told anew since; nil for one that never came out.
    var places: [EffectPlace?]?

    package init(header: StepHeader, input: Input, actor: Actor, occurred: OccurrenceTime?, facts: [Fact]) {
        self.header = header
        self.input = input
        self.actor = actor
        self.occurred = occurred
        self.facts = facts
    }

    /// What time brought when the case was told anew with an entry.
    init(time moment: Moment, of entry: Int, _ came: ToldFacts) {
        self.init(
            header: StepHeader(sequence: entry, moment: moment), input: .wake, actor: .anyone, occurred: nil,
            facts: came.facts)
        places = came.effects
    }

    /// What a request did.
    package init(_ step: Step, of request: Request) {
        self.init(
            header: step.header, input: request.input, actor: request.actor, occurred: request.occurred,
            facts: step.facts)
    }

    var entry: Int { header.sequence }
}

/// What a case has been through, for what takes something of it back.
struct Past {
    /// In order, as they came about the first time.
    let entered: [PastStep]
    /// In order, as they came out when the case was told last. What a clock that was ahead dated is dated as it was put
    /// right.
    private(set) var steps: [PastStep]
    /// Entries that were taken back.
    private(set) var undone: Set<Int>
    /// Effects that nobody is to get any more.
    private(set) var takenBack: Set<EffectPlace>

    init(_ steps: [PastStep]) {
        var told: [PastStep] = []
        var undone: Set<Int> = []
        var takenBack: Set<EffectPlace> = []
        for step in steps {
            for fact in step.facts {
                if case .entryUndone(let entry, let later, _) = fact { undone.formUnion([entry] + later) }
                if case .effectsTakenBack(let places) = fact { takenBack.formUnion(places.map(\.place)) }
                if case .otherCase(.takenBack(let places)) = fact { takenBack.formUnion(places) }
                if case .clockMended(let first, _) = fact {
                    told = told.map { $0.entry >= first ? $0.notAfter(step.header.moment) : $0 }
                }
                if case .toldAnew(let anew) = fact { told = told.told(anew, by: step.entry) }
            }
            told.append(step)
        }
        entered = steps
        self.steps = told
        self.undone = undone
        self.takenBack = takenBack
    }

    /// What time brings when a case is told anew goes before the entry whose doing it is.
    subscript(entry: Int) -> PastStep? { steps.last { $0.entry == entry } }

    func steps(from entry: Int) -> [PastStep] { steps.filter { $0.entry >= entry } }

    /// The steps until one, with it, and those after it.
    func parted(at entry: Int) -> (until: ArraySlice<PastStep>, after: ArraySlice<PastStep>) {
        let place = steps.lastIndex { $0.entry == entry }.map { $0 + 1 } ?? steps.endIndex
        return (steps[..<place], steps[place...])
    }

    /// A step with what put it right.
    func versions(of entry: Int) -> [PastStep] {
        steps.filter { step in
            if case .correct(entry, _, _) = step.input { true } else { step.entry == entry }
        }
    }

    /// The step from which a case has to be told anew without an entry: what was taken back or dated back since then was
    /// told anew with it.
    func start(without entry: Int) -> Int {
        var start = entry
        for step in steps.reversed() where step.entry > start {
            for case .toldAnew(let anew) in step.facts { start = min(start, anew.start) }
        }
        return start
    }

    /// The step since an entry, with it, that opened a task last, where none opened it before.
    func lastOpening(of task: TaskIndex, since entry: Int) -> PastStep? {
        let (until, after) = parted(at: entry)
        return (until.suffix(1) + after).last { step in
            step.facts.contains { if case .taskOpened(let opening) = $0 { opening.task == task } else { false } }
        }
    }

    /// The same where these effects are taken back too.
    func without(_ effects: [EffectPlace]) -> Past {
        var past = self
        past.takenBack.formUnion(effects)
        return past
    }

    /// The same once an entry has taken others back and told the case anew.
    func told(_ anew: ToldAnew?, by entry: Int, without undone: [Int], _ effects: [SaidEffect]) -> Past {
        var past = self
        past.undone.formUnion(undone)
        past.takenBack.formUnion(effects.map(\.place))
        if let anew { past.steps = steps.told(anew, by: entry) }
        return past
    }

    /// Of these steps, what nobody has got yet and may still be withheld; cases that they began stay apart, and what those
    /// on call are told.
    func waiting(of steps: [PastStep]) -> [SaidEffect] {
        guard let first = steps.first else { return [] }
        let reports = reports(from: first.entry)
        return steps.flatMap(\.effects).filter { out in
            !out.effect.isEnrollment && !out.effect.isPage && reports[out.place] == nil
                && !takenBack.contains(out.place)
        }
    }

    /// What became of messages, by their identity.
    func reports(from start: Int) -> [EffectPlace: DeliveryReport] {
        entered.lazy.filter { $0.entry >= start }.flatMap(\.facts).reports
    }
}

extension PastStep {
    /// What the input itself recorded, without what its actions did: its first facts that record something.
    var recordings: [Fact] {
        let count: Int
        switch input {
        case .record(let recordings), .correct(_, let recordings, _): count = recordings.count
        case .consent(let changes): count = changes.count
        case .send, .withdraw, .attend: count = 1
        case .enroll(let enrollment): count = enrollment.with.count + enrollment.results.count
        case .undo, .mendClock, .complete, .decide, .extend, .tend, .heard, .delivery, .page, .wake: count = 0
        }
        return Array(facts.lazy.filter(\.isRecording).prefix(count))
    }

    /// The fields that its actions set or added to.
    var fieldsOfActions: PlaceSet<Field> {
        var fields = PlaceSet<Field>()
        for fact in facts.filter(\.isRecording).dropFirst(recordings.count) {
            if case .valueSet(let field, _, _) = fact { fields.insert(field) }
            if case .valueAdded(let field, _, _) = fact { fields.insert(field) }
        }
        return fields
    }

    /// Its effects, each with its identity.
    package var effects: [SaidEffect] {
        guard let places else {
            return facts.effects.enumerated().map { SaidEffect($1, EffectPlace(entry: entry, place: $0)) }
        }
        return zip(facts.effects, places).compactMap { effect, place in place.map { SaidEffect(effect, $0) } }
    }

    /// Whether it led from state to state.
    func moves(in pathway: Pathway) -> Bool {
        facts.contains { fact in
            if case .transitionTaken(let index, _) = fact { !pathway.transitions[index].targets.isEmpty } else { false }
        }
    }

    /// Whether somebody gave it, who could give it again: not time, a message's fate, or what puts right.
    var isOfAPerson: Bool {
        switch input {
        case .enroll, .send, .record, .attend, .complete, .decide, .consent, .extend, .tend, .correct, .withdraw: true
        case .undo, .mendClock, .heard, .delivery, .page, .wake: false
        }
    }

    /// Whether it recorded something that stays where the case is told anew.
    var isRecord: Bool {
        switch input {
        case .record, .correct, .withdraw, .attend, .consent: true
        case .enroll, .send, .complete, .decide, .extend, .tend, .undo, .mendClock, .heard, .delivery, .page, .wake:
            false
        }
    }

    /// Whether it stays where the case is told anew: what was recorded, and what happened that is kept as such.
    func isKept(in pathway: Pathway) -> Bool {
        guard case .occurred(let event, _, _)? = recordings.first else { return isRecord }
        return pathway.events[event].isLogged
    }

    /// Dated a moment, where it is dated after it.
    func notAfter(_ moment: Moment) -> PastStep {
        guard header.moment.at > moment.at else { return self }
        let isAhead =
            switch occurred {
            case .instant(let instant): instant > moment.at
            case .date(let date): date > moment.date
            case nil: false
            }
        var step = self
        step.header = StepHeader(sequence: entry, moment: moment)
        if isAhead { step.occurred = nil }
        return step
    }
}

extension Fact {
    /// Whether it adds to what is on record.
    var isRecording: Bool {
        switch self {
        case .valueSet, .valueAdded, .resultRecorded, .valueCorrected, .resultCorrected, .sessionRecorded,
            .sessionCorrected, .entryWithdrawn, .occurred, .consentRecorded:
            true
        case .enrolled, .actionsTakenBack, .entryUndone, .clockMended, .restored, .toldAnew, .judgedAgain,
            .effectsTakenBack, .otherCase, .alarmsStay, .reviewRequested, .transitionTaken, .decidedAgainst,
            .stateExited,
            .historyKept, .stateEntered, .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded,
            .taskReopened, .taskOverdue, .taskReminded, .taskEscalated, .stateTaskCame, .stateTaskCondition,
            .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded, .decisionEscalated, .decisionSigned,
            .signatureLapsed, .taskCameOut, .doneBy,
            .taskNotNeeded, .dutyTended, .stayExtended, .promise, .effect, .delivery, .verdictGiven, .incident, .closed,
            .ended:
            false
        }
    }

    /// The task that it completes or ends.
    var closedTask: TaskIndex? {
        if case .taskCompleted(let task, _) = self { return task }
        if case .taskEnded(let task, _) = self { return task }
        if case .taskNotNeeded(let task, _) = self { return task }
        return nil
    }
}

extension [PastStep] {
    /// The same as they come out when the case is told anew.
    fileprivate func told(_ anew: ToldAnew, by entry: Int) -> [PastStep] {
        let kept = prefix { $0.entry < anew.start }
        let before = Dictionary(dropFirst(kept.count).map { ($0.entry, $0) }) { $1 }
        return kept
            + anew.steps.compactMap { told in
                switch told {
                case .asBefore(let entry): return before[entry]
                case .otherwise(let entry, let came):
                    guard var step = before[entry] else { return nil }
                    step.facts = came.facts
                    step.places = came.effects
                    return step
                case .time(let moment, let came): return PastStep(time: moment, of: entry, came)
                }
            }
    }

    /// The newest step of a person that led from state to state, enrollment apart, and was not taken back.
    package func lastThatMoved(in pathway: Pathway) -> PastStep? {
        let undone = Past(self).undone
        return last { step in
            step.entry > 1 && step.isOfAPerson && !undone.contains(step.entry) && step.moves(in: pathway)
        }
    }
}
