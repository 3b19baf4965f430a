package import CEL
package import PathwayModel

/// An input as a pathway reads it: its names looked up and its texts read, once for any number of cases.
///
/// What cannot be read stands in its place, since a case may have something to say first: that it is closed, that the
/// actor may not, that a reason is missing. What is large and rare stands behind a reference, so that the rest stays
/// small.
package enum ResolvedInput: Sendable {
    indirect case enroll(Result<Enrollment, Refusal>)
    /// No event where the pathway knows none of that name.
    case send(EventIndex?, Result<[Value?], Refusal>)
    case record(Result<[Entry], Refusal>)
    indirect case correct(entry: Int, Result<[Entry], Refusal>, reason: String)
    indirect case withdraw(entry: Int, reason: String, movedTo: String?)
    indirect case undo(entry: Int, reason: String, withLater: Bool)
    case mendClock(reason: String)
    case attend(AttendanceStatus, type: String?)
    case complete(Result<TaskIndex, Refusal>, outcome: String?)
    indirect case decide(Input.Choice, reason: String?)
    case consent([Input.ConsentChange])
    indirect case extend(Extending)
    indirect case tend(Input.Tending)
    indirect case heard(Input.News)
    indirect case delivery(DeliveryReport, calls: Bool)
    case page([Input.Paging])
    case wake

    /// How long a stay may last.
    package struct Extending: Hashable, Sendable {
        var state: String?
        var until: CalendarDate
        var reason: String
    }

    package struct Enrollment: Sendable {
        var values: [(field: FieldIndex, value: Value)]
        var birthDate: CalendarDate?
        var language: String?
        /// The oldest first.
        var results: [(instrument: InstrumentIndex, result: InstrumentResult)]
    }

    /// Something to be recorded.
    package enum Entry: Sendable {
        case value(FieldIndex, Value)
        case result(InstrumentIndex, AnsweredForm.Answers)
        /// A session that is put right.
        case session(AttendanceStatus, type: String?)
    }
}

extension ResolvedInput {
    /// Whether it is stored even where the engine cannot go on: what happened has happened.
    var keepsItsFactsInTrouble: Bool {
        switch self {
        case .record, .correct, .withdraw, .attend, .consent, .complete, .heard, .delivery, .page, .wake: true
        case .enroll, .send, .decide, .extend, .tend, .undo, .mendClock: false
        }
    }

    /// Whether it comes even to a case that has reached its end: time, a message's fate, and what takes something back.
    var comesToTheEnded: Bool {
        switch self {
        case .heard, .delivery, .page, .wake, .undo, .mendClock: true
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend, .tend:
            false
        }
    }
}

extension ResolvedInput.Entry {
    /// What it is about.
    var kind: Event.Kind {
        switch self {
        case .value(let field, _): .recordedField(field)
        case .result(let instrument, _): .recordedInstrument(instrument)
        case .session(let status, type: _): .session(status)
        }
    }

    /// The event that follows from it where it is recorded.
    func recorded(at moment: Moment, in step: Int) -> Stepper.Recorded {
        let subject: Stepper.Queued.Subject =
            switch self {
            case .value(let field, let value): .field(field, value, entry: step, corrects: false)
            case .result(let instrument, let answers):
                .result(instrument, answers.result(at: moment), entry: step, corrects: false)
            case .session(_, let type): .session(type: type, isLate: true)
            }
        return Stepper.Recorded(kind: kind, subject: subject, moment: moment)
    }

    /// What is emitted of it; a session is attended, and not recorded as an entry.
    func fact(at moment: Moment) -> Fact {
        switch self {
        case .value(let field, let value): .valueSet(field, value, moment)
        case .result(let instrument, let answers): .resultRecorded(instrument, answers.result(at: moment))
        case .session(let status, let type):
            .sessionRecorded(Session(status: status, type: type, moment: moment))
        }
    }
}
