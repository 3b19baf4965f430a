import PathwayModel

/// Reads a message's HTML as a browser does, as far as it takes to see where each value would stand.
///
/// Values are escaped, which makes them text between tags and in quotes. Elsewhere they could still act: as the name of
/// a tag or of an attribute, without quotes, in script and style, or where a link leads.
struct HTMLReader {
    /// A value, or a section, that is refused.
    struct Finding: Hashable {
        var message: String
        /// UTF-8 offsets in the template's text.
        var range: Range<Int>
    }

    /// What the next sign belongs to.
    private enum Place: Hashable {
        case text
        /// After a `<`.
        case opening
        case tagName(String)
        /// Between the attributes of a tag.
        case tag(String)
        case attributeName(String, tag: String)
        /// After an attribute's `=`.
        case assignment(String, tag: String)
        case quoted(String, quote: UInt8, tag: String)
        case unquoted(String, tag: String)
        /// In an element that knows no tags but its own end, of which so much has been read.
        case raw(String, end: String)
        /// After `<!`, with what follows it so far.
        case declaration(String)
        /// With the hyphens that stand at its end so far, two at most.
        case comment(hyphens: Int)
    }

    private var place = Place.text
    /// An element that was opened, in and after which a browser may take a tag for text, or text for a tag.
    private var puzzle: String?
    private var uses: ArraySlice<TemplateParser.Use>
    private var findings: [Finding] = []

    /// The values that could act, in the order of the text.
    static func findings(in text: TemplateParser.Product) -> [Finding] {
        var reader = HTMLReader(uses: text.uses[...])
        reader.read(text.template.parts)
        return reader.findings
    }

    private init(uses: ArraySlice<TemplateParser.Use>) { self.uses = uses }

    private mutating func read(_ parts: [MessageTemplate.Part]) {
        for part in parts {
            switch part {
            case .text(let text): for byte in text.utf8 { read(byte) }
            case .value: value()
            case .section(_, _, let inner): section(inner)
            }
        }
    }

    // MARK: Values

    /// Attributes that a reader sees or hears, and that do nothing.
    private static let shown: Set<String> = ["alt", "title", "label", "abbr", "summary", "lang", "aria-label"]
    /// Values that are made of letters, digits, `-` and `_` whatever happens, so that they may stand in a link.
    private static let plain: Set<String> = ["case.id", "pathway.name"]

    private mutating func value() {
        guard let use = uses.popFirst(), let spot = refusal(of: use.name) else { return }
        findings.append(Finding(message: "'\(use.name)' stands \(spot), where a value could act", range: use.range))
    }

    /// In what a value may not stand here; nil where it may.
    private mutating func refusal(of name: String) -> String? {
        if let puzzle { return "after <\(puzzle)>" }
        switch place {
        case .text, .raw("title", _), .raw("textarea", _):
            if case .raw(let element, _) = place { place = .raw(element, end: "") }
            return nil
        case .opening, .tagName, .tag, .attributeName: return "in a tag"
        case .assignment(let attribute, _), .unquoted(let attribute, _):
            return "in the attribute '\(attribute)' without quotes"
        case .quoted(let attribute, _, _):
            if Self.shown.contains(attribute) { return nil }
            let isCode = attribute.hasPrefix("on") || ["style", "srcdoc"].contains(attribute)
            return !isCode && Self.plain.contains(name) ? nil : "in the attribute '\(attribute)'"
        case .raw(let element, _): return "in <\(element)>"
        case .declaration, .comment: return "in a comment"
        }
    }

    /// A section may be left out, so what follows it has to be the same with it and without it.
    private mutating func section(_ inner: [MessageTemplate.Part]) {
        let use = uses.popFirst()
        let before = place
        read(inner)
        guard place != before, let use else { return }
        findings.append(
            Finding(message: "the section '\(use.name)' begins a tag or a quote and does not end it", range: use.range))
        place = before
    }

    // MARK: Signs

    private static let rawElements: Set<String> = [
        "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext",
    ]

    private mutating func read(_ byte: UInt8) {
        let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
        let sign = Character(Unicode.Scalar(byte)).lowercased()
        switch place {
        case .text: if sign == "<" { place = .opening }
        case .opening:
            switch sign {
            case "a"..."z", "/": place = .tagName(sign)
            case "!": place = .declaration("")
            case "?": place = .declaration("?")
            case "<": break
            default: place = .text
            }
        case .tagName(let name):
            if sign == ">" { endTag(name) } else { place = isBlank ? .tag(name) : .tagName(name + sign) }
            // `<br/>`, and `</` with a name after it.
            if sign == "/", name != "/" { place = .tag(name) }
        case .tag(let tag):
            if sign == ">" { endTag(tag) } else if !isBlank, sign != "/" { place = .attributeName(sign, tag: tag) }
        case .attributeName(let name, let tag):
            switch sign {
            case ">": endTag(tag)
            case "=": place = .assignment(name.trimmingBlank, tag: tag)
            case "/": place = .tag(tag)
            default: nameGoesOn(name, with: isBlank ? " " : sign, tag: tag)
            }
        case .assignment(let attribute, let tag):
            switch sign {
            case "\"", "'": place = .quoted(attribute, quote: byte, tag: tag)
            case ">": endTag(tag)
            default: if !isBlank { place = .unquoted(attribute, tag: tag) }
            }
        case .quoted(_, let quote, let tag): if byte == quote { place = .tag(tag) }
        case .unquoted(_, let tag): if sign == ">" { endTag(tag) } else if isBlank { place = .tag(tag) }
        case .raw(let element, let end): rawGoesOn(element, end, with: sign, isBlank: isBlank)
        case .declaration(let start):
            let start = start + sign
            place =
                start == "--"
                ? .comment(hyphens: 2) : sign == ">" ? .text : .declaration(start.count < 2 ? start : "?")
        case .comment(let hyphens):
            switch sign {
            case "-": place = .comment(hyphens: min(hyphens + 1, 2))
            case ">" where hyphens == 2: place = .text
            // `--!>` ends a comment as well.
            case "!" where hyphens == 2: break
            default: place = .comment(hyphens: 0)
            }
        }
    }

    /// Elements with rules of their own for what stands in them: tags are ignored, or are another language's.
    private static let puzzles: Set<String> = ["svg", "math", "select", "frameset", "noscript"]

    private mutating func endTag(_ name: String) {
        if Self.puzzles.contains(name) { puzzle = puzzle ?? name }
        place = Self.rawElements.contains(name) ? .raw(name, end: "") : .text
    }

    /// A blank ends an attribute's name, but its `=` may follow it.
    private mutating func nameGoesOn(_ name: String, with sign: String, tag: String) {
        if sign == " " {
            place = .attributeName(name.hasSuffix(" ") ? name : name + " ", tag: tag)
        } else {
            place = .attributeName(name.hasSuffix(" ") ? sign : name + sign, tag: tag)
        }
    }

    private mutating func rawGoesOn(_ element: String, _ end: String, with sign: String, isBlank: Bool) {
        if end == "</" + element, isBlank || sign == "/" || sign == ">" {
            place = sign == ">" ? .text : .tag("/" + element)
            return
        }
        let next = end + sign
        place = .raw(element, end: ("</" + element).hasPrefix(next) ? next : sign == "<" ? sign : "")
    }
}

extension String {
    fileprivate var trimmingBlank: String { hasSuffix(" ") ? String(dropLast()) : self }
}
