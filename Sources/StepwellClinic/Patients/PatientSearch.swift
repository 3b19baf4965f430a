import CEL
import Foundation

/// What somebody types to find a patient: words, each of which has to fit the name, the date of birth or a number.
struct PatientSearch {
    /// A word as it is compared.
    private struct Word {
        /// Without case, accents and signs.
        var plain: String
        /// As a date of birth begins: `1990`, `1990-02`, `1990-02-03`; nil for what begins none.
        var date: String?
    }

    private let words: [Word]

    /// - Parameter texts: each of one word or of several.
    init(_ texts: [String]) {
        words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace) }.compactMap { text in
            let (plain, date) = (Self.plain(text), Self.date(text))
            return plain.isEmpty ? nil : Word(plain: plain, date: date)
        }
    }

    /// Whether nothing is asked for.
    var isEmpty: Bool { words.isEmpty }
    /// Whether a date of birth may be meant.
    var mayMeanDate: Bool { words.contains { $0.date != nil } }

    /// Whether every word fits something.
    func finds(name: String?, numbers: [String], birthDates: [String]) -> Bool {
        guard !words.isEmpty else { return false }
        let names = name.map(Self.parts) ?? []
        let plainNumbers = numbers.map(Self.plain)
        return words.allSatisfy { word in
            names.contains { Self.fits($0, word.plain) } || plainNumbers.contains { $0.contains(word.plain) }
                || word.date.map { date in birthDates.contains { $0.hasPrefix(date) } } ?? false
        }
    }

    /// The beginning of a name; of one without spaces between its words, as in Chinese, any part.
    private static func fits(_ name: String, _ word: String) -> Bool {
        name.hasPrefix(word) || word.unicodeScalars.contains(where: \.properties.isIdeographic) && name.contains(word)
    }

    /// The words of a name, whole and at their hyphens and apostrophes: `O'Neill-Díaz` is also `Neill` and `Diaz`.
    private static func parts(of name: String) -> [String] {
        name.split(whereSeparator: \.isWhitespace).flatMap { word in
            let inside = word.split { !$0.isLetter && !$0.isNumber }
            return (inside.count > 1 ? [plain(word)] : []) + inside.map { plain($0) }
        }
    }

    /// Lower case, without accents, in the usual width; letters and digits alone.
    private static func plain(_ text: some StringProtocol) -> String {
        let folded = String(text).folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return String(folded.filter { $0.isLetter || $0.isNumber })
    }

    private static func date(_ text: Substring) -> String? {
        let form = Array("0000-00-00")
        let fits = zip(text, form).allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
        return fits && [4, 7, 10].contains(text.count) ? String(text) : nil
    }
}
