import CEL
import PathwayModel

/// Reads expressions into formulas. First all of them are looked at, so that each figure knows every constant it is
/// compared with; then its samples are made.
struct FormulaBuilder {
    private indirect enum Draft {
        case truth(Truth)
        case not(Draft)
        case all([Draft])
        case any([Draft])
        case conditional(Draft, Draft, else: Draft)
        /// A figure that is true or false by itself where there is no test.
        case atom(FigureIndex, Sampling.Test?)
        case leaf(Formula)
    }

    let pathway: Pathway
    private let reading: RecordReading
    private var figures: [Figure] = []
    private var places: [String: FigureIndex] = [:]
    private var tests: [[Sampling.Test?]] = []
    private var drafts: [Int: Draft] = [:]

    init(_ pathway: Pathway, _ slice: Slice) {
        self.pathway = pathway
        reading = RecordReading(pathway, slice)
    }

    /// The formulas of expressions that are true or false, by the expression's identity, and the figures they ask for.
    mutating func build(
        _ programs: [Program]
    ) -> (formulas: [Int: Formula], figures: [Figure], tests: [[Sampling.Test?]]) {
        for program in programs where program.type == .bool && drafts[program.identity] == nil {
            drafts[program.identity] = draft(program.root, of: program)
        }
        for place in figures.indices {
            figures[place].samples = Sampling.samples(
                of: tests[place], within: reading.domain(of: figures[place].part, figures[place].program),
                canBeUnknown: figures[place].canBeUnknown)
        }
        return (drafts.mapValues { finished($0) }, figures, tests)
    }

    private func finished(_ draft: Draft) -> Formula {
        switch draft {
        case .truth(let truth): .truth(truth)
        case .not(let inner): .not(finished(inner))
        case .all(let parts): .all(parts.map { finished($0) })
        case .any(let parts): .any(parts.map { finished($0) })
        case .conditional(let condition, let then, let other):
            .conditional(finished(condition), finished(then), else: finished(other))
        case .atom(let figure, let test): .atom(figure, figures[figure].samples.map { Sampling.truth(of: test, $0) })
        case .leaf(let formula): formula
        }
    }

    private mutating func draft(_ part: Program.Part, of program: Program) -> Draft {
        if let kept = reading.kept(part, program) { return .leaf(kept) }
        switch program.shape(of: part) {
        case .constant(.bool(let truth)): return .truth(Truth(truth))
        case .not(let inner): return .not(draft(inner, of: program))
        case .and(let parts): return .all(parts.map { draft($0, of: program) })
        case .or(let parts): return .any(parts.map { draft($0, of: program) })
        case .conditional(let parts) where parts.count == 3:
            return .conditional(
                draft(parts[0], of: program), draft(parts[1], of: program), else: draft(parts[2], of: program))
        case .variable(let id):
            guard case .namedGuard(let index) = pathway.variables[id] else {
                return atom(figure(part, of: program), nil)
            }
            let named = pathway.guards[index].program
            return draft(named.root, of: named)
        case .relation(let left, let relation, let right):
            if let value = RecordReading.constant(right, of: program) {
                return atom(figure(left, of: program, against: value), Sampling.Test(relation, value))
            }
            guard relation != .within else { return atom(figure(part, of: program), nil) }
            if let value = RecordReading.constant(left, of: program) {
                return atom(figure(right, of: program, against: value), Sampling.Test(relation.mirrored, value))
            }
            return atom(order(part, left, right, of: program), Sampling.Test(relation, .int(0)))
        case .constant, .call, .field, .size, .list, .other, .comprehension, .conditional:
            return atom(figure(part, of: program), nil)
        }
    }

    private mutating func atom(_ figure: FigureIndex, _ test: Sampling.Test?) -> Draft {
        if !tests[figure.position].contains(test) { tests[figure.position].append(test) }
        return .atom(figure, test)
    }

    /// - Parameter value: what it is compared with; nil where it is a truth by itself.
    private mutating func figure(
        _ part: Program.Part, of program: Program, against value: Value? = nil
    ) -> FigureIndex {
        var text = program.text(of: part)
        // Events may bring values of several types under one name.
        if case .variable(let id) = program.shape(of: part), case .payload = pathway.variables[id] {
            text += value.map { "#\($0.isNumber ? "number" : "other")" } ?? "#truth"
        }
        return add(text, reading.figure(part, of: program))
    }

    /// Which of two comes first, as a number: less than 0, 0 or more.
    private mutating func order(
        _ part: Program.Part, _ left: Program.Part, _ right: Program.Part, of program: Program
    ) -> FigureIndex {
        var figure = reading.figure(part, of: program)
        (figure.source, figure.role, figure.ordered) = (nil, .other, (left, right))
        return add("<>\(program.text(of: left))|\(program.text(of: right))", figure)
    }

    private mutating func add(_ text: String, _ figure: Figure) -> FigureIndex {
        if let known = places[text] { return known }
        let place = FigureIndex(figures.count)
        figures.append(figure)
        tests.append([])
        places[text] = place
        return place
    }
}

extension Value {
    fileprivate var isNumber: Bool {
        if case .list(let values) = self { return values.first?.isNumber ?? false }
        if case .int = self { return true }
        if case .double = self { return true }
        return false
    }
}
