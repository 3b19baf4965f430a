import CEL
import PathwayModel

/// Where an expression stands: what its names mean follows from it.
struct ExpressionPlace {
    var state: StateIndex
    /// The events that may be at hand; nil where there is none.
    var events: PlaceSet<Event>?

    static let pathway = ExpressionPlace(state: Pathway.root, events: nil)
}

extension Draft {
    /// A checked expression; nil where its mistakes are reported.
    mutating func program(
        _ node: YAMLNode, _ what: String, at place: ExpressionPlace, expected: ValueType?
    ) -> Program? {
        guard let text = read.text(node, what) else { return nil }
        return program(text, node, at: place, expected: expected)
    }

    /// The same of a text that is not what the node says, as where a bare number stands for itself.
    mutating func program(
        _ text: String, _ node: YAMLNode, at place: ExpressionPlace, expected: ValueType?
    ) -> Program? {
        let payload = place.events.map { payloadEnvironment(for: $0) }
        let environment = payload?.environment ?? environment
        // Copying the draft costs as much as compiling an expression, and most name nothing in quotes.
        let namesTexts = text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let resolver: any LiteralResolver =
            namesTexts ? NameResolver(draft: self, scope: place.state) : NoLiterals()
        switch Program.compile(text, in: environment, resolver: resolver, expected: expected) {
        case .success(let program): return program
        case .failure(let issues):
            for issue in issues.all { report(issue, of: text, in: node, conflicts: payload?.conflicts ?? []) }
            return nil
        }
    }

    private mutating func report(_ issue: Issue, of text: String, in node: YAMLNode, conflicts: Set<String>) {
        var map = ScalarMap(node: node, lines: library.lines(of: node.span.file))
        let span = node.text == text ? map.span(of: issue.range) : node.span
        let hint = Suggestions.hint(issue.suggestions.first.map { [$0] } ?? [])
        if issue.code == .unknownName, let part = payloadPart(issue, text) {
            guard !isFailedName(issue, text) else { return }
            let message =
                conflicts.contains(part)
                ? "the events here do not agree on the type of 'event.\(part)'"
                : "'event.\(part)' is no payload of an event that is at hand here"
            read.report(.payloadElsewhere, message, at: span, hint: hint)
            return
        }
        if issue.code == .unknownName || issue.code == .unknownLiteral, isFailedName(issue, text) {
            read.isIncomplete = true
            return
        }
        if issue.code == .unknownName || issue.code == .unknownFunction, let name = unusedInstrument(issue, text) {
            read.report(
                .unknownName, "this pathway does not use the instrument '\(name)'", at: span,
                hint: "add it: instruments: {\(name): {}}")
            return
        }
        read.report(issue, at: span)
    }

    /// `result`, where an unknown name is `event.result`.
    private func payloadPart(_ issue: Issue, _ text: String) -> String? {
        let rest = String(
            decoding: Array(text.utf8)[issue.range.clamped(to: 0..<text.utf8.count).lowerBound...], as: UTF8.self)
        guard rest.hasPrefix("event.") else { return nil }
        return String(rest.dropFirst("event.".count).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// The instrument that an unknown name begins with, where there is a file of it and the pathway does not use it.
    private func unusedInstrument(_ issue: Issue, _ text: String) -> String? {
        let bytes = Array(text.utf8)[issue.range.clamped(to: 0..<text.utf8.count)]
        return unusedInstrument(String(decoding: bytes, as: UTF8.self).prefix { $0 != "." })
    }

    func unusedInstrument(_ name: some StringProtocol) -> String? {
        let name = String(name)
        guard Reader.isIdentifier(name[...]), expressionNames[name] == nil, !instruments.isDeclared(name),
            library.load("instruments/\(name).yaml") != nil
        else { return nil }
        return name
    }

    /// Whether a name is declared, only with a mistake that is reported there.
    private func isFailedName(_ issue: Issue, _ text: String) -> Bool {
        let bytes = Array(text.utf8)[issue.range.clamped(to: 0..<text.utf8.count)]
        let name = String(decoding: bytes, as: UTF8.self).trimmingQuotes
        let first = String(name.prefix { $0 != "." })
        return fields.hasFailed(first) || instruments.hasFailed(first) || tasks.hasFailed(name)
            || decisions.hasFailed(name) || events.hasFailed(name)
    }
}

extension Reader {
    /// A mistake inside an expression, at its place in the file.
    mutating func report(_ issue: Issue, at span: SourceSpan) {
        let hint = Suggestions.hint(issue.suggestions.first.map { [$0] } ?? [])
        report(DiagnosticCode.of(issue.code), issue.message.asDiagnostic, at: span, hint: hint)
    }
}

extension DiagnosticCode {
    fileprivate static func of(_ code: Issue.Code) -> DiagnosticCode {
        switch code {
        case .syntax: .expressionSyntax
        case .tooLong: .expressionTooLong
        case .tooDeep: .expressionTooDeep
        case .tooCostly: .expressionTooCostly
        case .unknownName: .unknownName
        case .unknownFunction: .unknownFunction
        case .unknownField: .unknownMember
        case .unknownLiteral: .unknownLiteral
        case .wrongType: .wrongType
        case .neverTrue: .neverTrue
        case .neverTrueWithinBounds: .pastBounds
        case .notAllowedHere: .notAllowedHere
        }
    }
}

extension String {
    /// A sentence of the expression language's in the compiler's typography.
    fileprivate var asDiagnostic: String {
        let isWord = dropFirst().first.map { $0.isLowercase || $0 == " " } ?? false
        return isWord ? prefix(1).lowercased() + dropFirst() : self
    }

    fileprivate var trimmingQuotes: String {
        guard count >= 2, let quote = first, quote == "\"" || quote == "'", last == quote else { return self }
        return String(dropFirst().dropLast())
    }
}

extension Table {
    func hasFailed(_ name: String) -> Bool { isDeclared(name) && self[name] == nil }
}
