import CEL
import PathwayModel

/// What an unknown waits for, as the engine names it to the expression language.
struct Waiting: Hashable {
    enum Reason: UInt8, CaseIterable {
        /// Never recorded, or not part of the last result.
        case missing
        /// Recorded, but older than it stays good.
        case stale
        /// The event at hand came without it.
        case omitted
        case noSessions
        case noBaseline
        case zeroBaseline
        case noPrevious
        case neverEntered
        case neverOpened
        case neverDone
        /// The pathway does not remember it, because no guard of its own asks.
        case notKept
    }

    enum Subject: UInt8, CaseIterable {
        case field, instrument, state, task, payload, sessions, age, language, event
        /// Who sent an event, by the event's place.
        case doer
    }

    var reason: Reason
    var subject: Subject
    /// The place in the subject's table.
    var place: Int

    init(_ reason: Reason, _ subject: Subject, _ place: Int = 0) {
        self.reason = reason
        self.subject = subject
        self.place = place
    }

    init?(_ id: UnknownID) {
        guard let reason = Reason(rawValue: UInt8(truncatingIfNeeded: id.rawValue >> 56)),
            let subject = Subject(rawValue: UInt8(truncatingIfNeeded: id.rawValue >> 48))
        else { return nil }
        self.init(reason, subject, Int(id.rawValue & 0xFFFF_FFFF))
    }

    var id: UnknownID {
        UnknownID(UInt64(reason.rawValue) << 56 | UInt64(subject.rawValue) << 48 | UInt64(place))
    }

    var outcome: Outcome { .unknown(UnknownSet(id)) }
}
