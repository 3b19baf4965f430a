import CEL
import PathwayModel

extension Condition: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .all(let parts):
            writer.write(tag: 0)
            writer.write(parts)
        case .any(let parts):
            writer.write(tag: 1)
            writer.write(parts)
        case .not(let part):
            writer.write(tag: 2)
            writer.write(part)
        case .criterion(let criterion):
            writer.write(tag: 3)
            writer.write(criterion)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self = try reader.nested { (reader) throws(ByteReader.Malformed) in
            switch try reader.tag() {
            case 0: return .all(try reader.read())
            case 1: return .any(try reader.read())
            case 2: return .not(try reader.read())
            case 3: return .criterion(try reader.read())
            default: throw ByteReader.Malformed()
            }
        }
    }
}

extension Criterion: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(place)
        writer.write(id)
        writer.write(label)
        writer.write(body)
        writer.write(hard)
        writer.write(span)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            try reader.read(), id: try reader.read(), label: try reader.read(), body: try reader.read(),
            hard: try reader.read(), span: try reader.read())
    }
}

extension Criterion.Body: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .expression(let program):
            writer.write(tag: 0)
            writer.write(program)
        case .namedGuard(let place):
            writer.write(tag: 1)
            writer.write(place)
        case .rule(let use):
            writer.write(tag: 2)
            writer.write(use)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .expression(try reader.read())
        case 1: self = .namedGuard(try reader.read())
        case 2: self = .rule(try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension NamedGuard: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(program)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), program: try reader.read())
    }
}

extension DecisionTable: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(title)
        writer.write(program)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), title: try reader.read(), program: try reader.read())
    }
}
