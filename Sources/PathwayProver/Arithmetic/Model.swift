import CEL
import PathwayModel

/// Values that a solver has found, as the product's own expressions see them.
struct Model: Host {
    let reader: TermReader
    let numbers: [String: Number]

    private var pathway: Pathway { reader.pathway }
    private static let nothing = Outcome.unknown(UnknownSet(UnknownID(0)))

    func value(of quantity: Quantity) -> Value? {
        guard isKnown(quantity), let number = numbers[quantity.name] else { return nil }
        switch (quantity.kind, number) {
        case (.truth, .truth(let truth)): return .bool(truth)
        case (.term(let kind), .fraction): return value(number, kind)
        case (.truth, .fraction), (.truth, .large), (.term, .truth), (.term, .large): return nil
        }
    }

    private func isKnown(_ quantity: Quantity) -> Bool {
        switch quantity.known {
        case .yes: true
        case .no: false
        default: numbers[quantity.known.text] == .truth(true)
        }
    }

    private func value(_ number: Number, _ kind: TermKind) -> Value? {
        if kind == .number { return number.number.map { .double($0) } }
        guard let integer = number.integer else { return nil }
        let (seconds, rest) = (integer / 1_000_000_000, integer % 1_000_000_000)
        switch kind {
        case .integer: return .int(integer)
        case .date: return Int32(exactly: integer).map { .date(CalendarDate(daysSinceEpoch: $0)) }
        case .days: return .period(Period(days: Int(integer)))
        case .instant:
            let isBefore = rest < 0
            return .timestamp(
                Timestamp(
                    seconds: isBefore ? seconds - 1 : seconds,
                    nanoseconds: Int32(isBefore ? rest + 1_000_000_000 : rest)))
        case .length: return .duration(Duration(seconds: seconds, nanoseconds: Int32(rest)))
        case .text: return .string(reader.text(coded: integer))
        case .number: return nil
        }
    }

    // MARK: Host

    func variable(_ id: Int) -> Outcome {
        let own = outcome("$\(id)")
        switch pathway.variables[id] {
        case .namedGuard(let index): return pathway.guards[index].program.evaluate(self)
        case .change(let place):
            guard let (last, first) = lastAndFirst(place) else { return own }
            switch (last, first) {
            case (.value(.int(let last)), .value(.int(let first))): return .value(.int(last - first))
            case (.value(.double(let last)), .value(.double(let first))): return .value(.double(last - first))
            default: return Self.nothing
            }
        case .percentChange(let place): return lastAndFirst(place) == nil ? own : Self.nothing
        case .band(let place):
            guard let main = pathway.instruments[place].mainScore, let total = known(.score(place, main)) else {
                return own
            }
            guard case .value(let value) = total,
                let band = pathway.instruments[place].scores[main].band(of: value)
            else { return Self.nothing }
            return .value(.string(band.name))
        case .attendance: return record(.attendance) { $1.shape(of: $0) == .variable(id) }
        case .field, .score, .item, .baseline, .previous, .count, .results, .payload, .now, .today,
            .patientAge, .patientLanguage:
            return own
        }
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        switch (HostFunction(rawValue: id), arguments.first, arguments.last) {
        case (.businessDays?, .date(let from)?, .int(let count)?):
            pathway.calendar.adding(businessDays: Int(clamping: count), to: from).map { .value(.date($0)) }
                ?? Self.nothing
        case (.day?, .timestamp(let instant)?, _): .value(.date(pathway.calendar.zone.date(of: instant)))
        default: answer(id, arguments)
        }
    }

    /// What the same call came to that stands in some guard.
    private func answer(_ id: Int, _ arguments: [Value]) -> Outcome {
        let asked = arguments.map { Outcome.value($0) }
        func isAsked(_ part: Program.Part, _ program: Program) -> Bool {
            guard case .call(id, let parts) = program.shape(of: part) else { return false }
            return parts.map { program.value(of: $0, self) } == asked
        }
        let same = reader.quantities.values.first {
            $0.isRead && isAsked($0.figure.part, $0.figure.program)
        }
        if let same { return value(of: same).map { .value($0) } ?? Self.nothing }
        let type: BuiltInObject = HostFunction(rawValue: id) == .task ? .task : .attendance
        return record(type, isAsked)
    }

    /// A record of which some fields are read.
    private func record(_ type: BuiltInObject, _ isIt: (Program.Part, Program) -> Bool) -> Outcome {
        var fields = pathway.objectTypes[type.rawValue].fields.map { _ in Self.nothing }
        for quantity in reader.quantities.values {
            guard case .field(let record, let place) = quantity.figure.program.shape(of: quantity.figure.part),
                fields.indices.contains(place), isIt(record, quantity.figure.program)
            else { continue }
            fields[place] = value(of: quantity).map { .value($0) } ?? Self.nothing
        }
        return .value(.object(Object(type: type.rawValue, fields: fields)))
    }

    /// What is read as it is, by how it is written.
    private func outcome(_ key: String) -> Outcome {
        reader.quantities[key].flatMap { value(of: $0) }.map { .value($0) } ?? Self.nothing
    }

    /// A variable's value where the question is about it.
    private func known(_ variable: VariableReference) -> Outcome? {
        guard let id = pathway.variables.firstIndex(of: variable), reader.quantities["$\(id)"] != nil else {
            return nil
        }
        return outcome("$\(id)")
    }

    /// The last total and the one at the beginning, where the question is about either.
    private func lastAndFirst(_ place: InstrumentIndex) -> (Outcome, Outcome)? {
        guard let main = pathway.instruments[place].mainScore else { return nil }
        let (last, first) = (known(.score(place, main)), known(.baseline(place)))
        return last == nil && first == nil ? nil : (last ?? Self.nothing, first ?? Self.nothing)
    }
}

extension Model {
    /// Which sample a figure is; nil where it is none.
    func sample(of index: FigureIndex, _ reading: Question.Reading) -> Int? {
        let figure = reader.table.figures[index]
        let value = value(of: figure, reading)
        return figure.samples.indices.first { place in
            let sample = figure.samples[place]
            guard let sample, let value else { return sample == nil && value == nil }
            return reader.table.isAlike(sample, value, index)
        }
    }

    private func value(of figure: Figure, _ reading: Question.Reading) -> Value? {
        func value(_ part: Program.Part) -> Value? {
            if case .value(let value) = figure.program.value(of: part, self) { value } else { nil }
        }
        if let (left, right) = figure.ordered {
            guard let one = value(left), let other = value(right) else { return nil }
            if Program.holds(one, .equal, other) == true { return .int(0) }
            return .int(Program.holds(one, .less, other) == true ? -1 : 1)
        }
        // What is read from a record of the host's is not evaluated: there is no such record.
        if case .field = figure.program.shape(of: figure.part) { return own(figure) }
        if case .size = figure.program.shape(of: figure.part) { return own(figure) }
        return value(figure.part)
    }

    private func own(_ figure: Figure) -> Value? {
        reader.quantities[figure.program.text(of: figure.part)].flatMap { value(of: $0) }
    }
}
