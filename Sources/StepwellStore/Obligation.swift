public import CEL

/// Something that somebody has to do for a case: a task, and whatever else will wait for people.
///
/// A case has at most one of a kind and subject. Each commit says which began or changed and which ended, so that
/// lists of all cases are read from these rows alone.
public struct Obligation: Hashable, Sendable {
    /// What kind of thing is to be done. A store keeps the word and knows none of them.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        public var rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// A task of the pathway's; its subject is the task's name.
        public static let task = Kind(rawValue: "task")
        /// A decision that is proposed, and that those who may decide owe; its subject is the decision's name.
        public static let decision = Kind(rawValue: "decision")
        /// A task of the pathway's that is about somebody's safety: it comes before all others.
        public static let safetyTask = Kind(rawValue: "safety_task")
        /// A task that says that a promise was broken; its subject is the task's name.
        public static let brokenPromise = Kind(rawValue: "promise_broken")
        /// A stay in a state that is to come to its end; its subject is the state's path. The case stands still from the
        /// day after it is due.
        public static let stay = Kind(rawValue: "stay")
        /// Sessions of which something is to be on record by then; its subject is the state's path and their type.
        public static let sessions = Kind(rawValue: "sessions")
        /// Nobody has to do anything, and by then time brings something that somebody has to.
        public static let time = Kind(rawValue: "time")
    }

    /// When something has to be done.
    public enum Deadline: Hashable, Sendable {
        /// On a day, where the case is.
        case day(CalendarDate)
        /// At an instant, which lies on this day where the case is.
        case instant(Timestamp, on: CalendarDate)
    }

    /// What it is among its case's.
    public struct Key: Hashable, Sendable {
        public var kind: Kind
        public var subject: String

        public init(_ kind: Kind, _ subject: String) {
            self.kind = kind
            self.subject = subject
        }
    }

    public var id: CaseID
    public var key: Key
    /// What is to be done, in words.
    public var title: String
    /// Who has to do it, one of several roles with `, ` between them; nil for anybody.
    public var role: String?
    public var due: Deadline?
    /// Since when, where the case is.
    public var since: CalendarDate
    /// Whether it is about somebody's safety.
    public var isSafety: Bool
    /// Who has said that they see to it; nil for nobody.
    public var claimedBy: String?
    /// Until when they do; then it is nobody's again.
    public var claimedUntil: Timestamp?
    /// It is not to be looked at before this day, where the case is.
    public var snoozedUntil: CalendarDate?
    /// Whether an open case that has it is not lost: it has a date, somebody whose it is, and is about the patient.
    public var keepsCase: Bool

    public init(
        id: CaseID, key: Key, title: String, role: String?, due: Deadline?, since: CalendarDate,
        isSafety: Bool = false, claimedBy: String? = nil, claimedUntil: Timestamp? = nil,
        snoozedUntil: CalendarDate? = nil, keepsCase: Bool = false
    ) {
        self.id = id
        self.key = key
        self.title = title
        self.role = role
        self.due = due
        self.since = since
        self.isSafety = isSafety
        self.claimedBy = claimedBy
        self.claimedUntil = claimedUntil
        self.snoozedUntil = snoozedUntil
        self.keepsCase = keepsCase
    }

    /// The day on which it is due, where the case is.
    public var dueDay: CalendarDate? {
        switch due {
        case nil: nil
        case .day(let day), .instant(_, on: let day): day
        }
    }
}

/// An obligation with what a list says of its case.
public struct ObligationRow: Hashable, Sendable {
    public var obligation: Obligation
    public var patient: String
    public var pathway: String
    public var version: String

    public init(obligation: Obligation, patient: String, pathway: String, version: String) {
        self.obligation = obligation
        self.patient = patient
        self.pathway = pathway
        self.version = version
    }
}

/// Which obligations are asked for.
public struct ObligationFilter: Hashable, Sendable {
    /// Only those of this role; nil for all.
    public var role: String?
    /// Only those of this kind; nil for all.
    public var kind: Obligation.Kind?
    /// Only those that somebody has claimed, whether the claim has lapsed or not; nil for all.
    public var claimedBy: String?

    public init(role: String? = nil, kind: Obligation.Kind? = nil, claimedBy: String? = nil) {
        self.role = role
        self.kind = kind
        self.claimedBy = claimedBy
    }
}
