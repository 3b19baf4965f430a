import CEL
import PathwayModel

extension TaskDefinition: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(title)
        writer.write(role)
        writer.write(due)
        writer.write(closedBy)
        writer.write(remind)
        writer.write(escalate)
        writer.write(afterClose)
        writer.write(byHand)
        writer.write(isSafety)
        writer.write(by)
        writer.write(outcomes)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), title: try reader.read(), role: try reader.read(), due: try reader.read(),
            closedBy: try reader.read(), remind: try reader.read(), escalate: try reader.read(),
            afterClose: try reader.read())
        guard reader.format >= 2 else { return }
        byHand = try reader.read()
        isSafety = try reader.read()
        guard reader.format >= 9 else { return }
        by = try reader.read()
        outcomes = try reader.read()
    }
}

extension TaskDefinition.ByHand: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .always: writer.write(tag: 0)
        case .never: writer.write(tag: 1)
        case .when(let condition):
            writer.write(tag: 2)
            writer.write(condition)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .always
        case 1: self = .never
        case 2: self = .when(try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension TaskDefinition.Escalation: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(after)
        writer.write(role)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(after: try reader.read(), role: try reader.read())
    }
}

extension TaskDefinition.Closing: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(events)
        writer.write(when)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(events: try reader.read(), when: try reader.read())
    }
}

extension Due: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .after(let delay):
            writer.write(tag: 0)
            writer.write(delay)
        case .at(let program, let isFixed):
            writer.write(tag: isFixed ? 3 : 1)
            writer.write(program)
        case .open: writer.write(tag: 2)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .after(try reader.read())
        case 1: self = .at(try reader.read(), isFixed: false)
        case 2: self = .open
        case 3: self = .at(try reader.read(), isFixed: true)
        default: throw ByteReader.Malformed()
        }
    }
}

extension TaskGlob: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(pattern)
        writer.write(tasks)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(pattern: try reader.read(), tasks: try reader.read())
    }
}
