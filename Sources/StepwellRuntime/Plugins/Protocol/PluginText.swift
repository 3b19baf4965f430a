import PathwayModel
import StepwellKit

/// Text of a plugin's, made fit to stand in a case's history and on a screen: in one line, with nothing in it that acts
/// on a terminal, and of a length that somebody reads.
package enum PluginText {
    /// Characters, a code point each.
    package static let longest = 1_000
    private static let note = "… (cut at 1,000 characters)"
    package static let none = "the plugin gave no reason"

    /// A text as it is shown: what ends lines and what acts on a terminal is written out.
    package static func readable(_ text: String) -> String {
        // What was cut before stays as it is.
        let longest = text.hasSuffix(note) ? longest + note.unicodeScalars.count : longest
        var readable = ""
        var length = 0
        for scalar in text.unicodeScalars {
            let piece = shown(scalar)
            let size = piece.unicodeScalars.count
            guard length + size <= longest else { return readable + note }
            readable += piece
            length += size
        }
        return readable
    }

    /// The same of a reason, which has to say something.
    package static func reason(_ text: String) -> String {
        let readable = readable(text)
        return isBlank(text) ? none : readable
    }

    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.actsOnTerminal || $0.properties.generalCategory == .spaceSeparator }
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        // Without these two, words of several languages are others.
        case "\u{200C}", "\u{200D}": return String(scalar)
        default: return scalar.actsOnTerminal ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
    }
}

extension Verdict {
    /// The same in texts that are fit to be shown. It has a reason: where the plugin gave none, that.
    var readable: Verdict {
        let reasons = reasons.prefix(Self.mostSentences).map(PluginText.reason)
        func texts(_ texts: [String]) -> [String] {
            texts.prefix(Self.mostSentences).filter { !PluginText.isBlank($0) }.map(PluginText.readable)
        }
        return Verdict(
            answer, reasons: reasons.isEmpty ? [PluginText.none] : reasons, evidence: texts(evidence), until: until,
            wouldMeet: texts(wouldMeet))
    }
}

extension Delivery {
    /// The same with a reason that is fit to be shown.
    var readable: Delivery {
        switch self {
        case .sent: self
        case .retry(let reason, let after): .retry(reason: PluginText.reason(reason), after: after)
        case .rejected(let reason): .rejected(reason: PluginText.reason(reason))
        case .closed(let reason): .closed(reason: PluginText.reason(reason))
        }
    }
}

/// A channel of a plugin's, linked or in a process of its own, with what it says made fit to be shown.
struct CarefulChannel: Channel {
    private let channel: any Channel

    init(_ channel: any Channel) { self.channel = channel }

    var name: String { channel.name }

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        channel.deliver(message, key: key, attempt: attempt).readable
    }

    func erase(aboutCase id: String) -> Int? { channel.erase(aboutCase: id) }
}
