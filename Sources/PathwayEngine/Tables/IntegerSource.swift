import PathwayModel

/// Where an expression finds a variable that may be an integer: worked out once, so that reading it takes two looks.
enum IntegerSource: Sendable {
    /// A field whose values stay good for ever, and what it has where nothing is recorded.
    case field(FieldIndex, defaultValue: Int64?)
    /// What the event at hand brings under a name: the name's number in `PayloadNames`.
    case payload(Int)
    /// Something that has to be worked out, or is never an integer.
    case other

    /// One a variable.
    static func all(in pathway: Pathway, _ names: PayloadNames) -> [IntegerSource] {
        pathway.variables.map { variable in
            switch variable {
            case .field(let place):
                let field = pathway.fields[place]
                guard case .integer = field.type, field.freshFor == nil else { return .other }
                guard case .int(let number)? = field.defaultValue else { return .field(place, defaultValue: nil) }
                return .field(place, defaultValue: number)
            case .payload(let name): return names.number(of: name).map { .payload($0) } ?? .other
            case .score, .item, .baseline, .previous, .change, .percentChange, .band, .count, .results, .namedGuard,
                .attendance, .now, .today, .patientAge, .patientLanguage:
                return .other
            }
        }
    }
}

/// What events bring, by the numbers of names: one number for each part of each event.
struct PayloadNames: Sendable {
    private var numbers: [String: Int] = [:]
    /// The names of all parts, event after event.
    private var parts: [Int] = []
    /// Where an event's parts begin, and at last where all end.
    private var starts = [0]

    init(in pathway: Pathway) {
        for event in pathway.events {
            for part in event.payload {
                let number = numbers[part.name] ?? numbers.count
                numbers[part.name] = number
                parts.append(number)
            }
            starts.append(parts.count)
        }
    }

    func number(of name: String) -> Int? { numbers[name] }

    /// The place of a name in what an event brings; nil where it does not bring that.
    func place(of name: Int, in event: EventIndex) -> Int? {
        let start = starts[event.position]
        for part in start..<starts[event.position + 1] where parts[part] == name { return part - start }
        return nil
    }
}
