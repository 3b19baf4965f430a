import CEL
package import PathwayModel

/// Values as plugins see them. JSON knows neither dates nor instants: where nothing else tells, they stand as
/// `{"date": "2026-01-31"}` and `{"instant": "2026-01-31T09:00:00Z"}`.
package enum WireValue {
    package static func value(_ json: JSON) throws(ProtocolError) -> Value {
        switch json {
        case .bool(let value): return .bool(value)
        case .int(let number): return .int(number)
        case .double(let number): return .double(number)
        case .string(let text): return .string(text)
        case .object(let members):
            if members.count == 1, let text = members[0].value.string {
                if members[0].name == "date", let date = CalendarDate(text) { return .date(date) }
                if members[0].name == "instant", let instant = Timestamp(rfc3339: text) { return .timestamp(instant) }
            }
            throw ProtocolError("a value is neither a scalar nor a date nor an instant")
        case .null, .array: throw ProtocolError("a value is neither a scalar nor a date nor an instant")
        }
    }

    package static func values(_ json: JSON?) throws(ProtocolError) -> [String: Value] {
        guard let json else { return [:] }
        guard let members = json.members else { throw ProtocolError("values must be an object") }
        var values: [String: Value] = [:]
        for member in members { values[member.name] = try value(member.value) }
        return values
    }
}
