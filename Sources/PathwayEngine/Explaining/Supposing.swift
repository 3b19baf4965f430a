import CEL
import PathwayModel

/// A case as it would be if one value were another: what a guard is asked with to find what would meet it.
struct Supposing: ~Copyable, Host {
    enum Change {
        case variable(Int, Value)
        /// Every call of a function with these constants.
        case call(Program.HostCall, Value)
        /// One field of the record that such a call answers.
        case field(Program.HostCall, Int, Value)
        /// The beginning of another date.
        case date(Value)
    }

    private(set) var reader: CaseReader
    /// Nil for the case as it is.
    var change: Change?

    init(_ reader: borrowing CaseReader) { self.reader = reader.copy() }

    /// What a guard would answer; nil where that would not be known.
    mutating func answer(_ program: Program, if change: Change) -> Value? {
        self.change = change
        let now = reader.now
        if case .date(.date(let date)) = change {
            reader.now = Moment(at: reader.pathway.calendar.zone.instant(on: date), date: date)
        }
        defer { reader.now = now }
        return if case .value(let value) = evaluate(program) { value } else { nil }
    }

    func evaluate(_ program: Program) -> Outcome { program.evaluate(self, limits: reader.limits) }

    func variable(_ id: Int) -> Outcome {
        if case .variable(id, let value) = change { return .value(value) }
        if case .namedGuard(let index) = reader.pathway.variables[id] {
            return evaluate(reader.pathway.guards[index].program)
        }
        return reader.variable(id)
    }

    func variable(_ id: Int, steps: inout Int) -> Outcome {
        if case .variable(id, let value) = change { return .value(value) }
        guard case .namedGuard(let index) = reader.pathway.variables[id] else { return reader.variable(id) }
        return reader.pathway.guards[index].program.evaluate(self, steps: &steps)
    }

    func call(_ id: Int, _ arguments: [Value], steps: inout Int) -> Outcome {
        guard HostFunction(rawValue: id) == .decision, case .int(let table)? = arguments.first else {
            return call(id, arguments)
        }
        if case .call(let call, let value) = change, call.isCall(id, arguments) { return .value(value) }
        return reader.pathway.decisions[Int(table)].program.evaluate(self, steps: &steps)
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        switch change {
        case .variable, .date, nil: break
        case .call(let call, let value) where call.isCall(id, arguments): return .value(value)
        case .field(let call, let place, let value) where call.isCall(id, arguments):
            guard case .value(.object(let object)) = reader.call(id, arguments) else { break }
            var fields = object.fields
            fields[place] = .value(value)
            return .value(.object(Object(type: object.type, fields: fields, payload: object.payload)))
        case .call, .field: break
        }
        if HostFunction(rawValue: id) == .decision, case .int(let table)? = arguments.first {
            return evaluate(reader.pathway.decisions[Int(table)].program)
        }
        return reader.call(id, arguments)
    }
}

extension CaseReader {
    fileprivate borrowing func copy() -> CaseReader {
        CaseReader(
            machine: machine, state: state, now: now, event: event, place: place, answers: answers, limits: limits)
    }
}

extension Program.HostCall {
    /// Whether this is the call that is being made, as far as its constants tell.
    fileprivate func isCall(_ id: Int, _ arguments: [Value]) -> Bool {
        self.id == id && constants.count == arguments.count
            && zip(constants, arguments).allSatisfy { constant, argument in
                constant.map { argument == .int($0) } ?? true
            }
    }
}
