package import CEL

extension Input {
    /// What is agreed about what is owed to a case.
    package struct Tending: Hashable, Sendable {
        /// Tasks, decisions, states and types of sessions by their names; empty for all that is to be done now.
        package var duties: [String]
        package var change: Change

        package init(_ change: Change, of duties: [String] = []) {
            self.duties = duties
            self.change = change
        }
    }
}

extension Input.Tending {
    package enum Change: Hashable, Sendable {
        /// Whoever gives the input sees to it.
        case claim(Term)
        /// Somebody else is to see to it.
        case assign(to: Receiver, note: String?, Term)
        /// Who sees to it hands it to somebody else.
        case handOver(to: Receiver, note: String?, Term)
        /// Who saw to it does so no more.
        case release
        /// It is not to be looked at before a date.
        case snooze(until: CalendarDate, reason: String)
        /// A task that need not be done.
        case notNeeded(reason: String)
        /// What somebody sees to who is away passes on.
        case away(Away)
    }

    /// Who is to see to something.
    package struct Receiver: Hashable, Sendable, ExpressibleByStringLiteral {
        package var name: String
        /// The roles of which they may do what is to be done; nil for any. Of what is given by hand the journal keeps the
        /// name alone.
        package var roles: Set<String>?

        package init(name: String, roles: Set<String>?) {
            self.name = name
            self.roles = roles
        }

        package init(stringLiteral name: String) { self.init(name: name, roles: nil) }
    }

    /// Somebody is away: what they see to goes to who stands in for them, as far as that is theirs to do, and otherwise
    /// back to whose it was.
    package struct Away: Hashable, Sendable {
        package var person: String
        /// Their roles are kept in the journal: told again, the same goes to the same.
        package var substitute: Receiver?
        /// What the case's history says of it.
        package var why: String
        package var term: Term

        package init(_ person: String, substitute: Receiver?, why: String, _ term: Term) {
            self.person = person
            self.substitute = substitute
            self.why = why
            self.term = term
        }
    }

    /// Until when somebody sees to something; then it is free again.
    package struct Term: Hashable, Sendable {
        package var until: Timestamp
        /// The same of what is about somebody's safety.
        package var safetyUntil: Timestamp

        package init(until: Timestamp, safetyUntil: Timestamp) {
            self.until = until
            self.safetyUntil = safetyUntil
        }
    }

    /// The word for it in the journal and on the command line.
    package var word: String {
        switch change {
        case .claim: "claim"
        case .assign: "assign"
        case .handOver: "hand-over"
        case .release: "release"
        case .snooze: "snooze"
        case .notNeeded: "not-needed"
        case .away: "away"
        }
    }
}
