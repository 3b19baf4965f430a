import PathwayModel

extension Draft {
    /// What texts would tell to whoever reads them: what they name, and what they write out.
    func secrets(
        of texts: [WrittenTexts], _ appointment: AppointmentDefinition?,
        telling: [(words: String, sensitivity: Sensitivity)]
    ) -> [Message.Secret] {
        var secrets: [Message.Secret] = []
        var known: Set<Message.Secret> = []
        func add(_ name: String, _ sensitivity: Sensitivity?) {
            guard let sensitivity else { return }
            let secret = Message.Secret(name: name, sensitivity: sensitivity)
            if known.insert(secret).inserted { secrets.append(secret) }
        }
        for text in texts.flatMap({ $0.texts.map(\.text) }) {
            for use in text.uses { add(use.name, sensitivity(of: use.name)) }
            let literal = text.template.literal
            let plain = " \(Self.plain(literal)) "
            for (words, sensitivity) in telling where Self.holds(plain, words) { add("'\(words)'", sensitivity) }
            if let code = Self.diagnosis(in: literal) { add("'\(code)'", .clinical) }
        }
        if let appointment { add("data.\(fields[appointment.start].name)", fields[appointment.start].sensitivity) }
        return secrets
    }

    private func sensitivity(of name: String) -> Sensitivity? {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "pathway": return sensitivity
        case "data": return fields[parts[1]].flatMap { fields[$0].sensitivity }
        case "patient", "case": return nil
        default: return instruments[parts[0]].map { instruments[$0].sensitivity }
        }
    }

    /// Words that tell why somebody is a patient: the program's name, the instruments' names.
    var tellingWords: [(words: String, sensitivity: Sensitivity)] {
        var words: [(String, Sensitivity)] = []
        if let title = sources.main["title"]?.text { words.append((title, sensitivity)) }
        if let name = sources.main["pathway"]?.text { words.append((name, sensitivity)) }
        for instrument in instruments.elements {
            words.append((instrument.title, instrument.sensitivity))
            words.append((instrument.name, instrument.sensitivity))
        }
        return words.filter { $0.0.count > 2 }
    }

    /// Whether words stand in a plain text, by themselves; case, hyphens and blanks make no difference.
    private static func holds(_ text: String, _ words: String) -> Bool {
        let words = plain(words).trimmingDots
        guard !words.isEmpty else { return false }
        return text.contains(" \(words) ")
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
        return plain.trimmingDots
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

    /// Reports a message that tells more than its channel may carry.
    mutating func checkChannel(of place: MessageIndex, to recipient: String, via: String?, at span: SourceSpan) {
        guard let channel = via ?? plugins.recipientChannels[recipient] ?? plugins.defaultChannel,
            let carries = plugins.carries[channel]
        else { return }
        let secrets = messages[place].holds.filter { !carries.contains($0.sensitivity) }
        guard !secrets.isEmpty else { return }
        let names = secrets.map { "\($0.name) (\($0.sensitivity.rawValue))" }.joined(separator: ", ")
        read.report(
            .saysTooMuch, "the channel '\(channel)' may not carry what '\(messages[place].name)' says: \(names)",
            at: span,
            hint: "ask to be called, or name a time and a place; the clinic's settings say what a channel 'carries'")
    }
}

extension String {
    fileprivate var trimmingDots: String {
        var text = self[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
