import PathwayModel

/// What texts would tell to whoever reads them.
struct Secrets {
    private let symbols: SymbolTable
    /// What kind of secret it is that somebody is on this pathway.
    private let sensitivity: Sensitivity
    /// Words that tell why somebody is a patient: the program's name, the instruments' names.
    private let tellingWords: [(words: String, sensitivity: Sensitivity)]

    init(_ symbols: SymbolTable, _ head: PathwayDeclaration) {
        self.symbols = symbols
        let sensitivity = head.sensitivity.value ?? .clinical
        self.sensitivity = sensitivity
        let own = [head.title.value, head.identifier.value].compactMap { $0 }.map { ($0, sensitivity) }
        let instruments = symbols.instruments.elements.flatMap { instrument in
            [(instrument.title, instrument.sensitivity), (instrument.name, instrument.sensitivity)]
        }
        tellingWords = (own + instruments).filter { $0.0.count > 2 }
    }

    /// What the texts name, and what they write out.
    func secrets(of texts: [WrittenTexts], _ appointment: AppointmentDefinition?) -> [Message.Secret] {
        var secrets: [Message.Secret] = []
        var known: Set<Message.Secret> = []
        func add(_ name: String, _ sensitivity: Sensitivity?) {
            guard let sensitivity else { return }
            let secret = Message.Secret(name: name, sensitivity: sensitivity)
            if known.insert(secret).inserted { secrets.append(secret) }
        }
        for text in texts.flatMap({ $0.texts.map(\.text) }) {
            let literal = text.template.literal
            for use in text.uses { add(use.name, sensitivity(of: use.name)) }
            let plain = " \(Self.plain(literal)) "
            for (words, sensitivity) in tellingWords where Self.holds(plain, words) {
                add("'\(words)'", sensitivity)
            }
            if let code = Self.diagnosis(in: literal) { add("'\(code)'", .clinical) }
        }
        if let appointment {
            let field = symbols.fields[appointment.start]
            add("data.\(field.name)", field.sensitivity)
        }
        return secrets
    }

    private func sensitivity(of name: String) -> Sensitivity? {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "pathway": return sensitivity
        case "data": return symbols.fields[parts[1]].flatMap { symbols.fields[$0].sensitivity }
        case "patient", "case": return nil
        default: return symbols.instruments[parts[0]].map { symbols.instruments[$0].sensitivity }
        }
    }

    /// Whether words stand in a plain text, by themselves; case, hyphens and blanks make no difference.
    private static func holds(_ text: String, _ words: String) -> Bool {
        let words = plain(words)
        return !words.isEmpty && text.contains(" \(words) ")
    }

    /// Lower case, with a blank for all that is neither letter nor digit; `PHQ-9` and `phq9` are the same.
    private static func plain(_ text: String) -> String {
        var plain = ""
        var isHyphen = false
        for character in text.lowercased() {
            if character.isLetter || character.isNumber {
                if isHyphen, !character.isNumber { plain += " " }
                plain.append(character)
                isHyphen = false
            } else if character == "-" || character == "‑" {
                isHyphen = true
            } else {
                isHyphen = false
                if plain.last != " " { plain += " " }
            }
        }
        return plain.trimmingSpaces
    }

    /// A code of ICD-10's chapter of mental disorders.
    private static func diagnosis(in text: String) -> String? {
        for word in text.split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == ".") }) {
            let characters = Array(word.uppercased().utf8)
            guard characters.count >= 3, characters[0] == UInt8(ascii: "F"),
                characters[1...2].allSatisfy({ (0x30...0x39).contains($0) }),
                characters.count == 3 || characters[3] == UInt8(ascii: ".")
            else { continue }
            return String(word)
        }
        return nil
    }
}
