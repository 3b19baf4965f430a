import CEL
import PathwayModel

/// The records that expressions may look into.
enum ObjectTypes {
    /// Those that are built in, then the results of each instrument, then the occurrences of each event.
    static func all(_ symbols: SymbolTable) -> [ObjectType] {
        let moment: [ObjectType.Field] = [.init("at", .timestamp), .init("date", .date)]
        let results = symbols.instruments.elements.map { instrument in
            let scores = instrument.scores.map { field($0.name, $0.type) }
            let scored = Set(instrument.scores.map(\.name))
            let items = instrument.items.filter { !scored.contains($0.name) }.map { field($0.name, $0.type) }
            return ObjectType(name: "result of \(instrument.name)", fields: scores + items + moment)
        }
        let occurrences = symbols.events.elements.map { event in
            let given = Set(moment.map(\.name))
            let payload = event.payload.filter { !given.contains($0.name) }.map { field($0.name, $0.type) }
            // What an event brings goes before what is said of who sent it.
            let doer = doer.filter { field in !payload.contains { $0.name == field.name } }
            return ObjectType(name: "occurrence of \(event.name)", fields: moment + payload + doer)
        }
        return BuiltInObject.allCases.map(type) + results + occurrences
    }

    /// Who did something.
    private static let doer: [ObjectType.Field] = [.init("by", .string), .init("roles", .list(.string))]

    static func result(of instrument: InstrumentIndex) -> Int { BuiltInObject.allCases.count + instrument.position }

    private static func field(_ name: String, _ type: FieldType) -> ObjectType.Field {
        ObjectType.Field(name, type.valueType, domain: type.domain)
    }

    private static func type(of object: BuiltInObject) -> ObjectType {
        let atLeastNone = Variable.Domain.range(min: 0, max: nil)
        return switch object {
        case .attendance:
            ObjectType(
                name: "attendance",
                fields: [
                    .init("attended", .int, domain: atLeastNone), .init("no_shows", .int, domain: atLeastNone),
                    .init("excused", .int, domain: atLeastNone), .init("rate", .double, domain: .range(min: 0, max: 1)),
                    .init("no_shows_in_a_row", .int, domain: atLeastNone),
                ])
        case .task:
            ObjectType(
                name: "task",
                fields: [
                    .init("done", .bool), .init("open", .bool), .init("overdue", .bool), .init("due", .date),
                    .init("done_on", .date), .init("outcome", .string),
                ] + doer)
        }
    }
}
