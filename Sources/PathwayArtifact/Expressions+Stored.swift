import CEL
import PathwayModel

extension VariableReference: Stored {
    func write(to writer: inout ArtifactWriter) {
        func write(_ tag: UInt8, _ instrument: InstrumentIndex) {
            writer.write(tag: tag)
            writer.write(instrument)
        }
        switch self {
        case .field(let field):
            writer.write(tag: 0)
            writer.write(field)
        case .score(let instrument, let place):
            write(1, instrument)
            writer.write(place)
        case .item(let instrument, let place):
            write(2, instrument)
            writer.write(place)
        case .baseline(let instrument): write(3, instrument)
        case .previous(let instrument): write(4, instrument)
        case .change(let instrument): write(5, instrument)
        case .percentChange(let instrument): write(6, instrument)
        case .band(let instrument): write(7, instrument)
        case .count(let instrument): write(8, instrument)
        case .results(let instrument): write(9, instrument)
        case .namedGuard(let place):
            writer.write(tag: 10)
            writer.write(place)
        case .attendance: writer.write(tag: 11)
        case .payload(let name):
            writer.write(tag: 12)
            writer.write(name)
        case .now: writer.write(tag: 13)
        case .today: writer.write(tag: 14)
        case .patientAge: writer.write(tag: 15)
        case .patientLanguage: writer.write(tag: 16)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .field(try reader.read())
        case 1: self = .score(try reader.read(), try reader.read())
        case 2: self = .item(try reader.read(), try reader.read())
        case 3: self = .baseline(try reader.read())
        case 4: self = .previous(try reader.read())
        case 5: self = .change(try reader.read())
        case 6: self = .percentChange(try reader.read())
        case 7: self = .band(try reader.read())
        case 8: self = .count(try reader.read())
        case 9: self = .results(try reader.read())
        case 10: self = .namedGuard(try reader.read())
        case 11: self = .attendance
        case 12: self = .payload(try reader.read())
        case 13: self = .now
        case 14: self = .today
        case 15: self = .patientAge
        case 16: self = .patientLanguage
        default: throw ByteReader.Malformed()
        }
    }
}

extension RecordReference: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .field(let field):
            writer.write(tag: 0)
            writer.write(field)
        case .instrument(let instrument):
            writer.write(tag: 1)
            writer.write(instrument)
        case .payload(let name):
            writer.write(tag: 2)
            writer.write(name)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .field(try reader.read())
        case 1: self = .instrument(try reader.read())
        case 2: self = .payload(try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension ObjectType: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(fields)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), fields: try reader.read())
    }
}

extension ObjectType.Field: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(domain)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            try reader.read(), try reader.read(),
            domain: try reader.read())
    }
}
