import CEL
import PathwayModel

/// Where arithmetic has a say.
extension Arithmetic {
    /// Whether something free is looked at as a whole and no arithmetic: what it shares with others is not known.
    func isOpaque(_ unknown: Unknown, on event: EventIndex?) -> Bool {
        guard case .figure(let index, let instance) = unknown else { return false }
        let figure = table.figures[index]
        return figure.isOfSeveral && reader(on: event, false).reading(of: figure, instance) == nil
    }

    /// Whether constraints rest on what guards calculate, in a way that samples cannot decide.
    func isCalculated(_ constraints: [Solver.Constraint], on event: EventIndex?) -> Bool {
        var unknowns: Set<Unknown> = []
        for constraint in constraints { constraint.claim.collect(&unknowns) }
        let figures = unknowns.compactMap { unknown -> (figure: Figure, instance: Int)? in
            guard case .figure(let index, let instance) = unknown else { return nil }
            return (table.figures[index], instance)
        }
        let reader = reader(on: event, false)
        let readings = figures.map { subjects(of: $0.figure) }
        return figures.indices.contains { place in
            let (figure, instance) = figures[place]
            guard figure.isOfSeveral, reader.reading(of: figure, instance) != nil else { return false }
            let others = readings.indices.filter { $0 != place }.reduce(into: Set<Reading>()) {
                $0.formUnion(readings[$1])
            }
            return !isFree(figure, from: others)
        }
    }

    /// Whether a sum can be anything, whatever else is so: something in it without bounds is read nowhere else.
    private func isFree(_ figure: Figure, from others: Set<Reading>) -> Bool {
        let program = figure.program
        let sides = figure.ordered.map { [$0.0, $0.1] } ?? [figure.part]
        let parts = sides.map { summands(of: $0, program) }
        guard !parts.contains(where: { $0 == nil }) else { return false }
        let all = parts.compactMap { $0 }.flatMap { $0 }
        return all.indices.contains { place in
            guard case .variable(let id) = program.shape(of: all[place]) else { return false }
            let own = table.pathway.readings(of: table.pathway.variables[id])
            let rest = all.indices.filter { $0 != place }.reduce(into: others) {
                $0.formUnion(subjects(of: all[$1], program))
            }
            return !own.isEmpty && own.isDisjoint(with: rest) && isUnbounded(table.pathway.variables[id])
        }
    }

    private func isUnbounded(_ variable: VariableReference) -> Bool {
        guard case .field(let field) = variable else { return false }
        switch table.pathway.fields[field].type {
        case .date, .instant, .integer(nil, nil), .number(nil, nil): return true
        case .boolean, .integer, .number, .text, .choice: return false
        }
    }

    /// What is added and taken away; nil where more is done.
    private func summands(of part: Program.Part, _ program: Program) -> [Program.Part]? {
        guard let (first, rest) = program.calculation(of: part) else {
            switch program.shape(of: part) {
            case .variable, .constant: return [part]
            case .call, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other, .comprehension:
                return RecordReading.constant(part, of: program) == nil ? nil : [part]
            }
        }
        let parts = (first.map { [$0] } ?? []) + rest.map(\.1)
        guard rest.allSatisfy({ $0.0 == .add || $0.0 == .subtract }) else { return nil }
        let inner = parts.map { summands(of: $0, program) }
        return inner.contains { $0 == nil } ? nil : inner.compactMap { $0 }.flatMap { $0 }
    }

    private func subjects(of figure: Figure) -> Set<Reading> { subjects(of: figure.part, figure.program) }

    private func subjects(of part: Program.Part, _ program: Program) -> Set<Reading> {
        let inside = program.children(of: part).reduce(into: Set<Reading>()) { $0.formUnion(subjects(of: $1, program)) }
        switch program.shape(of: part) {
        case .variable(let id): return table.pathway.readings(of: table.pathway.variables[id])
        case .call(let id, let arguments):
            let constants = arguments.map { argument -> Int64? in
                if case .constant(.int(let number)) = program.shape(of: argument) { number } else { nil }
            }
            return inside.union(table.pathway.readings(of: Program.HostCall(id: id, constants: constants)))
        // What a macro does to each element is not looked into.
        case .comprehension: return inside.union([.course])
        case .constant, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other: return inside
        }
    }

    // MARK: Stories

    /// What a story is to record for a witness: the values that were found, as samples of figures of their own.
    func wishes(for witness: Witness) -> (table: FigureTable, choices: [Unknown: Int]) {
        var wished = table
        var choices: [Unknown: Int] = [:]
        var named: Set<String> = []
        var isDated = false
        for found in witness.values {
            guard let value = found.value, found.isRead else { continue }
            // Days are wished for as guards ask for them: a story has another today.
            isDated = isDated || value.isDated
            guard found.figure.source != nil, found.figure.role == .value, !value.isDated else { continue }
            named.insert(found.figure.program.text(of: found.figure.part))
            choices[.figure(wished.add(found.figure, being: value), 0)] = 0
        }
        for (unknown, choice) in witness.choices {
            if case .figure(let index, _) = unknown, witness.shown.contains(unknown) {
                let figure = table.figures[index]
                if figure.isOfSeveral ? !isDated : named.contains(figure.program.text(of: figure.part)) { continue }
            }
            choices[unknown] = choice
        }
        return (wished, choices)
    }
}

extension Figure {
    /// Whether it is what becomes of several values.
    fileprivate var isOfSeveral: Bool { isWhole || ordered != nil }
}

extension Value {
    fileprivate var isDated: Bool {
        switch self {
        case .date, .timestamp: true
        case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .duration, .period, .object, .type,
            .optional:
            false
        }
    }
}
