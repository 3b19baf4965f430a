import CEL
import PathwayModel

/// Tells whether claims can be so together where guards calculate with several values: what samples leave open, z3 decides.
final class Arithmetic {
    enum Decision {
        case impossible
        case possible(Witness)
        /// Why it is not known.
        case undecided(String)

        static let outOfTime = Decision.undecided("the time was over")

        var isImpossible: Bool { if case .impossible = self { true } else { false } }
        var witness: Witness? { if case .possible(let witness) = self { witness } else { nil } }
        var reason: String { if case .undecided(let why) = self { why } else { "" } }
    }

    /// Values with which something is so.
    struct Witness {
        var choices: [Unknown: Int]
        /// What was found for what guards calculate with.
        var values: [Found] = []
        /// Figures that these values stand for.
        var shown: Set<Unknown> = []
    }

    struct Found {
        var figure: Figure
        var value: Value?
        /// Whether some expression reads it.
        var isRead: Bool
    }

    private struct Key: Hashable {
        var constraints: [Solver.Constraint]
        var event: EventIndex?
        var knowsAll: Bool
    }

    let table: FigureTable
    let z3: Z3
    /// Whether the time is over that it may take.
    var isOver: () -> Bool = { false }
    private var known: [Key: Decision] = [:]
    private let places: [Int: (program: Program, part: Program.Part)]

    init(_ table: FigureTable, _ z3: Z3) {
        self.table = table
        self.z3 = z3
        var places: [Int: (program: Program, part: Program.Part)] = [:]
        for program in table.pathway.programs + table.pathway.guards.map(\.program) {
            program.places(program.root, &places)
        }
        self.places = places
    }

    /// - Parameters:
    ///   - solver: what has tried their samples.
    ///   - event: the one at hand, where there is one.
    func decide(_ constraints: [Solver.Constraint], _ solver: Solver, on event: EventIndex?) -> Decision {
        guard solver.allowsAll(constraints) else { return .impossible }
        let unsettled = constraints.filter { $0.claim.settled == nil }
        guard isCalculated(unsettled, on: event) else {
            return .possible(Witness(choices: solver.solution(of: unsettled) ?? [:]))
        }
        let key = Key(constraints: unsettled, event: event, knowsAll: solver.knowsAll)
        if let decision = known[key] { return decision }
        guard !isOver() else { return .outOfTime }
        let decision = ask(unsettled, reader(on: event, solver.knowsAll))
        known[key] = decision
        return decision
    }

    func reader(on event: EventIndex?, _ knowsAll: Bool) -> TermReader {
        TermReader(table, on: event, knowsAll: knowsAll, places: places)
    }

    // MARK: Asking

    func ask(_ constraints: [Solver.Constraint], _ reader: TermReader) -> Decision {
        let question = Question(constraints, reader)
        let names = question.choices.map(\.name) + reader.declared.map(\.name)
        var witness: Witness?
        let answer = z3.with(question.script) {
            let answer = z3.ask(for: names)
            guard case .possible(let numbers) = answer else { return answer }
            witness = find(question, names, constraints, numbers)
            return answer
        }
        switch answer {
        case .impossible: return .impossible
        case .undecided(let why): return .undecided(why)
        case .possible:
            return witness.map { .possible($0) } ?? .undecided("z3 has found no values that the guards confirm")
        }
    }

    /// Values that the guards themselves confirm: plain ones where there are such, else whatever was found.
    private func find(
        _ question: Question, _ names: [String], _ constraints: [Solver.Constraint], _ numbers: [String: Number]
    ) -> Witness? {
        for pins in question.reader.plainness {
            var witness: Witness?
            _ = z3.with(pins) {
                let answer = z3.ask(for: names)
                guard case .possible(let numbers) = answer else { return answer }
                witness = settled(question, names, constraints, numbers)
                return answer
            }
            if let witness { return witness }
        }
        return settled(question, names, constraints, numbers)
    }

    /// The same with dates as the calendar has them.
    private func settled(
        _ question: Question, _ names: [String], _ constraints: [Solver.Constraint], _ numbers: [String: Number]
    ) -> Witness? {
        let dates = question.reader.calendarDates
        guard !dates.isEmpty else { return replayed(question, constraints, numbers) }
        for isAtNoon in [true, false] {
            let pins = dates.compactMap { calendarPin($0, numbers, isAtNoon: isAtNoon) }
            guard case .possible(let settled) = z3.with("(assert \(SMT.all(pins).text))", { z3.ask(for: names) }),
                let witness = replayed(question, constraints, settled)
            else { continue }
            return witness
        }
        return nil
    }

    /// What the calendar makes of the value that was found.
    ///
    /// - Parameter isAtNoon: whether an instant is moved to noon of the date that was found for it.
    private func calendarPin(
        _ value: TermReader.CalendarValue, _ numbers: [String: Number], isAtNoon: Bool
    ) -> SMT? {
        let calendar = table.pathway.calendar
        guard var from = numbers[value.from]?.integer, let found = numbers[value.date]?.integer else { return nil }
        let date: CalendarDate
        switch value.kind {
        case .businessDays(let count):
            guard let start = Int32(exactly: from),
                let end = calendar.adding(
                    businessDays: Int(clamping: count), to: CalendarDate(daysSinceEpoch: start))
            else { return nil }
            date = end
        case .day:
            if isAtNoon, let day = Int32(exactly: found) {
                date = CalendarDate(daysSinceEpoch: day)
                let noon = calendar.zone.instant(on: date, secondOfDay: 43_200).seconds
                    .multipliedReportingOverflow(by: 1_000_000_000)
                guard !noon.overflow else { return nil }
                from = noon.partialValue
            } else {
                date = calendar.zone.date(of: Timestamp(seconds: from / 1_000_000_000))
            }
        }
        return .all([
            SMT(value.from)("=", SMT(from)), SMT(value.date)("=", SMT(Int64(date.daysSinceEpoch))),
        ])
    }

    private func replayed(
        _ question: Question, _ constraints: [Solver.Constraint], _ numbers: [String: Number]
    ) -> Witness? {
        let model = Model(reader: question.reader, numbers: numbers)
        var witness = Witness(choices: [:])
        for choice in question.choices {
            let found: Int?
            if case .figure(let index, _) = choice.unknown, let reading = choice.reading {
                found = model.sample(of: index, reading)
                witness.shown.insert(choice.unknown)
            } else {
                found = numbers[choice.name]?.integer.map { Int($0) }
            }
            guard let found else { return nil }
            witness.choices[choice.unknown] = found
        }
        let isConfirmed = constraints.allSatisfy { constraint in
            (constraint.claim.truth { witness.choices[$0] ?? 0 } == .yes) == constraint.holds
        }
        guard isConfirmed else { return nil }
        witness.values = question.reader.order.compactMap { key in
            question.reader.quantities[key].map { quantity in
                Found(figure: quantity.figure, value: model.value(of: quantity), isRead: quantity.isRead)
            }
        }
        return witness
    }
}

extension Program {
    /// Where each variable stands first; not inside what macros do to each element.
    fileprivate func places(_ part: Part, _ places: inout [Int: (program: Program, part: Part)]) {
        if case .variable(let id) = shape(of: part), places[id] == nil { places[id] = (self, part) }
        for child in children(of: part) { self.places(child, &places) }
    }
}
