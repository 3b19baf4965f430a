import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

extension Clinic {
    /// Fills a clinic whose clock is simulated with invented patients, and plays their care up to the morning of a day.
    ///
    /// Patients that are invented already stay: new ones have the numbers after theirs.
    ///
    /// - Parameter tell: told how far it came.
    package func fill(_ plan: DemoPlan, _ tell: (String) -> Void = { _ in }) throws -> DemoDataView {
        guard settings.isSimulated else {
            throw Failure(
                .badData, "not_simulated", "the clinic has the system's clock: it is not filled with invented patients",
                hint: "begin one for trials in another folder: stepwell init DIR --demo")
        }
        let current = try pathways(of: plan)
        let pathways = current.keys.sorted()
        let until = try plan.until ?? latestInput().map { ZoneOffsets.utc.date(of: $0) } ?? DemoPlan.usualEnd
        let before = try store.patientNumbers().compactMap { InventedPatient.place(of: $0) }.max() ?? 0
        let run = DemoRun(self, current, seed: plan.seed, firstPlace: before + 1, cases: plan.cases)
        var arrivals = plan.arrivals(until: until)[...]
        guard var day = arrivals.first else { throw Failure(.usage, "bad_option", "there is no case to invent") }
        let days = until.days(since: day) + 1
        var place = 0
        while day <= until {
            tell("\(days - until.days(since: day)) of \(days) days")
            if day == until { try run.end(on: day) }
            while let next = arrivals.first, next <= day {
                arrivals.removeFirst()
                try run.arrive(place, for: pathways, on: day)
                place += 1
            }
            if day < until { try run.play(day) }
            guard let tomorrow = day.adding(days: 1) else { break }
            day = tomorrow
        }
        return try view(of: run, until: until)
    }

    /// The pathways that patients come for: those that are named, else all that the clinic has and that compile.
    private func pathways(of plan: DemoPlan) throws -> [String: CurrentDefinition] {
        let files = FileReader.names(in: folder.pathwaysPath)
            .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
            .map { $0.replacingSuffix(".yaml", with: "") }
        var current: [String: CurrentDefinition] = [:]
        for name in plan.pathways.isEmpty ? files : plan.pathways { current[name] = folder.current(name) }
        if let unknown = plan.pathways.first(where: { current[$0] == nil }) {
            throw RuntimeError.noSuchPathway(unknown)
        }
        guard !current.isEmpty else {
            throw Failure(
                .missing, "no_pathway", "the clinic has no pathway that compiles",
                hint: "'stepwell add' lists those that come with the program; 'stepwell check' says what is wrong")
        }
        return current
    }

    private func view(of run: DemoRun, until: CalendarDate) throws -> DemoDataView {
        let states = run.all.map(\.state)
        let closed = Dictionary(grouping: states.filter { $0.status != .open }) { $0.status.outcome ?? "closed" }
        let entries = try worklist().entries
        let numbers = run.patients.map(\.number)
        let waiting = try store.outbox(OutboxFilter(status: .waiting)).count
        return DemoDataView(
            patients: run.patients.count, firstNumber: numbers.first ?? "", lastNumber: numbers.last ?? "",
            cases: run.all.count,
            linked: run.linked, open: states.count { $0.status == .open },
            outcomes: closed.sorted { $0.key < $1.key }.map { .init(name: $0.key, count: $0.value.count) },
            inputs: states.reduce(0) { $0 + $1.sequence }, refused: run.refused, worklist: entries.count,
            overdue: entries.count(where: \.isOverdue), waiting: waiting, until: until.description)
    }
}
