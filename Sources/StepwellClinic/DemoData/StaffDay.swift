import CEL
import PathwayEngine
import PathwayModel

/// What staff do for a case on one day: mostly what it asks for, mostly in time, and now and then something wrong.
///
/// It looks at what the case itself says is open, and knows no pathway by name.
struct StaffDay {
    let one: CaseInPlay
    let today: CalendarDate
    private(set) var moves: [StaffMove] = []
    /// Instruments that are recorded today.
    private var measured: Set<InstrumentIndex> = []
    /// Fields that are recorded today.
    private var filled: Set<FieldIndex> = []
    /// Whether something is done today with which the case moves on: what comes then is not known yet.
    var movesOn = false

    init(_ one: CaseInPlay, on today: CalendarDate) {
        self.one = one
        self.today = today
    }

    var pathway: Pathway { one.pathway }
    var reading: PathwayReading { one.reading }
    var state: CaseState { one.state }
    private var answers: InventedAnswers { InventedAnswers(pathway: pathway, reading: reading) }

    mutating func add(_ move: StaffMove) { moves.append(move) }

    func later(within days: ClosedRange<Int>) -> CalendarDate {
        today.adding(days: Int.random(in: days, using: &one.random)) ?? today
    }

    // MARK: The morning

    /// What was planned: what is to be put right, sessions, tasks, measures.
    mutating func morning() {
        for input in one.errandsDue(by: today) { add(StaffMove(input, roles: nil)) }
        doTasks()
        attend()
        let isTreated = !one.sessionStates(on: today).isEmpty
        if isTreated, one.random.chance(0.5) { record(overdueMeasures, by: nil) }
    }

    /// Instruments whose last result is more than a week old.
    private var overdueMeasures: [InstrumentIndex] {
        reading.measured.filter { index in
            state.newestScored(index).map { today.days(since: $0.result.moment.date) > 7 } ?? false
        }
    }

    // MARK: Sessions

    /// Whether one of so many sessions a week is held on a day.
    static func isHeld(_ perWeek: Int, on weekday: Int, of place: Int) -> Bool {
        switch perWeek {
        case ...0: false
        case 1: weekday == 1 + place % 5
        case 2: [2, 4].contains(weekday)
        case 3: [1, 3, 5].contains(weekday)
        case 4: [1, 2, 4, 5].contains(weekday)
        default: true
        }
    }

    private mutating func attend() {
        for place in one.sessionStates(on: today) {
            for (number, plan) in pathway.states[place].sessions.enumerated()
            where Self.isHeld(plan.perWeek, on: today.weekday, of: one.patient.birthDate.weekday + number) {
                let isKnown = state.sessions.contains {
                    $0.session.type == plan.type && $0.session.moment.date == today
                }
                guard !isKnown, !one.random.chance(0.02) else { continue }
                var move = StaffMove(.attend(attendance(), type: plan.type), roles: plan.role.map { [$0] })
                if case .attend(let status, _) = move.input, one.random.chance(0.012) {
                    let other: AttendanceStatus = status == .attended ? .noShow : .attended
                    move.input = .attend(other, type: plan.type)
                    let reason = status == .attended ? "Came, an hour late" : "Somebody else sat there"
                    move.later = .putRight(
                        [.session(status, type: plan.type)], reason: reason, on: later(within: 0...2))
                }
                add(move)
            }
        }
    }

    private func attendance() -> AttendanceStatus {
        if one.staysAway(on: today) { return one.random.chance(0.93) ? .noShow : .attended }
        let habits = one.patient.habits
        let share = Double.random(in: 0..<1, using: &one.random)
        return share < habits.missed ? .noShow : share < habits.missed + habits.excused ? .excused : .attended
    }

    // MARK: Results

    /// Records what instruments say today, in one entry.
    mutating func record(_ instruments: [InstrumentIndex], by roles: [String]?) {
        guard !one.isOutOfReach(on: today) else { return }
        let new = instruments.filter { measured.insert($0).inserted }
        guard !new.isEmpty else { return }
        let results = new.map { index in
            answers.result(of: index, severity: one.severity(on: today, in: index), &one.random)
        }
        let able = recorders(new.map { pathway.instruments[$0].by } + [roles])
        var move = StaffMove(.record(results), roles: able)
        let chance = Double.random(in: 0..<1, using: &one.random)
        switch chance {
        case ..<0.012:
            if let wrong = slipped(results[0]) {
                move.input = .record([wrong] + results.dropFirst())
                move.later = .putRight([results[0]], reason: "Typed wrong", on: later(within: 1...3))
            }
        case ..<0.015: move.later = .takeOut(reason: "Of another patient", on: later(within: 1...2))
        case ..<0.045: move.occurred = today.adding(days: -1).flatMap { isInCase($0) ? $0 : nil }
        default: break
        }
        add(move)
    }

    private func isInCase(_ day: CalendarDate) -> Bool {
        let first = state.places.compactMap { state.stays[$0.position].entered?.date }.max()
        return first.map { $0 < day } ?? false
    }

    /// The same result with one answer that is wrong; nil where there is none to mistake.
    private func slipped(_ result: Input.Recording) -> Input.Recording? {
        guard case .instrument(let name, var answers) = result,
            let place = answers.firstIndex(where: { ["1", "2"].contains($0.text) && !reading.alarms.contains($0.name) })
        else { return nil }
        answers[place].text = answers[place].text == "1" ? "2" : "1"
        return .instrument(name, answers: answers)
    }

    /// Records what fields hold.
    mutating func record(_ fields: [FieldIndex]) {
        let new = fields.filter { filled.insert($0).inserted }
        guard !new.isEmpty else { return }
        let values = new.map { index in
            let field = pathway.fields[index]
            let severity = one.severity(on: today)
            return Input.Recording.field(
                field.name, text: answers.value(of: field, severity: severity, on: today, &one.random))
        }
        add(StaffMove(.record(values), roles: recorders(new.map { pathway.fields[$0].by })))
    }

    /// The roles that may record all of it; nil for any.
    private func recorders(_ allowed: [[String]?]) -> [String]? {
        let named = allowed.compactMap(\.self)
        guard let first = named.first else { return nil }
        return named.dropFirst().reduce(first) { able, next in able.filter { next.contains($0) } }
    }

    // MARK: Events

    /// Sends an event; once a day at most.
    mutating func send(_ index: EventIndex, by roles: [String]?) {
        guard one.lastSent(index) != today else { return }
        one.sends(index, on: today)
        let event = pathway.events[index]
        // Whoever stays away takes no calls either.
        let isPresent = !one.sessionStates(on: today).isEmpty
        let usual = isPresent ? max(0.9, one.patient.habits.reached) : one.patient.habits.reached
        let reached = one.staysAway(on: today) ? 0.15 : usual
        let payload = answers.payload(
            of: event, firstIn: event.isLogged ? reached : 0.82, severity: one.severity(on: today), on: today,
            &one.random)
        var move = StaffMove(.send(event: event.name, with: payload), roles: roles ?? event.by)
        if event.isLogged, one.random.chance(0.04) {
            move.occurred = today.adding(days: -1).flatMap { isInCase($0) ? $0 : nil }
        }
        add(move)
    }
}
