package import CEL
package import PathwayEngine
package import PathwayModel
package import StepwellStore

/// Whether a message may go: what the patient agreed to, what the clinic allows, and how the case stands.
///
/// A pure answer to what is known when the message is about to leave, so that what was recorded a moment ago counts.
package struct Permission {
    package enum Decision: Hashable, Sendable {
        /// With the consent that a disclosure goes under.
        case go(Release?)
        case wait(until: Timestamp, code: String)
        /// With `calls`, a person has to see to it.
        case withhold(code: String, calls: Bool)
    }

    /// Why a message waits or does not go. Kept in facts: a word never changes its meaning.
    package enum Code {
        package static let caseClosed = OutboxRow.caseClosed
        package static let deceased = DeliveryReport.deceased
        package static let noConsent = "no_consent"
        package static let stopped = "stopped"
        package static let noAddress = "no_address"
        package static let noChannel = "no_channel"
        package static let channelClosed = "channel_closed"
        package static let tooSensitive = "too_sensitive"
        package static let noRelease = "no_release"
        /// There is a consent to disclose, and it does not name what the message tells.
        package static let outOfScope = "out_of_scope"
        package static let psychotherapy = "psychotherapy"
        package static let quietHours = "quiet_hours"
        package static let capDay = "cap_day"
        package static let capWeek = "cap_week"
        package static let digest = "digest"
        package static let missingValue = "missing_value"
        package static let noLonger = "no_longer"
        package static let superseded = "superseded"
        package static let dropped = "dropped"
        package static let rejected = "rejected"
        package static let gaveUp = "gave_up"
    }

    /// What a message that says how things stand can have come to while it waited.
    package enum Moot: Hashable, Sendable {
        /// Its `while` does not hold, or is not known.
        case noLonger
        /// Its `while` ended in an error.
        case unclear
        /// A newer one of the same waits, and says the same.
        case superseded
    }

    /// Longer than this no message waits for a cap: by then it says something old.
    static let longestWait: Int64 = 172_800

    package var queued: OutboxMessage
    package var message: Message?
    package var pathway: Pathway
    package var state: CaseState?
    package var patient: PatientRecord?
    /// How the patient's cases ended, this one's and others'.
    package var outcomes: [String]
    /// Why what it says is not worth saying any more.
    package var moot: Moot?
    package var channel: String
    package var address: String?
    package var routing: Routing
    package var isChannelClosed: Bool
    package var releases: [Release]
    package var now: Timestamp
    /// The patient's own zone.
    package var zone: ZoneOffsets
    /// Messages to the patient since an instant.
    package var sent: (_ since: Timestamp) -> Int

    private var policy: ChannelPolicy { routing.policy(of: channel) }
    private var isForPatient: Bool { queued.recipient == OutboxMessage.patient }
    private var isSafety: Bool { queued.isSafety(state, pathway) }

    package var decision: Decision {
        if let refusal = caseRefusal ?? contentRefusal ?? wayRefusal { return refusal }
        if isForPatient, let wait = patience { return wait }
        if let digest = digestWait { return digest }
        return disclosure
    }

    // MARK: The case

    private var caseRefusal: Decision? {
        if isForPatient || queued.recipient == "family", isDeceased {
            return .withhold(code: Code.deceased, calls: false)
        }
        if let closing, queued.effect.sequence < closing, !isSafety {
            return .withhold(code: Code.caseClosed, calls: false)
        }
        switch moot {
        case nil: return nil
        case .noLonger: return .withhold(code: Code.noLonger, calls: false)
        case .unclear: return .withhold(code: Code.noLonger, calls: true)
        case .superseded: return .withhold(code: Code.superseded, calls: false)
        }
    }

    private var isDeceased: Bool {
        outcomes.contains { Self.isDeath($0) }
            || patient.map(Self.isDeceased) ?? false
    }

    /// Whether a case that came to this end says that the patient has died.
    static func isDeath(_ outcome: String) -> Bool { ["deceased", "died", "death"].contains(outcome) }

    /// Whether the patient's record says so.
    static func isDeceased(_ patient: PatientRecord) -> Bool { !(patient.values["deceased"] ?? "").isEmpty }

    /// The step that closed the case; nil while it is open.
    private var closing: Int? {
        guard let state, state.status != .open else { return nil }
        return pathway.states.indices.filter { pathway.states[$0].outcome != nil && state.isActive(StateIndex($0)) }
            .map { state.stays[$0].step }.max()
    }

    // MARK: What it says

    private var contentRefusal: Decision? {
        let kinds = Set((message?.holds ?? []).map(\.sensitivity))
        guard kinds.isSubset(of: policy.carries) else { return .withhold(code: Code.tooSensitive, calls: true) }
        if outsider != nil, kinds.contains(.psychotherapy) {
            return .withhold(code: Code.psychotherapy, calls: true)
        }
        return nil
    }

    /// Who outside of the clinic would learn it; nil where nobody does.
    var outsider: String? {
        if let other = policy.disclosesTo { return other }
        guard !isForPatient else { return nil }
        if let known = routing.recipients[queued.recipient] { return known.isOutside ? queued.recipient : nil }
        let isStaff = pathway.roles.isEmpty || pathway.roles.contains(queued.recipient) || queued.kind != .message
        return isStaff ? nil : queued.recipient
    }

    /// What protected things a disclosure would name; empty where it would name none.
    var protected: [String] {
        let held = (message?.holds ?? []).filter { $0.sensitivity == .sud }.map(\.name)
        return held.isEmpty && pathway.sensitivity == .sud ? ["that the person is a patient"] : held
    }

    private var disclosure: Decision {
        guard let outsider, !protected.isEmpty else { return .go(nil) }
        let today = zone.date(of: now)
        let held = releases.filter { $0.recipient == outsider && $0.holds(on: today) }
        guard !held.isEmpty else { return .withhold(code: Code.noRelease, calls: true) }
        guard let release = held.last(where: covers) else { return .withhold(code: Code.outOfScope, calls: true) }
        return .go(release)
    }

    /// Whether a consent names everything protected that the message tells.
    private func covers(_ release: Release) -> Bool {
        let scope = ReleaseScope(release.what)
        return (message?.holds ?? []).filter { $0.sensitivity == .sud }.allSatisfy { secret in
            pathway.names(of: secret.name).map { scope.covers(anyOf: $0) } ?? true
        }
    }

    // MARK: The way

    private var wayRefusal: Decision? {
        if isChannelClosed { return .withhold(code: Code.channelClosed, calls: true) }
        guard isForPatient else {
            return policy.address != nil && address == nil ? .withhold(code: Code.noAddress, calls: true) : nil
        }
        let stopped = (patient?.values["stop"] ?? "").split { $0 == "," || $0 == " " }
        if stopped.contains(where: { $0 == "all" || $0 == channel }) {
            return .withhold(code: Code.stopped, calls: true)
        }
        if state?.consent(channel) == false || (policy.needsConsent && !hasConsent) {
            return .withhold(code: Code.noConsent, calls: true)
        }
        if policy.address != nil, address == nil { return .withhold(code: Code.noAddress, calls: true) }
        return nil
    }

    private var hasConsent: Bool {
        if state?.consent(channel) == true { return true }
        let kept = patient?.values["consent_\(channel)"] ?? ""
        return !kept.isEmpty && kept != "no" && kept != "false"
    }

    /// Why a message to the patient has to wait.
    private var patience: Decision? {
        if let end = policy.quiet?.end(at: now, in: zone) { return .wait(until: end, code: Code.quietHours) }
        let midnight = zone.instant(on: zone.date(of: now))
        let tomorrow = zone.date(of: now).adding(days: 1).map { zone.instant(on: $0) } ?? now
        var code: String?
        if let cap = policy.perDay, sent(Timestamp(seconds: midnight.seconds - 1)) >= cap { code = Code.capDay }
        if let cap = policy.perWeek, sent(Timestamp(seconds: now.seconds - 604_800)) >= cap { code = Code.capWeek }
        guard let code else { return nil }
        let isOld = now.seconds - queued.at.seconds > Self.longestWait
        return isOld ? .withhold(code: code, calls: true) : .wait(until: tomorrow, code: code)
    }

    /// Reminders and escalations to a role that has a digest wait for its time of day, unless they are about safety.
    private var digestWait: Decision? {
        guard queued.kind != .message, !isSafety, let time = routing.recipients[queued.recipient]?.digest else {
            return nil
        }
        let zone = pathway.calendar.zone
        let date = zone.date(of: queued.at)
        let today = zone.instant(on: date, secondOfDay: Int64(time))
        let next =
            today >= queued.at ? today : date.adding(days: 1).map { zone.instant(on: $0, secondOfDay: Int64(time)) }
        guard let next, now < next else { return nil }
        return .wait(until: next, code: Code.digest)
    }
}
