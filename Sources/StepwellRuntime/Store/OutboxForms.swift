package import CEL

/// What identifies an effect: the idempotency key of its delivery.
package struct EffectID: Hashable, Sendable, CustomStringConvertible {
    package var id: CaseID
    package var sequence: Int
    /// Its place among the effects of the step.
    package var index: Int

    package init(id: CaseID, sequence: Int, index: Int) {
        self.id = id
        self.sequence = sequence
        self.index = index
    }

    /// The effect that a text names as `description` does.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let sequence = Int(parts[1]), let index = Int(parts[2]) else {
            return nil
        }
        self.init(id: CaseID(String(parts[0])), sequence: sequence, index: index)
    }

    package var description: String { "\(id)/\(sequence)/\(index)" }
}

/// Something the world is to be told: ids and names, never rendered text.
package struct OutboxEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case message
        case reminder
        case escalation
    }

    package var effect: EffectID
    package var kind: Kind
    /// `patient`, a role, or somebody outside whom the clinic's settings name.
    package var recipient: String
    /// The message's name, or the task's.
    package var subject: String
    /// The channel the pathway asks for.
    package var via: String?
    package var at: Timestamp

    package init(effect: EffectID, kind: Kind, recipient: String, subject: String, via: String?, at: Timestamp) {
        self.effect = effect
        self.kind = kind
        self.recipient = recipient
        self.subject = subject
        self.via = via
        self.at = at
    }
}

/// A message with how far it has come.
package struct OutboxRow: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case waiting
        case sent
        /// Given up after the last attempt, or rejected.
        case failed
        /// Not to be sent: the case closed first, or nobody agreed to it.
        case withheld
    }

    package var entry: OutboxEntry
    package var status: Status
    /// Attempts so far.
    package var attempts: Int
    /// Not to be tried before.
    package var nextAttempt: Timestamp
    /// Why the last attempt failed, or why the message waits.
    package var reason: String?
    /// The channel that took it, once it is settled.
    package var channel: String?
    package var settled: Timestamp?
    /// The first of the messages that leave as one; its key is theirs.
    package var leader: EffectID?

    package init(
        entry: OutboxEntry, status: Status, attempts: Int, nextAttempt: Timestamp, reason: String?,
        channel: String? = nil, settled: Timestamp? = nil, leader: EffectID? = nil
    ) {
        self.entry = entry
        self.status = status
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.reason = reason
        self.channel = channel
        self.settled = settled
        self.leader = leader
    }
}

/// What became of an attempt to deliver.
package enum OutboxResult: Hashable, Sendable {
    case sent
    case retry(at: Timestamp, reason: String)
    /// It was not attempted, and does not count as an attempt.
    case deferred(until: Timestamp, reason: String)
    case failed(reason: String)
    case withheld(reason: String)
}

/// What became of a message in the end.
package struct Settlement: Hashable, Sendable {
    package var effect: EffectID
    /// Anything but `waiting`.
    package var status: OutboxRow.Status
    package var attempts: Int
    package var channel: String?
    package var reason: String?
    package var at: Timestamp
    /// Where protected data left with it.
    package var disclosure: Disclosure?

    package init(
        effect: EffectID, status: OutboxRow.Status, attempts: Int, channel: String?, reason: String?, at: Timestamp,
        disclosure: Disclosure? = nil
    ) {
        self.effect = effect
        self.status = status
        self.attempts = attempts
        self.channel = channel
        self.reason = reason
        self.at = at
        self.disclosure = disclosure
    }
}

package struct OutboxFilter: Hashable, Sendable {
    package var id: CaseID?
    package var status: OutboxRow.Status?
    package var limit: Int

    package init(id: CaseID? = nil, status: OutboxRow.Status? = nil, limit: Int = 10_000) {
        self.id = id
        self.status = status
        self.limit = limit
    }
}

/// A channel that its other side has closed for good: nothing goes that way until somebody opens it again.
package struct ClosedChannel: Hashable, Sendable {
    package var channel: String
    package var at: Timestamp
    package var reason: String

    package init(channel: String, at: Timestamp, reason: String) {
        self.channel = channel
        self.at = at
        self.reason = reason
    }
}

/// A patient's consent to disclose records of substance use treatment, with every element of 42 CFR 2.31(a).
package struct Release: Hashable, Sendable {
    package var id: String
    package var patient: String
    /// Who discloses.
    package var discloser: String
    /// To whom, as pathways and settings name the recipient.
    package var recipient: String
    package var purpose: String
    /// How much and what kind of information.
    package var what: String
    /// The last date on which it holds; nil where the patient set none, as treatment, payment and operations allow.
    package var expires: CalendarDate?
    package var signedBy: String
    package var signed: CalendarDate
    /// From then on nothing more is disclosed; what was, stays in the ledger.
    package var revoked: CalendarDate?

    package init(
        id: String, patient: String, discloser: String, recipient: String, purpose: String, what: String,
        expires: CalendarDate?, signedBy: String, signed: CalendarDate, revoked: CalendarDate? = nil
    ) {
        self.id = id
        self.patient = patient
        self.discloser = discloser
        self.recipient = recipient
        self.purpose = purpose
        self.what = what
        self.expires = expires
        self.signedBy = signedBy
        self.signed = signed
        self.revoked = revoked
    }

    /// Whether it covers a disclosure on a date.
    package func holds(on date: CalendarDate) -> Bool {
        signed <= date && (expires.map { date <= $0 } ?? true) && (revoked.map { date < $0 } ?? true)
    }
}

/// One disclosure of protected records, for the accounting of 42 CFR 2.25.
package struct Disclosure: Hashable, Sendable {
    package var patient: String
    package var effect: EffectID
    package var at: Timestamp
    package var recipient: String
    package var channel: String
    package var purpose: String
    /// The names of what was disclosed; no values.
    package var what: String
    package var release: String

    package init(
        patient: String, effect: EffectID, at: Timestamp, recipient: String, channel: String, purpose: String,
        what: String, release: String
    ) {
        self.patient = patient
        self.effect = effect
        self.at = at
        self.recipient = recipient
        self.channel = channel
        self.purpose = purpose
        self.what = what
        self.release = release
    }
}
