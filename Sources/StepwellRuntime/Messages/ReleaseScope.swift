import PathwayModel

/// How much a patient agreed to disclose: a consent's `what`, held against what a message tells.
///
/// A consent covers what it names: a field or an instrument by its name or by what people call it, in whatever case and
/// number. `all records` and the like cover everything.
package struct ReleaseScope: Sendable {
    /// Texts that begin like this leave nothing out (42 CFR 2.31(a)(3) lets a patient agree to all of it).
    private static let whole = [
        "all record", "all my record", "all information", "all my information", "all substance use",
        "all my substance use", "entire record", "my entire record", "everything",
    ]

    private let words: String

    package init(_ what: String) { words = Self.plain(what) }

    /// Whether it leaves nothing out.
    package var isWhole: Bool { words == "all" || Self.whole.contains { "\(words) ".hasPrefix("\($0) ") } }

    /// Whether it names something in one of these ways.
    package func covers(anyOf names: [String]) -> Bool {
        isWhole || names.map(Self.plain).contains { !$0.isEmpty && " \(words) ".contains(" \($0) ") }
    }

    /// Lower case, one blank for all that is neither letter nor digit, without the `s` of a plural.
    private static func plain(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? word.dropLast() : word
        }.joined(separator: " ")
    }
}

extension Pathway {
    /// What a consent may call a thing that a message holds; nil for the pathway itself, which a consent names by whom it
    /// lets disclose.
    package func names(of secret: String) -> [String]? {
        let parts = secret.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            let words = secret.trimmingQuotes
            return words == title || words == identifier ? nil : [words]
        }
        switch parts[0] {
        case "pathway": return nil
        case "data":
            let field = fields.first { $0.name == parts[1] }
            return [parts[1]] + (field?.label.map { [$0] } ?? [])
        default:
            let instrument = instruments.first { $0.name == parts[0] }
            return [parts[0], secret] + (instrument.map { [$0.title] } ?? [])
        }
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        count > 1 && hasPrefix("'") && hasSuffix("'") ? String(dropFirst().dropLast()) : self
    }
}
