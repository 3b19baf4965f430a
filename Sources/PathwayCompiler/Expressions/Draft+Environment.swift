import CEL
import PathwayModel

/// What expressions may name while an event of some set is at hand.
struct PayloadEnvironment {
    var environment: Environment
    /// Names that the events do not agree on in type.
    var conflicts: Set<String>
}

extension Draft {
    /// Fills the environment of every expression, once all names are declared.
    mutating func buildEnvironment() {
        addEngineNames()
        for (place, field) in fields.elements.enumerated() {
            add(field.name, .field(Place(place)), field.type.valueType, field.type.domain(isFixed: false))
            add(reference: field.name, .field(Place(place)))
        }
        for place in instruments.elements.indices { addInstrument(InstrumentIndex(place)) }
        for (place, entry) in guardEntries.enumerated() {
            add(entry.name, .namedGuard(Place(place)), .bool, nil)
        }
        addFunctions()
        environment.objectTypes = objectTypes()
    }

    mutating func add(
        _ name: String, _ reference: VariableReference, _ type: ValueType, _ domain: Variable.Domain? = nil
    ) {
        environment.variables[name] = Variable(id: variables.count, type: type, domain: domain)
        variables.append(reference)
    }

    private mutating func add(reference name: String, _ record: RecordReference) {
        environment.references[name] = Int64(references.count)
        references.append(record)
    }

    private mutating func addEngineNames() {
        add("attendance", .attendance, .object(BuiltInObject.attendance.rawValue))
        add("now", .now, .timestamp)
        add("today", .today, .date)
        add("patient.age", .patientAge, .int, .range(min: 0, max: 200))
        add("patient.language", .patientLanguage, .string)
    }

    private mutating func addInstrument(_ place: InstrumentIndex) {
        let instrument = instruments[place]
        let name = instrument.name
        for (number, item) in instrument.items.enumerated() {
            add("\(name).\(item.name)", .item(place, number), item.type.valueType, item.type.domain)
        }
        // A score wins over an item of the same name.
        for (number, score) in instrument.scores.enumerated() {
            add("\(name).\(score.name)", .score(place, number), score.type.valueType, score.type.domain)
        }
        add(reference: name, .instrument(place))
        let record = ValueType.object(BuiltInObject.allCases.count + place.position)
        add("\(name).count", .count(place), .int, .range(min: 0, max: nil))
        add("\(name).results", .results(place), .list(record))
        let since = HostFunction.resultsSinceBase + place.position
        environment.functions["\(name).since"] = [
            Overload(id: since, parameters: [.literal(kind: LiteralKind.state.rawValue)], result: .list(record))
        ]
        guard let main = instrument.mainScore else { return }
        let score = instrument.scores[main]
        environment.principals[name] = "\(name).\(score.name)"
        let type = score.type.valueType
        add("\(name).baseline", .baseline(place), type, score.type.domain)
        add("\(name).previous", .previous(place), type, score.type.domain)
        if type == .int || type == .double {
            add("\(name).change", .change(place), type)
            add("\(name).percent_change", .percentChange(place), .double)
        }
        if !score.bands.isEmpty {
            add("\(name).band", .band(place), .string, .options(score.bands.map(\.name)))
        }
    }

    private mutating func addFunctions() {
        let attendance = ValueType.object(BuiltInObject.attendance.rawValue)
        func literal(_ kind: LiteralKind) -> Overload.Parameter { .literal(kind: kind.rawValue) }
        func add(
            _ name: String, _ function: HostFunction, _ parameters: [Overload.Parameter], _ result: ValueType,
            isMethod: Bool = false, to functions: inout [String: [Overload]]
        ) {
            let overload = Overload(id: function.rawValue, isMethod: isMethod, parameters: parameters, result: result)
            functions[name, default: []].append(overload)
        }
        func method(_ name: String, _ function: HostFunction, _ parameter: Overload.Parameter) {
            add(
                name, function, [.value(attendance), parameter], attendance, isMethod: true, to: &environment.functions)
        }
        func plain(
            _ name: String, _ function: HostFunction, _ parameters: [Overload.Parameter], _ result: ValueType
        ) {
            add(name, function, parameters, result, to: &environment.functions)
        }
        plain("fresh", .fresh, [.reference], .bool)
        plain("fresh", .freshWithin, [.reference, .value(.period)], .bool)
        plain("known", .known, [.reference], .bool)
        plain("recorded_at", .recordedAt, [.reference], .timestamp)
        plain("days_since", .daysSince, [.reference], .int)
        method("since", .attendanceSince, literal(.state))
        method("last", .attendanceLast, .value(.int))
        method("within", .attendanceWithin, .value(.period))
        method("of", .attendanceOf, literal(.sessionType))
        plain("occurrences", .occurrences, [literal(.event)], .list(.record(having: ["date": .date])))
        add(
            "dates", .dates, [.value(.list(.record(having: ["date": .date])))], .list(.date), isMethod: true,
            to: &environment.functions)
        plain("open_tasks", .openTasks, [literal(.taskGlob)], .int)
        plain("task", .task, [literal(.task)], .object(BuiltInObject.task.rawValue))
        plain("active", .active, [literal(.state)], .bool)
        plain("entered_at", .enteredAt, [literal(.state)], .timestamp)
        plain("days_in", .daysIn, [literal(.state)], .int)
        plain("visits", .visits, [literal(.state)], .int)
        plain("came_from", .cameFrom, [literal(.state)], .bool)
        plain("day", .day, [.value(.timestamp)], .date)
        plain("business_days", .businessDays, [.value(.date), .value(.int)], .date)
        plain("consent", .consent, [literal(.consent)], .bool)
        plain("decision", .decision, [literal(.decision)], .string)
    }

    func objectTypes() -> [ObjectType] {
        let atLeastNone = Variable.Domain.range(min: 0, max: nil)
        let attendance = ObjectType(
            name: "attendance",
            fields: [
                .init("attended", .int, domain: atLeastNone), .init("no_shows", .int, domain: atLeastNone),
                .init("excused", .int, domain: atLeastNone), .init("rate", .double, domain: .range(min: 0, max: 1)),
                .init("no_shows_in_a_row", .int, domain: atLeastNone),
            ])
        let task = ObjectType(
            name: "task",
            fields: [
                .init("done", .bool), .init("open", .bool), .init("overdue", .bool), .init("due", .date),
                .init("done_on", .date),
            ])
        let moment: [ObjectType.Field] = [.init("at", .timestamp), .init("date", .date)]
        let results = instruments.elements.map { instrument in
            let scores = instrument.scores.map {
                ObjectType.Field($0.name, $0.type.valueType, domain: $0.type.domain)
            }
            let scored = Set(instrument.scores.map(\.name))
            let items = instrument.items.filter { !scored.contains($0.name) }.map {
                ObjectType.Field($0.name, $0.type.valueType, domain: $0.type.domain)
            }
            return ObjectType(name: "result of \(instrument.name)", fields: scores + items + moment)
        }
        let occurrences = events.elements.map { event in
            let payload = event.payload.map {
                ObjectType.Field($0.name, $0.type.valueType, domain: $0.type.domain)
            }
            return ObjectType(name: "occurrence of \(event.name)", fields: moment + payload)
        }
        return [attendance, task] + results + occurrences
    }

    // MARK: Payloads

    /// What may be named while one of these events is at hand.
    mutating func payloadEnvironment(for set: PlaceSet<Event>) -> PayloadEnvironment {
        if let known = payloadEnvironments[set] { return known }
        var types: [String: (type: ValueType, domain: Variable.Domain?)] = [:]
        var conflicts: Set<String> = []
        for event in set {
            for part in events[event].payload {
                guard let known = types[part.name] else {
                    types[part.name] = (part.type.valueType, part.type.domain)
                    continue
                }
                if known.type != part.type.valueType { conflicts.insert(part.name) }
                types[part.name] = (known.type, Self.union(known.domain, part.type.domain))
            }
        }
        var built = PayloadEnvironment(environment: environment, conflicts: conflicts)
        for (name, type) in types.sorted(by: { $0.key < $1.key }) where !conflicts.contains(name) {
            let id = payloadVariables[name] ?? variables.count
            if id == variables.count { variables.append(.payload(name)) }
            payloadVariables[name] = id
            built.environment.variables["event.\(name)"] = Variable(id: id, type: type.type, domain: type.domain)
            built.environment.references["event.\(name)"] = payloadReference(name)
        }
        payloadEnvironments[set] = built
        return built
    }

    private mutating func payloadReference(_ name: String) -> Int64 {
        if let known = references.firstIndex(of: .payload(name)) { return Int64(known) }
        references.append(.payload(name))
        return Int64(references.count - 1)
    }

    /// What either can be; nil for anything.
    private static func union(_ left: Variable.Domain?, _ right: Variable.Domain?) -> Variable.Domain? {
        switch (left, right) {
        case (.options(let left), .options(let right)): .options(left + right.filter { !left.contains($0) })
        case (.range(let low, let high, let isFixed), .range(let otherLow, let otherHigh, let isOtherFixed)):
            .range(
                min: low.flatMap { low in otherLow.map { min(low, $0) } },
                max: high.flatMap { high in otherHigh.map { max(high, $0) } }, isFixed: isFixed && isOtherFixed)
        case (.options, .range), (.range, .options), (nil, _), (_, nil): nil
        }
    }
}
