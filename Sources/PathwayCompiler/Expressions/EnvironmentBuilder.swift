import CEL
import PathwayModel

/// Symbols → what every expression may name.
struct EnvironmentBuilder {
    let symbols: SymbolTable
    private(set) var environment = Environment(profile: .strict)
    /// What the variables stand for; a variable's id is its place here.
    private(set) var variables: [VariableReference] = []
    private(set) var references: [RecordReference] = []

    init(_ symbols: SymbolTable) { self.symbols = symbols }

    mutating func build() {
        addEngineNames()
        for (place, field) in symbols.fields.elements.enumerated() {
            add(field.name, .field(Place(place)), field.type.valueType, field.type.domain(isFixed: false))
            add(reference: field.name, .field(Place(place)))
        }
        for place in symbols.instruments.elements.indices { addInstrument(InstrumentIndex(place)) }
        for (place, entry) in symbols.guards.enumerated() {
            add(entry.name, .namedGuard(Place(place)), .bool, nil)
        }
        for function in GuardFunction.all {
            environment.functions[function.name, default: []].append(function.overload)
        }
        environment.countsOfDays = ["days_since", "days_in"]
        environment.objectTypes = ObjectTypes.all(symbols)
    }

    private mutating func add(
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
        let instrument = symbols.instruments[place]
        let name = instrument.name
        for (number, item) in instrument.items.enumerated() {
            add("\(name).\(item.name)", .item(place, number), item.type.valueType, item.type.domain)
        }
        // A score wins over an item of the same name.
        for (number, score) in instrument.scores.enumerated() {
            add("\(name).\(score.name)", .score(place, number), score.type.valueType, score.type.domain)
        }
        add(reference: name, .instrument(place))
        let record = ValueType.object(ObjectTypes.result(of: place))
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
            // Of both the one in percent is meant where they are compared with a fraction.
            let percentage = "\(name).percent_change"
            for (name, reference, type) in [
                ("\(name).change", VariableReference.change(place), type),
                (percentage, .percentChange(place), .double),
            ] {
                environment.percentages[variables.count] = percentage
                add(name, reference, type)
            }
        }
        if !score.bands.isEmpty {
            add("\(name).band", .band(place), .string, .options(score.bands.map(\.name)))
        }
    }
}
