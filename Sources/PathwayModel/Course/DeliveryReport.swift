/// What became in the end of something the world was to be told: an input, and then a fact, of the case that said it.
///
/// It holds words of ours alone, never what a server answered: that may hold an address.
package struct DeliveryReport: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case sent
        /// Rejected, or given up after the last attempt.
        case failed
        /// Not to be sent: the patient, the clinic or the case does not allow it.
        case withheld
    }

    /// The step that made the effect, and the effect's place in it.
    package var sequence: Int
    package var place: Int
    /// The message's name, or the task's that is due.
    package var subject: String
    package var recipient: String
    package var outcome: Outcome
    /// The channel that took it, or was to.
    package var channel: String?
    /// Why it was not sent, as a word that stays: `no_consent`.
    package var code: String?
    package var attempts: Int

    package init(
        sequence: Int, place: Int, subject: String, recipient: String, outcome: Outcome, channel: String?,
        code: String?, attempts: Int
    ) {
        self.sequence = sequence
        self.place = place
        self.subject = subject
        self.recipient = recipient
        self.outcome = outcome
        self.channel = channel
        self.code = code
        self.attempts = attempts
    }
}

extension DeliveryReport {
    /// The effect that it is about.
    package var effect: EffectPlace { EffectPlace(entry: sequence, place: place) }

    /// Why messages of a case that has closed do not go, and those of somebody who has died.
    package static let caseClosed = "case_closed"
    package static let deceased = "deceased"

    /// Whether it was withheld because of how the case, or another of the patient's, came to its end.
    package var isOfTheCasesEnd: Bool { [Self.caseClosed, Self.deceased].contains(code) }
}

extension Sequence<Fact> {
    /// What became of effects, by their identity: the last that is said of each.
    package var reports: [EffectPlace: DeliveryReport] {
        var reports: [EffectPlace: DeliveryReport] = [:]
        for case .delivery(let report) in self { reports[report.effect] = report }
        return reports
    }
}
