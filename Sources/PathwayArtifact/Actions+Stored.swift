import CEL
import PathwayModel

extension Action: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .notify(let recipient, let message, let via):
            writer.write(tag: 0)
            writer.write(recipient)
            writer.write(message)
            writer.write(via)
        case .set(let assignments):
            writer.write(tag: 1)
            writer.write(assignments)
        case .openTask(let task, let due):
            writer.write(tag: 2)
            writer.write(task)
            writer.write(due)
        case .closeTasks(let tasks):
            writer.write(tag: 3)
            writer.write(tasks)
        case .raise(let event):
            writer.write(tag: 4)
            writer.write(event)
        case .attend(let status, let type):
            writer.write(tag: 5)
            writer.write(status)
            writer.write(type)
        case .enroll(let pathway, let values):
            writer.write(tag: 6)
            writer.write(pathway)
            writer.write(values)
        case .add(let assignments):
            writer.write(tag: 7)
            writer.write(assignments)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .notify(recipient: try reader.read(), message: try reader.read(), via: try reader.read())
        case 1: self = .set(try reader.read())
        case 2: self = .openTask(try reader.read(), due: try reader.read())
        case 3: self = .closeTasks(try reader.read())
        case 4: self = .raise(try reader.read())
        case 5: self = .attend(try reader.read(), type: try reader.read())
        case 6: self = .enroll(pathway: try reader.read(), with: try reader.read())
        case 7: self = .add(try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension Action.Assignment: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(field)
        writer.write(program)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(field: try reader.read(), program: try reader.read())
    }
}

extension Action.NamedValue: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(program)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(name: try reader.read(), program: try reader.read())
    }
}
