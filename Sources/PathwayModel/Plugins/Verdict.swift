public import CEL

/// A rule's answer, always with reasons: what a clinician reads in `why`.
public struct Verdict: Hashable, Sendable {
    public enum Answer: String, Hashable, Sendable, Codable, CaseIterable {
        case met
        case notMet = "not_met"
        case unknown
    }

    public let answer: Answer
    /// Sentences; at least one.
    public let reasons: [String]
    /// Which facts it rests on, and of when: `attended 8 of the last 10`.
    public let evidence: [String]
    /// From when on the answer may be another though the facts are the same; nil for never.
    public let until: Timestamp?
    /// What would meet it, where it is not met: `4 more sessions attended`. Any one of them is enough.
    public let wouldMeet: [String]

    public init(
        _ answer: Answer, reasons: [String], evidence: [String] = [], until: Timestamp? = nil, wouldMeet: [String] = []
    ) {
        self.answer = answer
        self.reasons = reasons
        self.evidence = evidence
        self.until = until
        self.wouldMeet = wouldMeet
    }

    public static func met(_ reason: String, evidence: [String] = []) -> Verdict {
        Verdict(.met, reasons: [reason], evidence: evidence)
    }

    public static func notMet(_ reason: String, evidence: [String] = [], wouldMeet: [String] = []) -> Verdict {
        Verdict(.notMet, reasons: [reason], evidence: evidence, wouldMeet: wouldMeet)
    }

    public static func unknown(_ reason: String, evidence: [String] = []) -> Verdict {
        Verdict(.unknown, reasons: [reason], evidence: evidence)
    }
}

/// A rule's verdict, and whose it is.
package struct RuleAnswer: Hashable, Sendable {
    package var verdict: Verdict
    /// The plugin's name and version.
    package var plugin: String
    /// Whether the rule could not be asked, or gave no answer that can be used. The verdict is then `unknown` with
    /// the reason; it holds for the step that asked, is never remembered, and calls for a person.
    package var isFailure: Bool

    package init(_ verdict: Verdict, from plugin: String, isFailure: Bool = false) {
        self.verdict = verdict
        self.plugin = plugin
        self.isFailure = isFailure
    }

    /// A rule that could not be asked.
    package static func failure(_ reason: String, from plugin: String) -> RuleAnswer {
        RuleAnswer(.unknown(reason), from: plugin, isFailure: true)
    }
}
