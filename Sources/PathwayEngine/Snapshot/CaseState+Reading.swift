import CEL
package import PathwayModel

extension CaseState {
    /// The state that bytes hold; nil where they are not a state of this pathway.
    package init?(snapshot bytes: [UInt8], of pathway: Pathway) {
        var reader = ByteReader(bytes)
        do {
            try self.init(&reader, pathway)
        } catch {
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }

    private init(_ reader: inout ByteReader, _ pathway: Pathway) throws(ByteReader.Malformed) {
        let states = pathway.states.count
        self.init(of: pathway, at: Timestamp(seconds: 0))
        sequence = try reader.int()
        status = try Self.status(&reader)
        lastInput = try reader.timestamp()
        configuration = try reader.places(below: states)
        stays = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.stay() }
        progress = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in
                StateTaskProgress(times: try reader.int(), holdsSince: try reader.optionalTimestamp())
            }
        }
        taken = try reader.places(below: pathway.transitions.count)
        let origins = try reader.list { (reader) throws(ByteReader.Malformed) in
            (try reader.int(), try reader.places(below: states) as PlaceSet<State>)
        }
        self.origins = Dictionary(origins) { first, _ in first }
        fields = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.optional { (reader) throws(ByteReader.Malformed) in
                Recorded(value: try reader.value(), moment: try reader.moment(), step: try reader.int())
            }
        }
        results = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in try reader.result() }
        }
        sessions = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.session() }
        occurrences = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.list { (reader) throws(ByteReader.Malformed) in
                Occurrence(payload: try reader.values(), moment: try reader.moment())
            }
        }
        tasks = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.task(tasks: pathway.tasks.count, states: states)
        }
        try readRest(&reader, states: states)
        try checkShape(of: pathway)
    }

    private mutating func readRest(_ reader: inout ByteReader, states: Int) throws(ByteReader.Malformed) {
        let consents = try reader.list { (reader) throws(ByteReader.Malformed) in
            (try reader.string(), try reader.bool())
        }
        self.consents = Dictionary(consents) { first, _ in first }
        let history = try reader.list { (reader) throws(ByteReader.Malformed) in
            (
                try reader.int(),
                try reader.list { (reader) throws(ByteReader.Malformed) -> StateIndex in
                    try reader.place(below: states)
                }
            )
        }
        self.history = Dictionary(history) { first, _ in first }
        verdicts = try reader.list { (reader) throws(ByteReader.Malformed) in
            try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.verdict() }
        }
        birthDate = try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.date() }
        language = try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.string() }
        before = try reader.places(below: states)
    }

    /// Every table is as long as the pathway's, so that no place leads outside.
    private func checkShape(of pathway: Pathway) throws(ByteReader.Malformed) {
        let fresh = CaseState(of: pathway, at: lastInput)
        let isWhole =
            stays.count == fresh.stays.count && progress.map(\.count) == fresh.progress.map(\.count)
            && fields.count == fresh.fields.count
            && results.count == fresh.results.count && occurrences.count == fresh.occurrences.count
            && tasks.count == fresh.tasks.count && verdicts.count == fresh.verdicts.count
            && zip(results, pathway.instruments).allSatisfy { list, instrument in
                list.allSatisfy {
                    $0.result.items.count == instrument.items.count && $0.result.scores.count == instrument.scores.count
                }
            }
        guard isWhole else { throw ByteReader.Malformed() }
    }

    private static func status(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Status {
        switch try reader.int() {
        case 0: return .open
        case 1: return .closed(outcome: try reader.string())
        case 2: return .ended
        default: throw ByteReader.Malformed()
        }
    }
}

extension ByteReader {
    fileprivate mutating func values() throws(Malformed) -> [Value?] {
        try list { (reader) throws(Malformed) in
            try reader.optional { (reader) throws(Malformed) in try reader.value() }
        }
    }

    fileprivate mutating func optionalDate() throws(Malformed) -> CalendarDate? {
        try optional { (reader) throws(Malformed) in try reader.date() }
    }

    fileprivate mutating func optionalTimestamp() throws(Malformed) -> Timestamp? {
        try optional { (reader) throws(Malformed) in try reader.timestamp() }
    }

    fileprivate mutating func optionalMoment() throws(Malformed) -> Moment? {
        try optional { (reader) throws(Malformed) in try reader.moment() }
    }

    fileprivate mutating func stay() throws(Malformed) -> CaseState.Stay {
        var stay = CaseState.Stay()
        stay.visits = try int()
        guard stay.visits > 0 else { return stay }
        stay.entered = try optionalMoment()
        stay.left = try optionalDate()
        stay.step = try int()
        stay.firstDate = try optionalDate()
        stay.firstStep = try int()
        return stay
    }

    fileprivate mutating func result() throws(Malformed) -> CaseState.RecordedResult {
        let result = InstrumentResult(items: try values(), scores: try values(), moment: try moment())
        return CaseState.RecordedResult(result: result, step: try int())
    }

    fileprivate mutating func session() throws(Malformed) -> CaseState.RecordedSession {
        let status = try int()
        guard AttendanceStatus.allCases.indices.contains(status) else { throw Malformed() }
        let type = try optional { (reader) throws(Malformed) in try reader.string() }
        let session = Session(status: AttendanceStatus.allCases[status], type: type, moment: try moment())
        return CaseState.RecordedSession(session: session, step: try int())
    }

    fileprivate mutating func task(tasks: Int, states: Int) throws(Malformed) -> CaseState.TaskRecord {
        var task = CaseState.TaskRecord()
        switch try int() {
        case 0: return task
        case 1: task.status = .open
        case 2: task.status = .completed
        case 3: task.status = .ended
        default: throw Malformed()
        }
        task.opening = try optional { (reader) throws(Malformed) in
            TaskOpening(
                task: try reader.place(below: tasks), due: try reader.optionalDate(),
                overdueAt: try reader.optionalTimestamp(),
                reminders: try reader.list { (reader) throws(Malformed) in try reader.timestamp() },
                escalations: try reader.list { (reader) throws(Malformed) in try reader.timestamp() },
                until: try reader.optional { (reader) throws(Malformed) -> StateIndex in
                    try reader.place(below: states)
                })
        }
        task.opened = try optionalMoment()
        task.isOverdue = try bool()
        task.reminded = try int()
        task.escalated = try int()
        task.doneOn = try optionalDate()
        task.endedWith = try optional { (reader) throws(Malformed) -> StateIndex in try reader.place(below: states) }
        return task
    }

    fileprivate mutating func verdict() throws(Malformed) -> CaseState.RememberedVerdict {
        guard let answer = Verdict.Answer(rawValue: try string()) else { throw Malformed() }
        let reasons = try list { (reader) throws(Malformed) in try reader.string() }
        let evidence = try list { (reader) throws(Malformed) in try reader.string() }
        let verdict = Verdict(answer, reasons: reasons, evidence: evidence, until: try optionalTimestamp())
        return CaseState.RememberedVerdict(verdict: verdict, question: try unsigned(), plugin: try string())
    }
}
