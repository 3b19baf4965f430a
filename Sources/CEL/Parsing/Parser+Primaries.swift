/// What stands between operators: members, calls, literals, names, lists and maps.
extension Parser {
    // MARK: What follows an expression

    mutating func member() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        var id = try primary()
        while true {
            if take(.dot) {
                id = try selection(of: id, from: start)
            } else if take(.openBracket) {
                let isOptional = take(.question)
                let index = try expression()
                try expect(.closeBracket, "after the index")
                id = try nest(.index(id, index, isOptional: isOptional), from: start, over: [id, index])
            } else {
                return id
            }
        }
    }

    private mutating func selection(of id: Syntax.ID, from start: Int) throws(Issue) -> Syntax.ID {
        let isOptional = take(.question)
        let selector: Syntax.Selector
        switch current.kind {
        case .identifier(let name) where !Self.keywords.contains(name):
            selector = Syntax.Selector(name: name, range: current.range, isOptional: isOptional)
        case .quoted(let name):
            selector = Syntax.Selector(name: name, range: current.range, isOptional: isOptional)
        default:
            throw unexpected("a name after the dot")
        }
        advance()
        guard !isOptional, current.kind == .symbol(.openParenthesis) else {
            return try nest(.select(id, selector), from: start, over: [id])
        }
        let arguments = try arguments()
        return try nest(
            .call(receiver: id, function: selector, isRooted: false, arguments: arguments), from: start,
            over: [id] + arguments)
    }

    private mutating func arguments() throws(Issue) -> [Syntax.ID] {
        try expect(.openParenthesis, "before the arguments")
        var arguments: [Syntax.ID] = []
        if take(.closeParenthesis) { return arguments }
        repeat { arguments.append(try expression()) } while take(.comma)
        try expect(.closeParenthesis, "after the arguments")
        return arguments
    }

    // MARK: Primaries

    private mutating func primary() throws(Issue) -> Syntax.ID {
        let token = current
        let start = token.range.lowerBound
        switch token.kind {
        case .int, .uint, .double, .string, .bytes:
            return try literal()
        case .symbol(.minus):
            return try literal()
        case .symbol(.openParenthesis):
            advance()
            let id = try expression()
            try expect(.closeParenthesis, "to close the one before")
            return id
        case .symbol(.openBracket):
            advance()
            return try list(from: start)
        case .symbol(.openBrace):
            advance()
            return try map(from: start)
        case .symbol(.dot):
            advance()
            guard case .identifier = current.kind else { throw unexpected("a name after the dot") }
            return try name(isRooted: true, from: start)
        case .identifier:
            return try name(isRooted: false, from: start)
        case .quoted, .symbol, .end:
            throw unexpected("a value")
        }
    }

    private mutating func literal() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        let isNegative = take(.minus)
        let value: Value
        switch current.kind {
        case .int(let magnitude):
            if isNegative {
                guard magnitude <= 1 << 63 else { throw tooLarge(from: start) }
                value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
            } else {
                guard let number = Int64(exactly: magnitude) else { throw tooLarge(from: start) }
                value = .int(number)
            }
        case .double(let number): value = .double(isNegative ? -number : number)
        case .uint(let number): value = .uint(number)
        case .string(let text): value = .string(text)
        case .bytes(let bytes): value = .bytes(bytes)
        case .identifier, .quoted, .symbol, .end: throw unexpected("a value")
        }
        advance()
        return add(.literal(value), from: start, over: [])
    }

    private func tooLarge(from start: Int) -> Issue {
        Issue(.syntax, "This integer is too large", at: start..<current.range.upperBound)
    }

    mutating func name(isRooted: Bool, from start: Int) throws(Issue) -> Syntax.ID {
        guard case .identifier(let name) = current.kind else { throw unexpected("a name") }
        switch name {
        case "true", "false", "null":
            guard !isRooted else { throw unexpected("a name after the dot") }
            advance()
            let value: Value = name == "null" ? .null : .bool(name == "true")
            return add(.literal(value), from: start, over: [])
        case "in":
            throw unexpected("a value")
        default:
            guard name != "if", name != "else" else {
                throw Issue(.syntax, "There is no '\(name)' here; write condition ? one : other", at: current.range)
            }
            guard !Self.reserved.contains(name) else {
                throw Issue(.syntax, "'\(name)' is a reserved word; use another name", at: current.range)
            }
        }
        let selector = Syntax.Selector(name: name, range: current.range)
        advance()
        switch current.kind {
        case .symbol(.openParenthesis):
            let arguments = try arguments()
            return try nest(
                .call(receiver: nil, function: selector, isRooted: isRooted, arguments: arguments), from: start,
                over: arguments)
        case .symbol(.openBrace):
            throw Issue(
                .notAllowedHere, "'\(name)' names no message type; messages cannot be made here",
                at: start..<current.range.upperBound)
        default:
            return add(.name(name, isRooted: isRooted), from: start, over: [])
        }
    }

    mutating func list(from start: Int) throws(Issue) -> Syntax.ID {
        var elements: [Syntax.Element] = []
        while !take(.closeBracket) {
            let isOptional = take(.question)
            elements.append(Syntax.Element(value: try expression(), isOptional: isOptional))
            if !take(.comma) {
                try expect(.closeBracket, "at the end of the list")
                break
            }
        }
        return try nest(.list(elements), from: start, over: elements.map(\.value))
    }

    private mutating func map(from start: Int) throws(Issue) -> Syntax.ID {
        var entries: [Syntax.Entry] = []
        while !take(.closeBrace) {
            let isOptional = take(.question)
            let key = try expression()
            try expect(.colon, "between a key and its value")
            entries.append(Syntax.Entry(key: key, value: try expression(), isOptional: isOptional))
            if !take(.comma) {
                try expect(.closeBrace, "at the end of the map")
                break
            }
        }
        return try nest(.map(entries), from: start, over: entries.flatMap { [$0.key, $0.value] })
    }

    private static let keywords: Set<String> = ["true", "false", "null", "in"]
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]
}
