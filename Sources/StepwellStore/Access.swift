public import CEL

/// That somebody saw something about patients, or was not let: one for each screen. What is kept of it stays, whatever is
/// erased of a patient's record.
public struct Access: Hashable, Sendable {
    /// A patient who was shown, by one number, with the cases of which something was.
    public struct Subject: Hashable, Sendable {
        public var patient: String
        public var cases: [CaseID]

        public init(patient: String, cases: [CaseID] = []) {
            self.patient = patient
            self.cases = cases
        }
    }

    /// What somebody found who looked into an access in an emergency.
    public struct Review: Hashable, Sendable {
        /// The number of the access.
        public var of: Int
        public var finding: String

        public init(of: Int, finding: String) {
            self.of = of
            self.finding = finding
        }
    }

    public var at: Timestamp
    public var actor: String?
    /// Who spoke for the actor, where that was somebody else.
    public var speaker: String?
    /// The screen, or what was not let: a word.
    public var door: String
    /// Everybody who was shown.
    public var subjects: [Subject]
    /// Why it was an emergency, where nothing else let them in.
    public var emergency: String?
    /// Why nothing was shown, where that was so.
    public var refusal: StoredRefusal?
    /// What it says of an earlier access, where it looks into one.
    public var review: Review?

    public init(
        at: Timestamp, actor: String?, speaker: String? = nil, door: String, subjects: [Subject] = [],
        emergency: String? = nil, refusal: StoredRefusal? = nil, review: Review? = nil
    ) {
        self.at = at
        self.actor = actor
        self.speaker = speaker
        self.door = door
        self.subjects = subjects
        self.emergency = emergency
        self.refusal = refusal
        self.review = review
    }
}

/// An access as it is kept.
public struct KeptAccess: Hashable, Sendable {
    /// Its place among all of them, from 1.
    public var number: Int
    /// Nil where it is not as it was kept: nobody can say whom it was about.
    public var access: Access?

    public init(number: Int, access: Access?) {
        self.number = number
        self.access = access
    }
}

/// Which accesses are wanted: all unless it says less. One that is not as it was kept is among those of everybody.
public struct AccessFilter: Hashable, Sendable {
    public enum Emergencies: Hashable, Sendable, CaseIterable {
        /// Emergencies and all others.
        case among
        case only
        /// Those of which no later access is a review.
        case unreviewed
    }

    /// Who was shown: by one of these numbers.
    public var patients: [String]?
    /// Who acted, or spoke for who did.
    public var person: String?
    /// From this instant on.
    public var since: Timestamp?
    /// Before this instant.
    public var until: Timestamp?
    public var emergencies: Emergencies

    public init(
        patients: [String]? = nil, person: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
        emergencies: Emergencies = .among
    ) {
        self.patients = patients
        self.person = person
        self.since = since
        self.until = until
        self.emergencies = emergencies
    }
}

/// A refused input with its place among those of all cases, from 1.
public struct KeptRefusal: Hashable, Sendable {
    public var number: Int
    public var refused: RefusedInput

    public init(number: Int, refused: RefusedInput) {
        self.number = number
        self.refused = refused
    }
}
