package import PathwayCompiler
import PathwayModel
package import StepwellKit

/// A delivery that a plugin's author wrote down: this message, these answers of the other side, this outcome.
package struct DeliveryCase: Sendable {
    package var name: String
    package var channel: String
    /// As the channel gets them.
    package var settings: JSON
    package var message: OutgoingMessage
    package var key: String
    package var attempt: Int
    package var answers: [PlayedServer.Answer]
    package var expected: DeliveryOutcome
    package var after: Int?
    /// A part of the reason.
    package var because: String?
    package var line: Int

    /// What is wrong with an outcome; nil where it is as expected.
    package func difference(from delivery: Delivery) -> String? {
        let (outcome, reason, after) = delivery.parts
        guard outcome == expected else {
            return "expected \(expected.rawValue), is \(outcome.rawValue)\(reason.isEmpty ? "" : ": \(reason)")"
        }
        if let expected = self.after, expected != after {
            return "expected to be tried again after \(expected) s, is \(after.map { "\($0) s" } ?? "any time")"
        }
        guard because.map(reason.contains) ?? true else {
            return "expected a reason with '\(because ?? "")'; the reason is: \(reason)"
        }
        return nil
    }
}

extension Delivery {
    fileprivate var parts: (outcome: DeliveryOutcome, reason: String, after: Int?) {
        switch self {
        case .sent: (.sent, "", nil)
        case .retry(let reason, let after): (.retry, reason, after)
        case .rejected(let reason): (.rejected, reason, nil)
        case .closed(let reason): (.closed, reason, nil)
        }
    }
}

/// Settings of a channel, and a message, made up where nobody says what they are.
enum SampleDelivery {
    static let message = OutgoingMessage(
        recipient: "patient", address: "someone@example.com", subject: "A reminder",
        body: "Please call the clinic.", caseID: caseID)
    static let caseID = "2345-bcdf"

    /// What the schema needs, and nothing else.
    static func settings(_ schema: [ChannelSetting]) -> JSON {
        .object(schema.filter(\.isRequired).map { JSON.Member($0.name, value($0.kind)) })
    }

    private static func value(_ kind: ChannelSetting.Kind) -> JSON {
        switch kind {
        case .value(let type): value(type)
        case .secret: "sample-secret"
        case .file: .string("\(PluginCommand.folderInside)/\(PluginManifest.file)")
        case .texts: ["sample"]
        case .names: [:]
        }
    }

    private static func value(_ type: FieldType) -> JSON {
        switch type {
        case .boolean: false
        case .integer(let least, let most): .int(least ?? min(1, most ?? 1))
        case .number(let least, let most): .double(least ?? min(1, most ?? 1))
        case .text: "sample"
        case .choice(let words): .string(words.first ?? "")
        case .date: "2026-01-05"
        case .instant: "2026-01-05T15:00:00Z"
        }
    }
}
