import CEL
import PathwayModel

/// Whether constraints can hold together, as a solver is asked.
struct Question {
    /// Something free, and the name of what is chosen of it.
    struct Choice {
        var unknown: Unknown
        var name: String
        /// How the figure is read: nil where nothing is known of it but that it is one of its samples.
        var reading: Reading?
    }

    enum Reading {
        case truth(Judgement)
        case term(Term)
        case order(Term, Term)
    }

    private(set) var choices: [Choice] = []
    private(set) var assertions: [SMT] = []
    let reader: TermReader

    /// - Parameter reader: one that has read nothing yet.
    init(_ constraints: [Solver.Constraint], _ reader: TermReader) {
        self.reader = reader
        var unknowns: Set<Unknown> = []
        for constraint in constraints { constraint.claim.collect(&unknowns) }
        for unknown in unknowns.sorted(by: { "\($0)" < "\($1)" }) { add(unknown) }
        addImplications()
        for constraint in constraints {
            let judgement = judgement(of: constraint.claim)
            assertions.append(constraint.holds ? judgement.yes : !judgement.yes)
        }
        assertions += reader.records
    }

    /// What is declared and said, line by line.
    var script: String {
        let declarations =
            choices.map { "(declare-const \($0.name) Int)" }
            + reader.declared.map { "(declare-const \($0.name) \($0.sort))" }
        let said = (reader.assertions + assertions).filter { $0 != .yes }.map { "(assert \($0.text))" }
        return (declarations + said).joined(separator: "\n")
    }

    // MARK: What is free

    private mutating func add(_ unknown: Unknown) {
        var choice = Choice(unknown: unknown, name: "c\(choices.count)", reading: nil)
        let allowed: [Int]
        switch unknown {
        case .rule: allowed = reader.knowsAll ? [0, 1] : [0, 1, 2]
        case .staleness: allowed = reader.knowsAll ? [0] : [0, 1]
        case .figure(let index, let instance):
            let figure = reader.table.figures[index]
            let known = figure.samples.indices.filter { figure.samples[$0] != nil }
            allowed = reader.knowsAll && !known.isEmpty ? known : Array(figure.samples.indices)
            choice.reading = reader.reading(of: figure, instance)
            if let reading = choice.reading {
                for place in allowed {
                    let isSo = reader.meaning(of: figure.samples[place], index, reading)
                    assertions.append(SMT(choice.name)("=", SMT(Int64(place))).implies(isSo))
                }
            }
        }
        assertions.append(.any(allowed.map { SMT(choice.name)("=", SMT(Int64($0))) }))
        choices.append(choice)
    }

    /// An element of a list that makes one figure true makes others true.
    private mutating func addImplications() {
        let table = reader.table
        func isTrue(_ choice: Choice, _ index: FigureIndex) -> SMT {
            let samples = table.figures[index].samples
            return .any(
                samples.indices.filter { samples[$0] == .bool(true) }.map { SMT(choice.name)("=", SMT(Int64($0))) })
        }
        for one in choices {
            guard case .figure(let index, let instance) = one.unknown else { continue }
            for other in choices {
                guard case .figure(let otherIndex, instance) = other.unknown, otherIndex != index,
                    table.existences.implies(index, otherIndex)
                else { continue }
                assertions.append(isTrue(one, index).implies(isTrue(other, otherIndex)))
            }
        }
    }

    private func judgement(of claim: Claim) -> Judgement {
        switch claim {
        case .truth(let truth): return Judgement(truth)
        case .not(let inner): return judgement(of: inner).opposite
        case .all(let parts): return .all(parts.map { judgement(of: $0) })
        case .any(let parts): return .any(parts.map { judgement(of: $0) })
        case .conditional(let condition, let one, let other):
            return judgement(of: condition).chooses(judgement(of: one), else: judgement(of: other))
        case .atom(let unknown, let truths):
            guard let choice = choices.first(where: { $0.unknown == unknown }) else { return Judgement(.unknown) }
            func isOne(of truth: Truth) -> SMT {
                .any(truths.indices.filter { truths[$0] == truth }.map { SMT(choice.name)("=", SMT(Int64($0))) })
            }
            return Judgement(yes: isOne(of: .yes), no: isOne(of: .no))
        }
    }
}

extension TermReader {
    /// A figure as arithmetic; nil where it is looked at as a whole, or an action has changed what it is about.
    func reading(of figure: Figure, _ instance: Int) -> Question.Reading? {
        if case .payload? = figure.source {
            guard instance == event?.position else { return nil }
        } else if instance != 0 {
            return nil
        }
        let before = hasMetOther
        hasMetOther = false
        defer { hasMetOther = hasMetOther || before }
        let reading: Question.Reading
        if let (left, right) = figure.ordered {
            guard let one = term(left, figure.program), let other = term(right, figure.program),
                one.compared(.equal, with: other) != nil
            else { return nil }
            reading = .order(one, other)
        } else if let term = term(figure.part, figure.program) {
            reading = .term(term)
        } else {
            reading = .truth(judgement(figure.part, figure.program))
        }
        return hasMetOther ? nil : reading
    }

    /// What it means that a figure is one of its samples: that it comes out of all tests as the sample does.
    func meaning(of sample: Value?, _ index: FigureIndex, _ reading: Question.Reading) -> SMT {
        let tests = table.tests(of: index)
        switch reading {
        case .truth(let judgement):
            return judgement.being(sample.map { Truth($0 == .bool(true)) } ?? .unknown)
        case .term(let term):
            guard let sample else { return !term.known }
            let outcomes = tests.compactMap { test -> SMT? in
                guard let test else { return nil }
                return holds(test, of: term)?.being(Sampling.truth(of: test, sample))
            }
            return .all([term.known] + outcomes)
        case .order(let left, let right):
            guard let sample else { return !.all([left.known, right.known]) }
            let outcomes = tests.compactMap { test -> SMT? in
                guard let test else { return nil }
                return left.compared(test.relation, with: right)?.being(Sampling.truth(of: test, sample))
            }
            return .all([left.known, right.known] + outcomes)
        }
    }

    private func holds(_ test: Sampling.Test, of term: Term) -> Judgement? {
        if test.relation == .within, case .list(let values) = test.value {
            let equal = values.map { self.term(of: $0)?.compared(.equal, with: term) }
            return equal.contains { $0 == nil } ? nil : .any(equal.compactMap { $0 })
        }
        return self.term(of: test.value).flatMap { term.compared(test.relation, with: $0) }
    }
}
