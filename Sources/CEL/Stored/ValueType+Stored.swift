extension ByteWriter {
    package mutating func write(_ type: ValueType) {
        switch type {
        case .dyn: write(byte: 0)
        case .null: write(byte: 1)
        case .bool: write(byte: 2)
        case .int: write(byte: 3)
        case .uint: write(byte: 4)
        case .double: write(byte: 5)
        case .string: write(byte: 6)
        case .bytes: write(byte: 7)
        case .list(let element):
            write(byte: 8)
            write(element)
        case .map(let key, let value):
            write(byte: 9)
            write(key)
            write(value)
        case .timestamp: write(byte: 10)
        case .duration: write(byte: 11)
        case .date: write(byte: 12)
        case .period: write(byte: 13)
        case .object(let place):
            write(byte: 14)
            write(place)
        case .record(let fields):
            write(byte: 15)
            write(fields.sorted { $0.key < $1.key }) { writer, field in
                writer.write(field.key)
                writer.write(field.value)
            }
        case .optional(let wrapped):
            write(byte: 16)
            write(wrapped)
        case .type(let inner):
            write(byte: 17)
            write(inner)
        case .abstract(let name, let parameters):
            write(byte: 18)
            write(name)
            write(parameters) { $0.write($1) }
        case .parameter(let name):
            write(byte: 19)
            write(name)
        case .error: write(byte: 20)
        }
    }

    package mutating func write(_ domain: Variable.Domain) {
        switch domain {
        case .options(let options):
            write(byte: 0)
            write(options) { $0.write($1) }
        case .range(let min, let max, let isFixed):
            write(byte: 1)
            write(min) { $0.write($1) }
            write(max) { $0.write($1) }
            write(isFixed)
        }
    }
}

extension ByteReader {
    package mutating func type() throws(Malformed) -> ValueType {
        try nested { (reader) throws(Malformed) in try reader.typeInside() }
    }

    private mutating func typeInside() throws(Malformed) -> ValueType {
        switch try byte() {
        case 0: return .dyn
        case 1: return .null
        case 2: return .bool
        case 3: return .int
        case 4: return .uint
        case 5: return .double
        case 6: return .string
        case 7: return .bytes
        case 8: return .list(try type())
        case 9: return .map(try type(), try type())
        case 10: return .timestamp
        case 11: return .duration
        case 12: return .date
        case 13: return .period
        case 14: return .object(try int())
        case 15: return .record(having: try recordFields())
        case 16: return .optional(try type())
        case 17: return .type(try type())
        case 18: return .abstract(try string(), try list { (reader) throws(Malformed) in try reader.type() })
        case 19: return .parameter(try string())
        case 20: return .error
        default: throw Malformed()
        }
    }

    private mutating func recordFields() throws(Malformed) -> [String: ValueType] {
        var fields: [String: ValueType] = [:]
        for _ in 0..<(try count()) {
            let name = try string()
            fields[name] = try type()
        }
        return fields
    }

    package mutating func domain() throws(Malformed) -> Variable.Domain {
        switch try byte() {
        case 0: return .options(try list { (reader) throws(Malformed) in try reader.string() })
        case 1:
            return .range(
                min: try optional { (reader) throws(Malformed) in try reader.double() },
                max: try optional { (reader) throws(Malformed) in try reader.double() }, isFixed: try bool())
        default: throw Malformed()
        }
    }
}
