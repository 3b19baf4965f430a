import CEL
import PathwayModel

extension Delay: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(terms)
        writer.write(text)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(terms: try reader.read(), text: try reader.read())
    }
}

extension Delay.Term: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(amount)
        writer.write(unit)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(try reader.read(), try reader.read())
    }
}

extension Delay.Unit: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .seconds: writer.write(tag: 0)
        case .minutes: writer.write(tag: 1)
        case .hours: writer.write(tag: 2)
        case .days: writer.write(tag: 3)
        case .weeks: writer.write(tag: 4)
        case .months: writer.write(tag: 5)
        case .years: writer.write(tag: 6)
        case .businessDays: writer.write(tag: 7)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .seconds
        case 1: self = .minutes
        case 2: self = .hours
        case 3: self = .days
        case 4: self = .weeks
        case 5: self = .months
        case 6: self = .years
        case 7: self = .businessDays
        default: throw ByteReader.Malformed()
        }
    }
}

extension FieldType: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .boolean: writer.write(tag: 0)
        case .integer(let min, let max):
            writer.write(tag: 1)
            writer.write(min)
            writer.write(max)
        case .number(let min, let max):
            writer.write(tag: 2)
            writer.write(min)
            writer.write(max)
        case .text: writer.write(tag: 3)
        case .choice(let options):
            writer.write(tag: 4)
            writer.write(options)
        case .date: writer.write(tag: 5)
        case .instant: writer.write(tag: 6)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        typealias Malformed = ByteReader.Malformed
        switch try reader.tag() {
        case 0: self = .boolean
        case 1:
            self = .integer(
                min: try reader.read(),
                max: try reader.read())
        case 2:
            self = .number(
                min: try reader.read(),
                max: try reader.read())
        case 3: self = .text
        case 4: self = .choice(try reader.read())
        case 5: self = .date
        case 6: self = .instant
        default: throw Malformed()
        }
    }
}

extension Field: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(label)
        writer.write(defaultValue)
        writer.write(freshFor)
        writer.write(isEnrollment)
        writer.write(sensitivity)
        writer.write(by)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), type: try reader.read(), label: try reader.read(),
            defaultValue: try reader.read(),
            freshFor: try reader.read(), isEnrollment: try reader.read(), sensitivity: try reader.read())
        if reader.format >= 9 { by = try reader.read() }
    }
}

extension AttendanceStatus: Stored {}

extension Event: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(kind)
        writer.write(payload)
        writer.write(by)
        writer.write(isLogged)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), kind: try reader.read(), payload: try reader.read(),
            by: try reader.read(),
            isLogged: try reader.read())
    }
}

extension Event.Payload: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(defaultValue)
        writer.write(label)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), type: try reader.read(),
            defaultValue: try reader.read(),
            label: try reader.read())
    }
}

extension Event.Kind: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .declared: writer.write(tag: 0)
        case .recordedField(let field):
            writer.write(tag: 1)
            writer.write(field)
        case .recordedInstrument(let instrument):
            writer.write(tag: 2)
            writer.write(instrument)
        case .session(let status):
            writer.write(tag: 3)
            writer.write(status)
        case .taskDone(let task):
            writer.write(tag: 4)
            writer.write(task)
        case .taskOverdue(let task):
            writer.write(tag: 5)
            writer.write(task)
        case .consented(let kind):
            writer.write(tag: 6)
            writer.write(kind)
        case .stateDone(let state):
            writer.write(tag: 7)
            writer.write(state)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .declared
        case 1: self = .recordedField(try reader.read())
        case 2: self = .recordedInstrument(try reader.read())
        case 3: self = .session(try reader.read())
        case 4: self = .taskDone(try reader.read())
        case 5: self = .taskOverdue(try reader.read())
        case 6: self = .consented(kind: try reader.read())
        case 7: self = .stateDone(try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}
