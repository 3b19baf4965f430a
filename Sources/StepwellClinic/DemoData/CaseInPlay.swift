import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// A case that is played: where it stands, how its patient is, and what staff mean to do about it.
final class CaseInPlay {
    /// What somebody means to do on a day.
    enum Plan: Hashable {
        case task(TaskIndex, opened: Timestamp)
        /// An event or a decision, in the stay that a step began.
        case way(TransitionIndex, stay: Int)
        case event(EventIndex, stay: Int)
    }

    /// Something that was written down wrong, and is put right on a day.
    struct Errand {
        let day: CalendarDate
        let input: Input
    }

    let id: CaseID
    let patient: InventedPatient
    let reading: PathwayReading
    private(set) var stepped: SteppedCase
    var random: SeededNumbers
    private var course: SeverityCourse
    /// How much of the patient's trouble shows in each instrument that nothing is compared with.
    private let shares: [Double]
    private var courseDay: CalendarDate
    private var plans: [Plan: CalendarDate] = [:]
    private var tried: [Plan: (day: CalendarDate, times: Int)] = [:]
    /// Days on which something is planned, and nobody has looked since.
    private var planned: Set<CalendarDate> = []
    /// The days on which the patient stays away: from, and until where there is an end.
    private var absence: (from: CalendarDate, until: CalendarDate?)?
    /// When an event was last sent.
    private var sent: [EventIndex: CalendarDate] = [:]
    private var errands: [Errand] = []
    /// Whether nobody has looked at its ways on since it moved.
    var hasMoved = true
    /// Whether messages of the case may wait to be delivered.
    var hasMessages = false

    init(
        _ id: CaseID, of patient: InventedPatient, _ stepped: SteppedCase, _ reading: PathwayReading,
        _ random: SeededNumbers, on day: CalendarDate
    ) {
        var random = random
        self.id = id
        self.patient = patient
        self.stepped = stepped
        self.reading = reading
        course = SeverityCourse(&random)
        shares = reading.pathway.instruments.indices.map { place in
            reading.measured.contains(InstrumentIndex(place)) ? 1 : random.chance(0.7) ? 0.08 : 0.7
        }
        courseDay = day
        self.random = random
    }

    // MARK: Where it stands

    var state: CaseState { stepped.state }
    var pathway: Pathway { reading.pathway }
    var isOpen: Bool { state.status == .open }
    var openTasks: [TaskIndex] {
        pathway.tasks.indices.filter { state.tasks[$0].status == .open }.map { TaskIndex($0) }
    }
    /// Whether nobody has to look at it any more.
    var isOver: Bool { !isOpen && openTasks.isEmpty && stepped.nextWakeUp == nil }
    var hasOpenSafetyTask: Bool { openTasks.contains { pathway.tasks[$0].isSafety } }
    /// States in which sessions are held, entered before this day.
    func sessionStates(on day: CalendarDate) -> [StateIndex] {
        state.places.filter { place in
            !pathway.states[place].sessions.isEmpty
                && state.stays[place.position].entered.map { $0.date < day } ?? false
        }
    }

    func stay(in place: StateIndex) -> Int { state.stays[place.position].step }

    /// The case as an input has left it. Where it stands elsewhere by that, somebody looks at it on the next day.
    func takes(_ stepped: SteppedCase, on day: CalendarDate) {
        self.stepped = stepped
        guard stepped.facts.contains(where: \.entersState) else { return }
        hasMoved = true
        if let tomorrow = day.adding(days: 1) { planned.insert(tomorrow) }
    }

    // MARK: How the patient is

    /// How severe the patient is on a day, as an instrument shows it.
    func severity(on day: CalendarDate, in instrument: InstrumentIndex? = nil) -> Double {
        let days = day.days(since: courseDay)
        if days > 0 {
            let isTreated = state.places.contains { !pathway.states[$0].sessions.isEmpty }
            course.pass(days: days, inTreatment: isTreated, &random)
            courseDay = day
        }
        return course.level * (instrument.map { shares[$0.position] } ?? 1)
    }

    /// Whether the patient stays away on a day. Half of those who do come back.
    func staysAway(on day: CalendarDate) -> Bool {
        guard let limit = patient.habits.staysAwayAfter else { return false }
        if absence == nil, state.sessions.count(where: { $0.session.status == .attended }) >= limit {
            let days = Int.random(in: 8...20, using: &random)
            absence = (day, random.chance(0.5) ? day.adding(days: days) : nil)
        }
        return absence.map { absence in absence.until.map { day < $0 } ?? true } ?? false
    }

    /// Whether nobody gets hold of the patient on a day, who could answer anything; at times somebody does.
    func isOutOfReach(on day: CalendarDate) -> Bool {
        let isNewAndElusive =
            patient.habits.isElusive && !state.sessions.contains { $0.session.status == .attended }
        return (isNewAndElusive || staysAway(on: day)) && !random.chance(0.08)
    }

    // MARK: What staff mean to do

    /// The day for which something is planned; it is planned now if it was not.
    func day(of plan: Plan, _ make: (inout SeededNumbers) -> CalendarDate?) -> CalendarDate? {
        if let known = plans[plan] { return known }
        let made = make(&random)
        plans[plan] = made
        if let made { planned.insert(made) }
        return made
    }

    /// Whether something is to be tried on a day; it is once a day at most, and some days later again: the more often it was
    /// in vain, the later.
    func tries(_ plan: Plan, on day: CalendarDate) -> Bool {
        let times = tried[plan]?.times ?? 0
        guard tried[plan]?.day != day else { return false }
        tried[plan] = (day, times + 1)
        let next = day.adding(days: Int.random(in: 1...3, using: &random) + times)
        plans[plan] = next
        if let next { planned.insert(next) }
        return true
    }

    func lastSent(_ event: EventIndex) -> CalendarDate? { sent[event] }
    func sends(_ event: EventIndex, on day: CalendarDate) { sent[event] = day }

    func remember(_ errand: Errand) { errands.append(errand) }

    /// What is to be put right by a day.
    func errandsDue(by day: CalendarDate) -> [Input] {
        let due = errands.filter { $0.day <= day }
        errands.removeAll { $0.day <= day }
        return due.map(\.input)
    }

    /// Whether something was planned for a day, or for one since somebody looked last.
    func hasPlans(by day: CalendarDate) -> Bool {
        errands.contains { $0.day <= day } || planned.contains { $0 <= day }
    }

    /// Somebody looks at the case on a day.
    func isSeen(on day: CalendarDate) { planned = planned.filter { $0 > day } }
}

extension Fact {
    fileprivate var entersState: Bool { if case .stateEntered = self { true } else { false } }
}
