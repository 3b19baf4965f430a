import CEL
import PathwayModel

extension State: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(name)
        writer.write(path)
        writer.write(title)
        writer.write(kind)
        writer.write(parent)
        writer.write(children)
        writer.write(end)
        writer.write(depth)
        writer.write(initial)
        writer.write(historyDefault)
        writer.write(entry)
        writer.write(exit)
        writer.write(tasks)
        writer.write(sessions)
        writer.write(transitions)
        writer.write(reactions)
        writer.write(outcome)
        writer.write(span)
        writer.write(endsSafety)
        writer.write(expected)
        writer.write(owner)
        writer.write(staysBecause)
        writer.write(level)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            name: try reader.read(), path: try reader.read(), title: try reader.read(), kind: try reader.read(),
            parent: try reader.read(), children: try reader.read(), end: try reader.read(), depth: try reader.read(),
            initial: try reader.read(), historyDefault: try reader.read(), entry: try reader.read(),
            exit: try reader.read(), tasks: try reader.read(), sessions: try reader.read(),
            transitions: try reader.read(), reactions: try reader.read(), outcome: try reader.read(),
            span: try reader.read())
        guard reader.format >= 2 else { return }
        endsSafety = try reader.read()
        guard reader.format >= 6 else { return }
        expected = try reader.read()
        owner = try reader.read()
        guard reader.format >= 7 else { return }
        staysBecause = try reader.read()
        guard reader.format >= 8 else { return }
        level = try reader.read()
    }
}

extension ExpectedStay: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .length(let delay):
            writer.write(tag: 0)
            writer.write(delay)
        case .unlimited(let because):
            writer.write(tag: 1)
            writer.write(because)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .length(try reader.read())
        case 1: self = .unlimited(because: try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension State.Kind: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .atomic: writer.write(tag: 0)
        case .compound: writer.write(tag: 1)
        case .parallel: writer.write(tag: 2)
        case .final: writer.write(tag: 3)
        case .history(let deep, let keepsClock):
            writer.write(tag: 4)
            writer.write(deep)
            writer.write(keepsClock)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .atomic
        case 1: self = .compound
        case 2: self = .parallel
        case 3: self = .final
        case 4: self = .history(deep: try reader.read(), keepsClock: try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension StateTask: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(task)
        writer.write(opening)
        writer.write(due)
        writer.write(untilExit)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            task: try reader.read(), opening: try reader.read(), due: try reader.read(), untilExit: try reader.read())
    }
}

extension StateTask.Opening: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .onEntry: writer.write(tag: 0)
        case .after(let delay):
            writer.write(tag: 1)
            writer.write(delay)
        case .every(let delay):
            writer.write(tag: 2)
            writer.write(delay)
        case .when(let condition, let every):
            writer.write(tag: 3)
            writer.write(condition)
            writer.write(every)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .onEntry
        case 1: self = .after(try reader.read())
        case 2: self = .every(try reader.read())
        case 3: self = .when(try reader.read(), every: try reader.read())
        default: throw ByteReader.Malformed()
        }
    }
}

extension SessionPlan: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(type)
        writer.write(perWeek)
        writer.write(minutes)
        writer.write(unrecordedAfter)
        writer.write(role)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            type: try reader.read(), perWeek: try reader.read(),
            minutes: try reader.read())
        guard reader.format >= 6 else { return }
        unrecordedAfter = try reader.read()
        role = try reader.read()
    }
}

extension Transition: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(id)
        writer.write(source)
        writer.write(trigger)
        writer.write(when)
        writer.write(after)
        writer.write(checks)
        writer.write(refuse)
        writer.write(by)
        writer.write(targets)
        writer.write(isInternal)
        writer.write(actions)
        writer.write(because)
        writer.write(span)
        writer.write(isSafety)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            id: try reader.read(), source: try reader.read(), trigger: try reader.read(), when: try reader.read(),
            after: try reader.read(), checks: try reader.read(), refuse: try reader.read(),
            by: try reader.read(),
            targets: try reader.read(), isInternal: try reader.read(), actions: try reader.read(),
            because: try reader.read(), span: try reader.read())
        if reader.format >= 7 { isSafety = try reader.read() }
    }
}

extension Transition.Trigger: Stored {
    func write(to writer: inout ArtifactWriter) {
        switch self {
        case .automatic: writer.write(tag: 0)
        case .event(let events):
            writer.write(tag: 1)
            writer.write(events)
        case .decision(let decision):
            writer.write(tag: 2)
            writer.write(decision.overridable)
            writer.write(decision.within)
            writer.write(decision.remind)
            writer.write(decision.escalate)
            writer.write(decision.signers)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        switch try reader.tag() {
        case 0: self = .automatic
        case 1: self = .event(try reader.read())
        case 2:
            var decision = Transition.Decision(overridable: try reader.read())
            if reader.format >= 2 {
                decision.within = try reader.read()
                decision.remind = try reader.read()
                decision.escalate = try reader.read()
            }
            if reader.format >= 9 { decision.signers = try reader.read() }
            self = .decision(decision)
        default: throw ByteReader.Malformed()
        }
    }
}

extension Transition.Refuse: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(code)
        writer.write(message)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(code: try reader.read(), message: try reader.read())
    }
}

extension Check: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(code)
        writer.write(criterion)
        writer.write(message)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(code: try reader.read(), criterion: try reader.read(), message: try reader.read())
    }
}

extension Reaction: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(source)
        writer.write(events)
        writer.write(when)
        writer.write(actions)
        writer.write(span)
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init(
            source: try reader.read(), events: try reader.read(), when: try reader.read(),
            actions: try reader.read(), span: try reader.read())
    }
}
