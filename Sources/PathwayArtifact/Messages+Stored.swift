import CEL
import PathwayModel

extension Message: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(subject)
        writer.write(body)
        writer.write(html)
        writer.write(invitation)
        writer.write(holds)
        writer.write(condition)
        writer.write(isSafety)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), subject: try reader.read(), body: try reader.read(), html: try reader.read(),
            invitation: try reader.read(), holds: try reader.read())
        condition = try reader.read()
        guard reader.format >= 2 else { return }
        isSafety = try reader.read()
    }
}

extension Message.Secret: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(sensitivity)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), sensitivity: try reader.read())
    }
}

extension AppointmentDefinition: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(start)
        writer.write(minutes)
        writer.write(location)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(start: try reader.read(), minutes: try reader.read(), location: try reader.read())
    }
}

extension LocalizedTemplate: Stored {
    func write(to writer: inout ArtifactWriter) { writer.write(texts) }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self.init(try reader.read()) }
}

extension LocalizedTemplate.Text: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(language)
        writer.write(template)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(language: try reader.read(), template: try reader.read())
    }
}

extension MessageTemplate: Stored {
    func write(to writer: inout ArtifactWriter) { writer.write(parts) }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self.init(try reader.read()) }
}

extension MessageTemplate.Part: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .text(let text):
            writer.write(tag: 0)
            writer.write(text)
        case .value(let name):
            writer.write(tag: 1)
            writer.write(name)
        case .section(let name, let isInverted, let parts):
            writer.write(tag: 2)
            writer.write(name)
            writer.write(isInverted)
            writer.write(parts)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .text(try reader.read())
        case 1: self = .value(try reader.read())
        case 2:
            self = .section(
                try reader.read(), isInverted: try reader.read(),
                try reader.nested { (reader) throws(ByteReader.Malformed) in try reader.read() })
        default: throw ByteReader.Malformed()
        }
    }
}
