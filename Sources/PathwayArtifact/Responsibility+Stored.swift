import CEL
import PathwayModel

extension Approval: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(by)
        writer.write(on)
        writer.write(reviewBy)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            by: try reader.read(),
            on: try reader.read(),
            reviewBy: try reader.read())
    }
}

extension IntendedUse: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(users)
        writer.write(population)
        writer.write(limits)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(users: try reader.read(), population: try reader.read(), limits: try reader.read())
    }
}

extension Promise: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(id)
        writer.write(body)
        writer.write(because)
        writer.write(span)
        writer.write(title)
        writer.write(owner)
        writer.write(isSafety)
        writer.write(task)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            id: try reader.read(), body: try reader.read(), because: try reader.read(), span: try reader.read())
        guard reader.format >= 6 else { return }
        title = try reader.read()
        owner = try reader.read()
        isSafety = try reader.read()
        task = try reader.read()
    }
}

extension Promise.Body: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .never(let program):
            writer.write(tag: 0)
            writer.write(program)
        case .whenever(let trigger, let expect, let within):
            writer.write(tag: 1)
            writer.write(trigger)
            writer.write(expect)
            writer.write(within)
        case .everyState(let limit):
            writer.write(tag: 2)
            writer.write(limit)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .never(try reader.read())
        case 1: self = .whenever(try reader.read(), expect: try reader.read(), within: try reader.read())
        case 2: self = .everyState(leftOrReviewedWithin: try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension Promise.Trigger: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .entered(let state):
            writer.write(tag: 0)
            writer.write(state)
        case .holds(let program):
            writer.write(tag: 1)
            writer.write(program)
        case .left(let state):
            writer.write(tag: 2)
            writer.write(state)
        case .recorded(let events, let when):
            writer.write(tag: 3)
            writer.write(events)
            writer.write(when)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .entered(try reader.read())
        case 1: self = .holds(try reader.read())
        case 2: self = .left(try reader.read())
        case 3: self = .recorded(try reader.read(), when: try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}
