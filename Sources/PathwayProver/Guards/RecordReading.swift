import CEL
import PathwayModel

/// What parts of expressions say of the record: what a slice keeps of it, and what is free.
struct RecordReading {
    let pathway: Pathway
    let slice: Slice
    /// Fields that actions set: they may come to be unknown, whatever their default.
    private let changed: PlaceSet<Field>

    init(_ pathway: Pathway, _ slice: Slice) {
        self.pathway = pathway
        self.slice = slice
        changed = PlaceSet(pathway.assignments.map(\.field))
    }

    // MARK: What is kept

    /// A part of which nothing is free; nil where something is.
    func kept(_ part: Program.Part, _ program: Program) -> Formula? {
        if case .call(let id, let arguments) = program.shape(of: part), HostFunction(rawValue: id) == .fresh,
            let source = source(named: arguments.first, of: program), isKept(source)
        {
            return .isFresh(source, program, part)
        }
        guard let aging = agingSources(of: part, program), aging.count <= 1 else { return nil }
        return aging.first.map { .aging($0, program, part) } ?? .exact(program, part)
    }

    private func isKept(_ source: Figure.Source) -> Bool {
        switch source {
        case .field(let field): slice.fields.contains(field)
        case .instrument(let instrument): slice.instruments.contains(instrument)
        case .payload: false
        }
    }

    private func goesStale(_ source: Figure.Source) -> Bool {
        switch source {
        case .field(let field): pathway.fields[field].freshFor != nil
        case .instrument(let instrument): pathway.instruments[instrument].freshFor != nil
        case .payload: false
        }
    }

    /// The records that a part rests on and that go stale; nil where something of it is not kept.
    private func agingSources(of part: Program.Part, _ program: Program) -> Set<Figure.Source>? {
        func all(_ parts: [Program.Part]) -> Set<Figure.Source>? {
            var sources: Set<Figure.Source> = []
            for part in parts {
                guard let more = agingSources(of: part, program) else { return nil }
                sources.formUnion(more)
            }
            return sources
        }
        switch program.shape(of: part) {
        case .constant: return []
        case .variable(let id):
            guard let source = keptSource(of: pathway.variables[id]), isKept(source) else { return nil }
            return goesStale(source) ? [source] : []
        case .call(let id, let arguments):
            return isKept(call: id, arguments, program) ? all(arguments.filter { isComputed($0, program) }) : nil
        case .field(let record, let place):
            guard case .call(let id, let arguments) = program.shape(of: record), HostFunction(rawValue: id) == .task,
                place < 2, let task = number(arguments.first, of: program)
            else { return nil }
            return slice.tasks.contains(TaskIndex(Int(task))) ? [] : nil
        case .comprehension, .size: return nil
        case .relation(let left, _, let right):
            // Samples stand for all values only where these are compared as they are, and with what is written out.
            let isPlain =
                Self.constant(right, of: program) != nil && isPlain(left, program)
                || Self.constant(left, of: program) != nil && isPlain(right, program)
            guard isPlain || !readsRecord(part, program) else { return nil }
            return all([left, right])
        case .other:
            let children = program.children(of: part)
            guard !children.isEmpty, !readsRecord(part, program) else { return nil }
            return all(children)
        case .not, .and, .or, .conditional, .list:
            let children = program.children(of: part)
            guard !children.isEmpty else { return nil }
            return all(children)
        }
    }

    private func isPlain(_ part: Program.Part, _ program: Program) -> Bool {
        if case .variable = program.shape(of: part) { true } else { false }
    }

    /// Whether a part reads a field or a score, at any depth.
    private func readsRecord(_ part: Program.Part, _ program: Program) -> Bool {
        if case .variable(let id) = program.shape(of: part) { return keptSource(of: pathway.variables[id]) != nil }
        return program.children(of: part).contains { readsRecord($0, program) }
    }

    /// The record that a variable is read from where that is kept: fields and scores are, items and bands are not.
    private func keptSource(of variable: VariableReference) -> Figure.Source? {
        switch variable {
        case .field(let field): .field(field)
        case .score(let instrument, _): .instrument(instrument)
        case .item, .band, .payload, .baseline, .previous, .change, .percentChange, .count, .results, .namedGuard,
            .attendance, .now, .today, .patientAge, .patientLanguage:
            nil
        }
    }

    private func isComputed(_ part: Program.Part, _ program: Program) -> Bool {
        if case .constant = program.shape(of: part) { false } else { true }
    }

    private func isKept(call id: Int, _ arguments: [Program.Part], _ program: Program) -> Bool {
        guard let function = HostFunction(rawValue: id) else { return false }
        switch function {
        case .active, .visits, .cameFrom:
            return number(arguments.first, of: program).map { !slice.merged.contains(StateIndex(Int($0))) } ?? false
        case .openTasks:
            guard let glob = number(arguments.first, of: program) else { return false }
            return pathway.taskGlobs[Int(glob)].tasks.allSatisfy { slice.tasks.contains($0) }
        case .known:
            return source(named: arguments.first, of: program).map { isKept($0) } ?? false
        case .fresh, .freshWithin, .recordedAt, .daysSince, .attendanceSince, .attendanceLast, .attendanceWithin,
            .attendanceOf, .occurrences, .dates, .task, .enteredAt, .daysIn, .day, .businessDays, .consent, .decision:
            return false
        }
    }

    // MARK: What is free

    func figure(_ part: Program.Part, of program: Program) -> Figure {
        var figure = Figure(
            words: PartWords(pathway, program).text(of: part),
            isWhole: !PartWords(pathway, program).hasWords(part), source: nil, role: .other, stay: nil,
            canBeUnknown: canBeUnknown(part, program), program: program, part: part)
        switch program.shape(of: part) {
        case .variable(let id):
            figure.source = valueSource(of: pathway.variables[id])
            if figure.source != nil { figure.role = .value }
        case .call(let id, let arguments):
            switch HostFunction(rawValue: id) {
            case .known: figure.role = .known
            case .fresh: figure.role = .fresh
            case .freshWithin: figure.role = .recent
            case .daysSince, .recordedAt: figure.role = .age
            case .daysIn, .enteredAt: figure.stay = number(arguments.first, of: program).map { StateIndex(Int($0)) }
            case .openTasks:
                if let glob = number(arguments.first, of: program) {
                    figure.counted = pathway.taskGlobs[Int(glob)].tasks
                }
            case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .occurrences, .dates,
                .task, .active, .visits, .cameFrom, .day, .businessDays, .consent, .decision, nil:
                break
            }
            if figure.role != .other { figure.source = source(named: arguments.first, of: program) }
        case .constant, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other, .comprehension: break
        }
        return figure
    }

    /// The record of which a variable is the value.
    private func valueSource(of variable: VariableReference) -> Figure.Source? {
        switch variable {
        case .field(let field): .field(field)
        case .score(let instrument, _), .item(let instrument, _), .band(let instrument): .instrument(instrument)
        case .payload(let name): .payload(name)
        case .baseline, .previous, .change, .percentChange, .count, .results, .namedGuard, .attendance, .now, .today,
            .patientAge, .patientLanguage:
            nil
        }
    }

    private func source(named part: Program.Part?, of program: Program) -> Figure.Source? {
        guard let number = number(part, of: program) else { return nil }
        switch pathway.references[Int(number)] {
        case .field(let field): return .field(field)
        case .instrument(let instrument): return .instrument(instrument)
        case .payload(let name): return .payload(name)
        }
    }

    private func number(_ part: Program.Part?, of program: Program) -> Int64? {
        guard let part, case .constant(.int(let number)) = program.shape(of: part) else { return nil }
        return number
    }

    /// A part's value where it is written out.
    static func constant(_ part: Program.Part, of program: Program) -> Value? {
        guard isConstant(part, of: program), case .value(let value) = program.value(of: part, Nobody()) else {
            return nil
        }
        return value
    }

    private static func isConstant(_ part: Program.Part, of program: Program) -> Bool {
        switch program.shape(of: part) {
        case .constant: return true
        case .variable, .call, .comprehension, .field: return false
        case .not, .and, .or, .conditional, .relation, .size, .list, .other:
            let children = program.children(of: part)
            return !children.isEmpty && children.allSatisfy { isConstant($0, of: program) }
        }
    }

    /// Whether an expression may come to nothing for want of something recorded; that a state was entered is taken for
    /// granted.
    func canLackRecord(_ program: Program) -> Bool {
        program.variables.contains { variable in
            if case .namedGuard(let index) = pathway.variables[variable] {
                canLackRecord(pathway.guards[index].program)
            } else {
                canBeUnknown(pathway.variables[variable])
            }
        }
            || program.calls.contains { call in
                switch HostFunction(rawValue: call.id) {
                case .daysSince, .recordedAt, .decision: true
                case .fresh, .freshWithin, .known, .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf,
                    .occurrences, .dates, .openTasks, .task, .active, .enteredAt, .daysIn, .visits, .cameFrom, .day,
                    .businessDays, .consent, nil:
                    false
                }
            }
    }

    private func canBeUnknown(_ part: Program.Part, _ program: Program) -> Bool {
        switch program.shape(of: part) {
        case .constant: return false
        case .variable(let id): return canBeUnknown(pathway.variables[id])
        case .call(let id, let arguments):
            switch HostFunction(rawValue: id) {
            case .known, .fresh, .freshWithin, .active, .visits, .cameFrom, .openTasks, .consent, .occurrences, .task:
                return false
            case .daysSince, .recordedAt, .enteredAt, .daysIn, .attendanceSince, .decision, nil: return true
            case .attendanceLast, .attendanceWithin, .attendanceOf, .dates, .day, .businessDays:
                return arguments.contains { canBeUnknown($0, program) }
            }
        case .field(let record, let place):
            if case .call(let id, _) = program.shape(of: record), HostFunction(rawValue: id) == .task {
                return place > 2
            }
            // Of attendance, only the rate may not be known.
            return isAttendance(record, program) ? place == 3 || canBeUnknown(record, program) : true
        case .comprehension: return true
        case .size(let list):
            if case .comprehension = program.shape(of: list) { return false }
            return canBeUnknown(list, program)
        case .not, .and, .or, .conditional, .relation, .list, .other:
            let children = program.children(of: part)
            return children.isEmpty || children.contains { canBeUnknown($0, program) }
        }
    }

    private func canBeUnknown(_ variable: VariableReference) -> Bool {
        switch variable {
        case .field(let field):
            pathway.fields[field].defaultValue == nil || pathway.fields[field].freshFor != nil
                || changed.contains(field)
        case .count, .results, .attendance, .now, .today: false
        case .payload(let name):
            switch EventPart(rawValue: name) {
            // What the engine itself says of an event is always known.
            case .date, .isNewest, .corrects, .granted, .late: false
            case .outcome: slice.mayLackOutcome
            case .at, .value, .type, .due, .opened, nil: true
            }
        case .namedGuard, .score, .item, .baseline, .previous, .change, .percentChange, .band, .patientAge,
            .patientLanguage:
            true
        }
    }

    private func isAttendance(_ part: Program.Part, _ program: Program) -> Bool {
        switch program.shape(of: part) {
        case .variable(let id): pathway.variables[id] == .attendance
        case .call(let id, _):
            switch HostFunction(rawValue: id) {
            case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf: true
            case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .occurrences, .dates, .openTasks, .task,
                .active, .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays, .consent, .decision, nil:
                false
            }
        case .constant, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other, .comprehension: false
        }
    }

    // MARK: Domains

    /// What a part can be.
    func domain(of part: Program.Part, _ program: Program) -> Sampling.Domain {
        switch program.shape(of: part) {
        case .variable(let id): return domain(of: pathway.variables[id])
        case .call(let id, _):
            switch HostFunction(rawValue: id) {
            case .daysSince, .daysIn, .visits, .openTasks: return Sampling.Domain(least: 0)
            case .fresh, .freshWithin, .known, .recordedAt, .attendanceSince, .attendanceLast, .attendanceWithin,
                .attendanceOf, .occurrences, .dates, .task, .active, .enteredAt, .cameFrom, .day, .businessDays,
                .consent, .decision, nil:
                return Sampling.Domain()
            }
        case .field(let record, let place) where isAttendance(record, program):
            return place == 3 ? Sampling.Domain(least: 0, most: 1, isFractional: true) : Sampling.Domain(least: 0)
        case .size: return Sampling.Domain(least: 0)
        case .constant, .not, .and, .or, .conditional, .relation, .field, .list, .other, .comprehension:
            return Sampling.Domain()
        }
    }

    func domain(of variable: VariableReference) -> Sampling.Domain {
        switch variable {
        case .field(let field): return Sampling.Domain(pathway.fields[field].type)
        case .score(let instrument, let score):
            return Sampling.Domain(pathway.instruments[instrument].scores[score].type)
        case .item(let instrument, let item): return Sampling.Domain(pathway.instruments[instrument].items[item].type)
        case .band(let instrument):
            guard let main = pathway.instruments[instrument].mainScore else { return Sampling.Domain() }
            let bands = pathway.instruments[instrument].scores[main].bands
            return Sampling.Domain(options: bands.map { .string($0.name) }, isClosed: true)
        case .payload(let name):
            let types = pathway.events.compactMap { event in event.payload.first { $0.name == name }?.type }
            guard let first = types.first else { return Sampling.Domain() }
            var domain = types.dropFirst().reduce(Sampling.Domain(first)) { $0.union(Sampling.Domain($1)) }
            domain.types = types.count > 1 ? types : []
            return domain
        case .count, .patientAge: return Sampling.Domain(least: 0)
        case .baseline(let instrument), .previous(let instrument):
            guard let main = pathway.instruments[instrument].mainScore else { return Sampling.Domain() }
            return Sampling.Domain(pathway.instruments[instrument].scores[main].type)
        case .change, .percentChange, .results, .namedGuard, .attendance, .now, .today, .patientLanguage:
            return Sampling.Domain()
        }
    }
}

extension Sampling.Domain {
    init(_ type: FieldType) {
        self.init()
        switch type {
        case .boolean: (options, isClosed) = ([.bool(true), .bool(false)], true)
        case .integer(let min, let max): (least, most) = (min.map { Double($0) }, max.map { Double($0) })
        case .number(let min, let max): (least, most, isFractional) = (min, max, true)
        case .choice(let texts): (options, isClosed) = (texts.map { .string($0) }, true)
        case .text, .date, .instant: break
        }
    }

    func union(_ other: Sampling.Domain) -> Sampling.Domain {
        Sampling.Domain(
            options: options + other.options.filter { !options.contains($0) },
            least: least.flatMap { one in other.least.map { min(one, $0) } },
            most: most.flatMap { one in other.most.map { max(one, $0) } }, isClosed: isClosed && other.isClosed,
            isFractional: isFractional || other.isFractional)
    }
}

/// A host that knows nothing: what is written out needs none.
private struct Nobody: Host {
    func variable(_ id: Int) -> Outcome { .unknown(UnknownSet(UnknownID(0))) }
    func call(_ id: Int, _ arguments: [Value]) -> Outcome { .unknown(UnknownSet(UnknownID(0))) }
}
