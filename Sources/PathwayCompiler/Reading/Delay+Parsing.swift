import CEL
package import PathwayModel

/// Why a text is no length of time.
package enum DelayError: Error, Hashable, Sendable {
    case empty
    /// A number was needed where this stands.
    case noNumber(String)
    /// A number has a fraction or too many digits.
    case badNumber(String)
    case noUnit(after: String)
    case unknownUnit(String, suggestion: String?)
    /// There is a character in it that looks like a space.
    case invisible(String)

    package var message: String {
        switch self {
        case .empty: "there is no length of time here"
        case .noNumber(let word): "a length of time begins with a number, not '\(word)'"
        case .badNumber(let word): "'\(word)' is no whole number of at most \(Delay.largestAmount)"
        case .noUnit(let number): "'\(number)' needs a unit"
        case .unknownUnit(let word, _): "'\(word)' is no unit of time"
        case .invisible(let character): "there is \(character) in it"
        }
    }

    package var hint: String {
        switch self {
        case .unknownUnit(_, let suggestion?): "did you mean '\(suggestion)'?"
        case .invisible: "write an ordinary space"
        case .empty, .noNumber, .badNumber, .noUnit, .unknownUnit:
            "write it as '90 minutes', '3 days', '1 week 2 days' or '2 business days'"
        }
    }
}

extension Delay {
    static let largestAmount = 1_000_000

    private static let units: [String: Unit] = [
        "second": .seconds, "seconds": .seconds, "minute": .minutes, "minutes": .minutes, "hour": .hours,
        "hours": .hours, "day": .days, "days": .days, "week": .weeks, "weeks": .weeks, "month": .months,
        "months": .months, "year": .years, "years": .years,
    ]

    /// Reads `90 minutes`, `1 week 2 days`, `3 months less 14 days`, `2 business days`, or ISO 8601's `P7D`.
    package static func parse(_ text: String) -> Result<Delay, DelayError> {
        if let found = InvisibleCharacter.first(in: text) { return .failure(.invisible(found.character.words)) }
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
        guard let first = words.first else { return .failure(.empty) }
        do throws(DelayError) {
            let isISO = words.count == 1 && first.hasPrefix("P")
            return .success(Delay(terms: isISO ? try terms(iso: first) : try terms(words: words[...]), text: text))
        } catch {
            return .failure(error)
        }
    }

    private static func terms(words: ArraySlice<String>) throws(DelayError) -> [Term] {
        var rest = words
        var terms: [Term] = []
        while var word = rest.popFirst() {
            var sign = 1
            if word == "less", !terms.isEmpty {
                sign = -1
                guard let next = rest.popFirst() else { throw .noNumber("less") }
                word = next
            }
            let amount = try number(word)
            guard let unitWord = rest.popFirst() else { throw .noUnit(after: word) }
            terms.append(Term(sign * amount, try unit(unitWord, &rest)))
        }
        return terms
    }

    private static func unit(_ word: String, _ rest: inout ArraySlice<String>) throws(DelayError) -> Unit {
        if word == "business" {
            guard let next = rest.popFirst() else { throw .unknownUnit(word, suggestion: "business days") }
            guard next == "day" || next == "days" else {
                throw .unknownUnit("business \(next)", suggestion: "business days")
            }
            return .businessDays
        }
        guard let unit = units[word] else {
            throw .unknownUnit(word, suggestion: Suggestions.nearest(to: word, among: units.keys).first)
        }
        return unit
    }

    private static func number(_ word: String) throws(DelayError) -> Int {
        guard word.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else { throw .noNumber(word) }
        guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word), number <= largestAmount
        else { throw .badNumber(word) }
        return number
    }

    private static func terms(iso text: String) throws(DelayError) -> [Term] {
        var terms: [Term] = []
        var digits = ""
        var isTime = false
        for character in text.dropFirst() {
            if character == "T", !isTime, digits.isEmpty {
                isTime = true
            } else if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                guard let unit = isoUnit(character, isTime) else {
                    throw .unknownUnit(String(character), suggestion: nil)
                }
                terms.append(Term(try number(digits.isEmpty ? String(character) : digits), unit))
                digits = ""
            }
        }
        guard digits.isEmpty else { throw .noUnit(after: digits) }
        guard !terms.isEmpty else { throw .empty }
        return terms
    }

    private static func isoUnit(_ letter: Character, _ isTime: Bool) -> Unit? {
        switch letter {
        case "Y": isTime ? nil : .years
        case "M": isTime ? .minutes : .months
        case "W": isTime ? nil : .weeks
        case "D": isTime ? nil : .days
        case "H": isTime ? .hours : nil
        case "S": isTime ? .seconds : nil
        default: nil
        }
    }
}
