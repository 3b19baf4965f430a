package import CEL

/// What may come to a case. Names and values are as people write them; the engine reads them by the pathway's types.
package enum Input: Hashable, Sendable {
    case enroll(Enrollment)
    case send(event: String, with: [NamedText])
    /// In the order written: each value is stored, then each event runs.
    case record([Recording])
    /// What an earlier input recorded was wrong: these are the right values. `entry` is that input's sequence.
    case correct(entry: Int, [Recording], reason: String)
    /// What an earlier input recorded should never have been: it stands in the record and counts no more.
    ///
    /// - Parameter movedTo: the case in which it stands now, where it was meant for another patient.
    case withdraw(entry: Int, reason: String, movedTo: String? = nil)
    /// An earlier input that moved the case is taken back: it is as if it had not been.
    ///
    /// - Parameter withLater: takes back what was decided and done on it since, too.
    case undo(entry: Int, reason: String, withLater: Bool)
    /// The clock was ahead when the last inputs came: what time brought too early is taken back.
    case mendClock(reason: String)
    case attend(AttendanceStatus, type: String?)
    /// - Parameter outcome: how it came out, of a task that names some.
    case complete(task: String, outcome: String? = nil)
    case decide(Choice, reason: String?)
    case consent([ConsentChange])
    /// The stay in a state may last until a date; of the stay that stands still or would first where no state is named.
    case extend(state: String?, until: CalendarDate, reason: String)
    /// Who sees to what is owed to the case, and when.
    case tend(Tending)
    /// What another case of the patient's comes to concerns this one.
    case heard(News)
    /// What became of an effect. With `calls`, a person has to see to it.
    case delivery(DeliveryReport, calls: Bool)
    /// Those on call are told of tasks to which nobody sees.
    case page([Paging])
    /// Time alone: what is due at this instant happens.
    case wake

    package struct Enrollment: Hashable, Sendable {
        package var with: [NamedText]
        package var birthDate: CalendarDate?
        package var language: String?
        /// Results that the case which enrolls this one has, each with its own date.
        package var results: [InheritedResult]

        package init(
            with: [NamedText], birthDate: CalendarDate? = nil, language: String? = nil, results: [InheritedResult] = []
        ) {
            self.with = with
            self.birthDate = birthDate
            self.language = language
            self.results = results
        }
    }

    package struct InheritedResult: Hashable, Sendable {
        package var instrument: String
        package var answers: [NamedText]
        package var moment: Moment

        package init(instrument: String, answers: [NamedText], moment: Moment) {
            self.instrument = instrument
            self.answers = answers
            self.moment = moment
        }
    }

    package struct NamedText: Hashable, Sendable {
        package var name: String
        package var text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    package enum Recording: Hashable, Sendable {
        case field(String, text: String)
        /// Items, or scores where no item-level form was used.
        case instrument(String, answers: [NamedText])
        /// A session, where one is put right.
        case session(AttendanceStatus, type: String?)
    }

    package enum Choice: Hashable, Sendable {
        case transition(id: String)
        case target(String)
    }

    package struct ConsentChange: Hashable, Sendable {
        package var kind: String
        package var granted: Bool

        package init(kind: String, granted: Bool) {
            self.kind = kind
            self.granted = granted
        }
    }
}
