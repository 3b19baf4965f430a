import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// A clinic's months with invented patients: day by day, what time brings and what staff do.
///
/// All of it goes through the inputs that people's own go through.
final class DemoRun {
    /// The hour at which time has been let go on, and those at which staff are at work.
    private static let (night, morning, afternoon, evening): (Int64, Int64, Int64, Int64) = (8, 9, 13, 17)

    private let clinic: Clinic
    private let runner: CaseRunner
    private let staff: DemoStaff
    private let seed: UInt64
    /// The place of the first new patient among all that were ever invented here.
    private let firstPlace: Int
    private let delivers: Bool
    /// The pathways that patients come for, compiled once.
    private let current: [String: CurrentDefinition]
    private var readings: [String: PathwayReading] = [:]
    /// Those that somebody may still have to look at, in the order in which they began.
    private var playing: [CaseInPlay] = []
    private(set) var all: [CaseInPlay] = []
    private(set) var patients: [InventedPatient] = []
    private(set) var linked = 0
    private(set) var refused = 0
    /// Patients whose case has just closed well enough to go on elsewhere.
    private var leaving: [(patient: InventedPatient, pathway: String, day: CalendarDate)] = []

    init(_ clinic: Clinic, _ current: [String: CurrentDefinition], seed: UInt64, firstPlace: Int, cases: Int) {
        self.clinic = clinic
        self.seed = seed
        self.firstPlace = firstPlace
        staff = DemoStaff(clinic: clinic)
        // What leads outside is nobody's to hear of invented patients.
        delivers = clinic.settings.channels.isEmpty && clinic.settings.channel == "file"
        let ids = SeededIDs(SeededNumbers(.names, firstPlace, seed: seed))
        self.current = current
        // What these enroll in is compiled when it comes to that.
        runner = CaseRunner(
            store: clinic.store, plugins: clinic.folder.plugins,
            current: { current[$0] ?? clinic.folder.current($0) }, newID: { ids.next() },
            roles: { clinic.settings.users?[$0]?.roles }, inHand: cases * 2 + 64)
    }

    // MARK: A day

    /// Lets a day pass with everything that is done on it.
    func play(_ day: CalendarDate) throws {
        let atWork = playing.filter { isLooked(at: $0, on: day) }
        for one in atWork { one.isSeen(on: day) }
        // What somebody does lets time go on by itself.
        let done = try carryOut(atWork, on: day, from: Self.morning) { $0.morning() }
        for one in atWork where !done.contains(one.id) { try advance(one, to: day) }
        try carryOut(atWork, on: day, from: Self.afternoon) { lookOn(&$0, Self.afternoon) }
        // What is about somebody's safety does not wait for the next day.
        try carryOut(atWork.filter(\.hasOpenSafetyTask), on: day, from: Self.evening) { lookOn(&$0, Self.evening) }
        if delivers { for one in atWork where one.hasMessages { try deliver(one, on: day) } }
        playing.removeAll(where: \.isOver)
    }

    /// Somebody looks at where a case may go on, if there is the time for it.
    private func lookOn(_ staffDay: inout StaffDay, _ hour: Int64) {
        let one = staffDay.one
        let now = max(instant(on: staffDay.today, hour, one), one.state.lastInput)
        guard one.isOpen, one.hasMoved || one.hasOpenSafetyTask || one.random.chance(0.6),
            let explanation = runner.explain(one.stepped, at: now, findsRemedies: false)
        else { return staffDay.doTasks() }
        one.hasMoved = false
        staffDay.afternoon(explanation)
    }

    /// The end: time has been let go on until the morning of a day.
    func end(on day: CalendarDate) throws {
        for one in all where !one.isOver { try advance(one, to: day) }
    }

    /// Whether somebody looks at a case: where something is to happen, and else now and then.
    private func isLooked(at one: CaseInPlay, on day: CalendarDate) -> Bool {
        guard one.pathway.calendar.isWorkday(day) else { return false }
        if one.hasOpenSafetyTask || one.hasPlans(by: day) { return true }
        let place = one.patient.birthDate.weekday
        let isHeld = one.sessionStates(on: day).contains { state in
            one.pathway.states[state].sessions.enumerated().contains { number, plan in
                StaffDay.isHeld(plan.perWeek, on: day.weekday, of: place + number)
            }
        }
        let isWaitedFor = one.isOpen || !one.openTasks.isEmpty
        return isHeld || one.random.chance(isWaitedFor ? 0.35 : 0.1)
    }

    private func instant(on day: CalendarDate, _ hour: Int64, _ one: CaseInPlay) -> Timestamp {
        one.pathway.calendar.zone.instant(on: day, secondOfDay: hour * 3_600)
    }

    private func advance(_ one: CaseInPlay, to day: CalendarDate) throws {
        let answer = try runner.advance(one.id, at: .clock(instant(on: day, Self.night, one)), asksAgain: false)
        try take(answer, of: one, on: day)
    }

    // MARK: Inputs

    /// Carries out what is done for cases in one half of a day, all of it at once.
    ///
    /// - Returns: the cases for which something was done.
    @discardableResult
    private func carryOut(
        _ cases: [CaseInPlay], on day: CalendarDate, from hour: Int64, _ plan: (inout StaffDay) -> Void
    ) throws -> Set<CaseID> {
        var batch: [(id: CaseID, command: Command)] = []
        var given: [(one: CaseInPlay, move: StaffMove)] = []
        for one in cases {
            var staffDay = StaffDay(one, on: day)
            plan(&staffDay)
            var second = hour * 3_600
            for move in staffDay.moves {
                second = min(second + Int64.random(in: 180...1_500, using: &one.random), (hour + 3) * 3_600)
                guard let command = try command(move, for: one, at: (day, second)) else { continue }
                batch.append((one.id, command))
                given.append((one, move))
            }
        }
        for (answer, (one, move)) in zip(try answers(to: batch, of: cases, on: day), given) {
            try take(answer, of: one, on: day)
            guard answer.refusal == nil, let later = move.later else { continue }
            one.remember(later.errand(about: answer.after?.state.sequence ?? one.state.sequence))
        }
        return Set(batch.map(\.id))
    }

    /// What came of a batch; nothing where something in it cannot be carried out: then each case is as it is.
    private func answers(
        to batch: [(id: CaseID, command: Command)], of cases: [CaseInPlay], on day: CalendarDate
    ) throws -> [Answer] {
        do throws(RuntimeError) { return try runner.perform(batch) } catch {
            guard !error.endsAll else { throw error }
            for one in cases { one.takes(try runner.look(at: one.id, when: nil).seen, on: day) }
            return []
        }
    }

    private func command(
        _ move: StaffMove, for one: CaseInPlay, at time: (day: CalendarDate, second: Int64)
    ) throws -> Command? {
        guard
            let actor = staff.actor(in: move.roles, or: one.reading.usualRole, but: move.other, &one.random)
        else { return nil }
        let at = one.pathway.calendar.zone.instant(on: time.day, secondOfDay: time.second)
        return Command(move.input, by: actor, at: .clock(at), occurred: move.occurred.map { .date($0) })
    }

    private func take(_ answer: Answer, of one: CaseInPlay, on day: CalendarDate) throws {
        if answer.refusal != nil { refused += 1 }
        guard let after = answer.after else { return }
        let wasOpen = one.isOpen
        one.takes(after, on: day)
        if after.facts.contains(where: \.isEffect) { one.hasMessages = true }
        for other in answer.others {
            guard let known = all.first(where: { $0.id == other.id }) else { continue }
            known.takes(try runner.look(at: known.id, when: nil).seen, on: day)
        }
        if after.facts.contains(where: \.enrollsAnother) { try findLinked(of: one, on: day) }
        let isDead = one.state.places.contains { one.pathway.states[$0].endsSafety }
        guard wasOpen, !one.isOpen, !isDead, !one.patient.habits.isElusive, !one.staysAway(on: day) else { return }
        leaving.append((one.patient, one.pathway.identifier, day))
    }

    /// Plays the cases that a case has begun.
    private func findLinked(of one: CaseInPlay, on day: CalendarDate) throws {
        let known = Set(all.map(\.id))
        let cases = try clinic.store.cases(CaseFilter(patient: one.patient.number))
        for summary in cases where !known.contains(summary.id) {
            linked += 1
            add(summary.id, of: one.patient, try runner.look(at: summary.id, when: nil).seen, on: day)
            all.last?.hasMessages = true
        }
    }

    private func deliver(_ one: CaseInPlay, on day: CalendarDate) throws {
        one.hasMessages = false
        let clock = DeliveryClock.said(.clock(instant(on: day, Self.evening + 3, one)))
        _ = try Outbox(runner, routing: clinic.settings.routing, clock: clock).deliver(of: one.id)
    }

    // MARK: Patients

    /// Somebody comes: a new patient, or at times one whom another pathway has just let go.
    ///
    /// - Parameter place: of this run's patients who come.
    func arrive(_ place: Int, for pathways: [String], on day: CalendarDate) throws {
        var random = SeededNumbers(.arrival, firstPlace + place, seed: seed)
        let (patient, choice) = whoComes(for: pathways, on: day, &random)
        let pathway = random.pick(choice)
        guard let current = current[pathway]?.pathway else { throw RuntimeError.noSuchPathway(pathway) }
        let second = Int64.random(in: Self.night * 3_600...Self.night * 3_600 + 3_000, using: &random)
        let at = current.calendar.zone.instant(on: day, secondOfDay: second)
        let reading = reading(of: current)
        let enrollment = enrollment(of: patient, reading, on: day, &random)
        guard let actor = staff.actor(in: nil, or: current.roles.first ?? "staff", but: nil, &random) else {
            throw Failure(
                .notPermitted, "not_permitted", "the clinic's settings name no user who could act",
                hint: "add some to 'users' in \(Settings.file), or leave it out")
        }
        if !patients.contains(where: { $0.number == patient.number }) {
            patients.append(patient)
            _ = try clinic.correctPatient(patient.number, patient.record, isDryRun: false)
        }
        let command = Command(.enroll(enrollment), by: actor, at: .instant(at))
        let answer = try runner.enroll(pathway, patient: patient.number, command)
        guard answer.refusal == nil, let after = answer.after else {
            refused += 1
            return
        }
        add(answer.id, of: patient, after, on: day)
        all.last?.hasMessages = after.facts.contains(where: \.isEffect)
    }

    /// Who comes, and the pathways to choose from.
    private func whoComes(
        for pathways: [String], on day: CalendarDate, _ random: inout SeededNumbers
    ) -> (patient: InventedPatient, pathways: [String]) {
        leaving.removeAll { day.days(since: $0.day) > 14 }
        let known = leaving.firstIndex { left in pathways.contains { $0 != left.pathway } }
        guard let known, random.chance(0.2) else {
            return (InventedPatient(firstPlace + patients.count, seed: seed, before: day), pathways)
        }
        let left = leaving.remove(at: known)
        return (left.patient, pathways.filter { $0 != left.pathway })
    }

    private func enrollment(
        of patient: InventedPatient, _ reading: PathwayReading, on day: CalendarDate, _ random: inout SeededNumbers
    ) -> Input.Enrollment {
        let answers = InventedAnswers(pathway: reading.pathway, reading: reading)
        let with = reading.pathway.fields.filter(\.isEnrollment).map { field in
            Input.NamedText(field.name, answers.value(of: field, severity: 0.6, on: day, &random))
        }
        return Input.Enrollment(with: with, birthDate: patient.birthDate)
    }

    private func add(_ id: CaseID, of patient: InventedPatient, _ stepped: SteppedCase, on day: CalendarDate) {
        let reading = reading(of: stepped.definition.pathway)
        let random = SeededNumbers(.course, firstPlace + all.count, seed: seed)
        let one = CaseInPlay(id, of: patient, stepped, reading, random, on: day)
        all.append(one)
        playing.append(one)
    }

    private func reading(of pathway: Pathway) -> PathwayReading {
        if let known = readings[pathway.digest] { return known }
        let reading = PathwayReading(pathway)
        readings[pathway.digest] = reading
        return reading
    }
}

extension Fact {
    fileprivate var isEffect: Bool { if case .effect = self { true } else { false } }

    /// Whether a linked case begins with it.
    fileprivate var enrollsAnother: Bool { if case .effect(.enroll) = self { true } else { false } }
}

/// Ids of cases that are the same in every run of a seed.
private final class SeededIDs {
    private var random: SeededNumbers

    init(_ random: SeededNumbers) { self.random = random }

    func next() -> CaseID { ShortName.random(&random) }
}
