import CEL
import PathwayModel

extension CaseState {
    /// The state that bytes hold; nil where they are not a state of this pathway.
    package init?(snapshot bytes: [UInt8], format: Int = snapshotFormat, of machine: Machine) {
        guard Self.readableFormats.contains(format) else { return nil }
        var reader = ByteReader(bytes)
        self = machine.tables.blank
        do {
            try read(&reader, format, machine.pathway)
        } catch {
            return nil
        }
        guard reader.isAtEnd, isWhole(machine.tables.blank, machine.pathway) else { return nil }
        // Bytes that say the same in another way were not written here.
        guard snapshot(in: format) == bytes else { return nil }
    }

    private mutating func read(
        _ reader: inout ByteReader, _ format: Int, _ pathway: Pathway
    ) throws(ByteReader.Malformed) {
        let states = pathway.states.count
        sequence = try reader.int()
        status = try Self.status(&reader)
        lastInput = try reader.timestamp()
        configuration = try reader.places(below: states)
        try reader.fill(&stays) { (reader) throws(ByteReader.Malformed) in try reader.stay(in: format) }
        try reader.fill(&progress) { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in
                StateTaskProgress(times: try reader.int(), holdsSince: try reader.optionalTimestamp())
            }
        }
        taken = try reader.places(below: pathway.transitions.count)
        for _ in 0..<(try reader.count()) {
            let one = try reader.owed(transitions: pathway.transitions.count)
            owed[one.decision.transition.position] = one
        }
        for _ in 0..<(try reader.count()) { origins[try reader.int()] = try reader.places(below: states) }
        before = try reader.places(below: states)
        for _ in 0..<(try reader.count()) {
            let place: FieldIndex = try reader.place(below: fields.count)
            let entries = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.fieldEntry() }
            fields[place.position] = FieldRecord(entries: entries, blank: pathway.fields[place].defaultValue)
        }
        try reader.fill(&results) { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in try reader.result() }
        }
        sessions = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.session() }
        try reader.fill(&occurrences) { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in
                Occurrence(
                    payload: try reader.values(), moment: try reader.moment(), step: try reader.int(),
                    doer: format > 9 ? try reader.optionalDoer() : nil)
            }
        }
        try reader.fill(&tasks) { (reader) throws(ByteReader.Malformed) in
            try reader.task(of: pathway, in: format)
        }
        try readRest(&reader, format, pathway)
    }

    private mutating func readRest(
        _ reader: inout ByteReader, _ format: Int, _ pathway: Pathway
    ) throws(ByteReader.Malformed) {
        let states = pathway.states.count
        for _ in 0..<(try reader.count()) {
            consents[try reader.string()] = try reader.list { (reader) throws(ByteReader.Malformed) in
                ConsentRecord(granted: try reader.bool(), moment: try reader.moment(), step: try reader.int())
            }
        }
        for _ in 0..<(try reader.count()) {
            history[try reader.int()] = try reader.list { (reader) throws(ByteReader.Malformed) in
                try reader.place(below: states)
            }
        }
        try reader.fill(&verdicts) { (reader) throws(ByteReader.Malformed) in try reader.verdict(in: format) }
        birthDate = try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.date() }
        language = try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.string() }
        reviews = try reader.list { (reader) throws(ByteReader.Malformed) in
            Review(entry: try reader.int(), step: try reader.int())
        }
        guard format > 7 else { return }
        try reader.fill(&promises) { (reader) throws(ByteReader.Malformed) in try reader.promise(states: states) }
        guard format > 8 else { return }
        for _ in 0..<(try reader.count()) { tended[try reader.subject(of: pathway)] = try reader.tended(in: format) }
        guard format > 9 else { return }
        for _ in 0..<(try reader.count()) {
            let place: TransitionIndex = try reader.place(below: pathway.transitions.count)
            signed[place.position] = try reader.signed()
        }
    }

    /// Whether every list is as long as the pathway's, so that no place leads outside.
    private func isWhole(_ blank: CaseState, _ pathway: Pathway) -> Bool {
        for place in progress.indices where progress[place].count != blank.progress[place].count { return false }
        for place in results.indices where !results[place].isEmpty {
            let (items, scores) = (pathway.instruments[place].items.count, pathway.instruments[place].scores.count)
            for recorded in results[place]
            where recorded.result.items.count != items || recorded.result.scores.count != scores { return false }
        }
        return true
    }

    private static func status(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Status {
        switch try reader.int() {
        case 0: return .open
        case 1: return .closed(outcome: try reader.string())
        case 2: return .ended
        case 3: return .enteredInError
        default: throw ByteReader.Malformed()
        }
    }
}

extension ByteReader {
    /// Reads elements, each after its place, into a table.
    fileprivate mutating func fill<Element>(
        _ table: inout [Element], _ one: (inout ByteReader) throws(Malformed) -> Element
    ) throws(Malformed) {
        for _ in 0..<(try count()) {
            let place: Place<Element> = try place(below: table.count)
            table[place] = try one(&self)
        }
    }

    fileprivate mutating func values() throws(Malformed) -> [Value?] {
        try list { (reader) throws(Malformed) in
            try reader.optional { (reader) throws(Malformed) in try reader.value() }
        }
    }

    mutating func optionalDate() throws(Malformed) -> CalendarDate? {
        try optional { (reader) throws(Malformed) in try reader.date() }
    }

    mutating func optionalTimestamp() throws(Malformed) -> Timestamp? {
        try optional { (reader) throws(Malformed) in try reader.timestamp() }
    }

    mutating func optionalString() throws(Malformed) -> String? {
        try optional { (reader) throws(Malformed) in try reader.string() }
    }

    fileprivate mutating func optionalMoment() throws(Malformed) -> Moment? {
        try optional { (reader) throws(Malformed) in try reader.moment() }
    }

    fileprivate mutating func stay(in format: Int) throws(Malformed) -> CaseState.Stay {
        var stay = CaseState.Stay()
        stay.visits = try int()
        stay.entered = try optionalMoment()
        stay.left = try optionalDate()
        stay.step = try int()
        stay.firstDate = try optionalDate()
        guard format > 7 else { return stay }
        stay.reviewed = try optionalMoment()
        stay.extendedUntil = try optionalDate()
        return stay
    }

    fileprivate mutating func promise(states: Int) throws(Malformed) -> CaseState.PromiseRecord {
        var promise = CaseState.PromiseRecord()
        promise.holds = try bool()
        promise.running = try optional { (reader) throws(Malformed) in
            RunningPromise(due: try reader.date(), brokenAt: try reader.timestamp())
        }
        promise.overstayed = try places(below: states)
        return promise
    }

    fileprivate mutating func origin(states: Int) throws(Malformed) -> DueOrigin {
        switch try int() {
        case 0: return .task
        case 1: return .stateTask(try place(below: states), try int())
        case 2: return .action(try int())
        default: throw Malformed()
        }
    }

    fileprivate mutating func fieldEntry() throws(Malformed) -> FieldRecord.Entry {
        let change: FieldRecord.Entry.Change
        switch try int() {
        case 0: change = .value(try optional { (reader) throws(Malformed) in try reader.value() })
        case 1: change = .added(try value())
        default: throw Malformed()
        }
        var entry = FieldRecord.Entry(change: change, moment: try moment(), step: try int())
        entry.corrections = try list { (reader) throws(Malformed) in
            FieldRecord.Correction(value: try reader.value(), step: try reader.int())
        }
        return entry
    }

    fileprivate mutating func result() throws(Malformed) -> RecordedResult {
        let versions = try list { (reader) throws(Malformed) in
            RecordedResult.Version(
                content: InstrumentResult(
                    items: try reader.values(), scores: try reader.values(), moment: try reader.moment()),
                step: try reader.int())
        }
        guard let result = RecordedResult(versions: versions) else { throw Malformed() }
        return result
    }

    fileprivate mutating func session() throws(Malformed) -> RecordedSession {
        let versions = try list { (reader) throws(Malformed) in
            let status = try reader.int()
            guard AttendanceStatus.allCases.indices.contains(status) else { throw Malformed() }
            let type = try reader.optional { (reader) throws(Malformed) in try reader.string() }
            let session = Session(
                status: AttendanceStatus.allCases[status], type: type, moment: try reader.moment())
            return RecordedSession.Version(content: session, step: try reader.int())
        }
        guard let session = RecordedSession(versions: versions) else { throw Malformed() }
        return session
    }

    fileprivate mutating func task(of pathway: Pathway, in format: Int) throws(Malformed) -> CaseState.TaskRecord {
        let (tasks, states) = (pathway.tasks.count, pathway.states.count)
        var task = CaseState.TaskRecord()
        switch try int() {
        case 0: task.status = .never
        case 1: task.status = .open
        case 2: task.status = .completed
        case 3: task.status = .ended
        default: throw Malformed()
        }
        task.opening = try optional { (reader) throws(Malformed) in
            TaskOpening(
                task: try reader.place(below: tasks), due: try reader.optionalDate(),
                dueAt: try reader.optionalTimestamp(), overdueAt: try reader.optionalTimestamp(),
                reminders: try reader.list { (reader) throws(Malformed) in try reader.timestamp() },
                escalations: try reader.list { (reader) throws(Malformed) in try reader.timestamp() },
                until: try reader.optional { (reader) throws(Malformed) -> StateIndex in
                    try reader.place(below: states)
                }, opened: try reader.optionalMoment(),
                follows: try reader.optional { (reader) throws(Malformed) -> DueOrigin in
                    try reader.origin(states: states)
                }, role: try reader.optional { (reader) throws(Malformed) in try reader.string() },
                cause: format > 8
                    ? try reader.optional { (reader) throws(Malformed) in try reader.cause(of: pathway) } : nil)
        }
        task.opened = try optionalMoment()
        task.asked = try optionalMoment()
        task.isOverdue = try bool()
        task.reminded = try int()
        task.escalated = try int()
        task.doneOn = try optionalDate()
        task.endedWith = try optional { (reader) throws(Malformed) -> StateIndex in try reader.place(below: states) }
        task.closedBy = try optional { (reader) throws(Malformed) in try reader.int() }
        guard format > 9 else { return task }
        task.outcome = try optionalString()
        task.doer = try optionalDoer()
        return task
    }

    fileprivate mutating func owed(transitions: Int) throws(Malformed) -> CaseState.Owed {
        let decision = OwedDecision(
            transition: try place(below: transitions), due: try optionalDate(), overdueAt: try optionalTimestamp(),
            reminders: try list { (reader) throws(Malformed) in try reader.timestamp() },
            escalations: try list { (reader) throws(Malformed) in try reader.timestamp() })
        var owed = CaseState.Owed(decision: decision, since: try moment())
        owed.isOverdue = try bool()
        owed.reminded = try int()
        owed.escalated = try int()
        return owed
    }

    fileprivate mutating func verdict(in format: Int) throws(Malformed) -> CaseState.RememberedVerdict {
        guard let answer = Verdict.Answer(rawValue: try string()) else { throw Malformed() }
        let reasons = try list { (reader) throws(Malformed) in try reader.string() }
        let evidence = try list { (reader) throws(Malformed) in try reader.string() }
        let until = try optionalTimestamp()
        let wouldMeet = format > 6 ? try list { (reader) throws(Malformed) in try reader.string() } : []
        let verdict = Verdict(answer, reasons: reasons, evidence: evidence, until: until, wouldMeet: wouldMeet)
        return CaseState.RememberedVerdict(verdict: verdict, question: try unsigned(), plugin: try string())
    }
}
