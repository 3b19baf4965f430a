import PathwayModel

/// Where an expression finds a variable that may be an integer: worked out once, so that reading it takes two looks.
enum IntegerSource: Sendable {
    /// A field whose values stay good for ever, and what it has where nothing is recorded.
    case field(FieldIndex, defaultValue: Int64?)
    /// What the event at hand brings: where its stretch of `Tables.payloads` begins.
    case payload(Int)
    /// Something that has to be worked out, or is never an integer.
    case other
}

extension IntegerSource {
    /// One a variable, and the places of payloads by event.
    static func all(in pathway: Pathway) -> (sources: [IntegerSource], payloads: [Int?]) {
        var payloads: [Int?] = []
        let sources = pathway.variables.map { variable -> IntegerSource in
            switch variable {
            case .field(let place):
                let field = pathway.fields[place]
                guard case .integer = field.type, field.freshFor == nil else { return .other }
                guard case .int(let number)? = field.defaultValue else { return .field(place, defaultValue: nil) }
                return .field(place, defaultValue: number)
            case .payload(let name):
                defer {
                    payloads += pathway.events.map { event in event.payload.firstIndex { $0.name == name } }
                }
                return .payload(payloads.count)
            case .score, .item, .baseline, .previous, .change, .percentChange, .band, .count, .results, .namedGuard,
                .attendance, .now, .today, .patientAge, .patientLanguage:
                return .other
            }
        }
        return (sources, payloads)
    }
}
