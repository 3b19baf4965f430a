import CEL
import PathwayModel

/// What expressions read and steps change.
struct Subjects: Sendable {
    struct Others: OptionSet, Sendable {
        let rawValue: UInt8

        static let sessions = Others(rawValue: 1)
        static let consents = Others(rawValue: 2)
        static let tasks = Others(rawValue: 4)
        /// Where the case is and was.
        static let course = Others(rawValue: 8)
        /// The date, other than by values that go stale.
        static let date = Others(rawValue: 16)
        /// Values that go stale with the date.
        static let staleness = Others(rawValue: 32)
    }

    private(set) var fields = PlaceSet<Field>()
    private(set) var instruments = PlaceSet<Instrument>()
    private(set) var events = PlaceSet<Event>()
    private(set) var others: Others = []
    private(set) var isAnything = false

    func meets(_ other: Subjects) -> Bool {
        isAnything || other.isAnything || !others.isDisjoint(with: other.others)
            || !fields.isDisjoint(with: other.fields) || !instruments.isDisjoint(with: other.instruments)
            || !events.isDisjoint(with: other.events)
    }

    /// Whether another date may have come.
    var mayBeDate: Bool { isAnything || others.contains(.date) }

    /// That another date has come.
    mutating func noteDate() { others.formUnion([.date, .staleness]) }

    /// What a fact changes.
    mutating func note(_ fact: Fact) {
        switch fact {
        case .valueSet(let field, _, _), .valueAdded(let field, _, _), .valueCorrected(let field, _, _, _):
            fields.insert(field)
        case .resultRecorded(let instrument, _), .resultCorrected(let instrument, _, _, _):
            instruments.insert(instrument)
        case .sessionRecorded, .sessionCorrected: others.insert(.sessions)
        case .occurred(let event, payload: _, _): events.insert(event)
        case .consentRecorded: others.insert(.consents)
        case .transitionTaken, .stateExited, .stateEntered, .closed, .ended: others.insert(.course)
        case .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskNotNeeded,
            .taskOverdue:
            others.insert(.tasks)
        case .enrolled, .entryWithdrawn, .actionsTakenBack, .entryUndone, .restored: isAnything = true
        case .clockMended, .toldAnew, .judgedAgain, .effectsTakenBack, .otherCase, .alarmsStay, .reviewRequested,
            .decidedAgainst, .historyKept, .taskReminded, .taskEscalated, .stateTaskCame, .stateTaskCondition,
            .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded, .decisionEscalated, .decisionSigned,
            .signatureLapsed, .taskCameOut, .doneBy, .stayExtended,
            .dutyTended,
            .promise, .effect, .delivery, .verdictGiven, .incident:
            break
        }
    }
}

extension Subjects {
    /// What expressions read, themselves or through named guards and decision tables.
    init(readBy programs: [Program], in pathway: Pathway) {
        for program in programs { add(program, pathway) }
    }

    /// Whether another date alone can make an expression true. What goes stale becomes unknown, which is never true.
    var isMadeTrueByDate: Bool { isAnything || others.contains(.date) }
    /// Whether another date alone can make an expression other than true.
    var isChangedByDate: Bool { isMadeTrueByDate || others.contains(.staleness) }

    private mutating func add(_ program: Program, _ pathway: Pathway) {
        for variable in program.variables { add(pathway.variables[variable], pathway) }
        for call in program.calls { add(call, pathway) }
    }

    private mutating func add(_ variable: VariableReference, _ pathway: Pathway) {
        switch variable {
        case .field(let field):
            fields.insert(field)
            if pathway.fields[field].freshFor != nil { others.insert(.staleness) }
        case .score(let instrument, _), .item(let instrument, _), .change(let instrument),
            .percentChange(let instrument), .band(let instrument):
            instruments.insert(instrument)
            // A change is one from a baseline, which is told by when a state was entered.
            others.insert(.course)
            if pathway.instruments[instrument].freshFor != nil { others.insert(.staleness) }
        case .baseline(let instrument), .previous(let instrument), .count(let instrument), .results(let instrument):
            instruments.insert(instrument)
            others.insert(.course)
        case .attendance: others.insert(.sessions)
        case .namedGuard(let index): add(pathway.guards[index].program, pathway)
        case .now: isAnything = true
        case .today, .patientAge: others.insert(.date)
        case .payload, .patientLanguage: break
        }
    }

    private mutating func add(_ call: Program.HostCall, _ pathway: Pathway) {
        guard let function = HostFunction(rawValue: call.id) else {
            // Results since a state was entered.
            isAnything = true
            return
        }
        let named = if case .some(.some(let number)) = call.constants.first { Int(number) } else { Int?.none }
        switch function {
        case .fresh, .freshWithin, .daysSince:
            add(reference: named, pathway)
            others.insert(.date)
        case .known, .recordedAt: add(reference: named, pathway)
        case .attendanceSince: others.formUnion([.sessions, .course])
        case .attendanceLast, .attendanceOf: others.insert(.sessions)
        case .attendanceWithin: others.formUnion([.sessions, .date])
        case .occurrences:
            if let named { events.insert(EventIndex(named)) } else { isAnything = true }
        // That one is overdue is a fact of the step in which it becomes so.
        case .openTasks, .task: others.insert(.tasks)
        case .active, .enteredAt, .visits, .cameFrom: others.insert(.course)
        case .daysIn: others.formUnion([.course, .date])
        case .consent: others.insert(.consents)
        case .decision:
            if let named { add(pathway.decisions[named].program, pathway) } else { isAnything = true }
        case .dates, .day, .businessDays: break
        }
    }

    private mutating func add(reference: Int?, _ pathway: Pathway) {
        guard let reference else {
            isAnything = true
            return
        }
        switch pathway.references[reference] {
        case .field(let field): fields.insert(field)
        case .instrument(let instrument): instruments.insert(instrument)
        case .payload: break
        }
    }
}
