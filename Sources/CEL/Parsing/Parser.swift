/// Reads an expression's text.
///
/// What nests is counted twice: on the way down, so that the parser itself stays within its stack, and on the way up
/// for what follows an expression (`.a[b](c)`), so that whoever walks the tree stays within theirs.
struct Parser {
    private let tokens: [Token]
    private let maximumDepth: Int
    private var position = 0
    private var depth = 0
    var syntax = Syntax()

    static func parse(_ source: String, limits: Limits) throws(Issue) -> Syntax {
        let length = source.utf8.count
        guard length <= limits.length else {
            throw Issue(
                .tooLong, "The expression has \(length) bytes; \(limits.length) are allowed", at: 0..<length)
        }
        var parser = Parser(tokens: try Lexer.tokens(of: source), maximumDepth: limits.depth)
        let root = try parser.expression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        parser.syntax.root = root
        return parser.syntax
    }

    private init(tokens: [Token], maximumDepth: Int) {
        self.tokens = tokens
        self.maximumDepth = maximumDepth
        syntax.reserveCapacity(tokens.count)
    }

    // MARK: Tokens

    var current: Token { tokens[position] }

    /// The last token is `.end`, and nothing moves beyond it.
    mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Token.Symbol, _ purpose: String) throws(Issue) {
        guard take(symbol) else { throw unexpected("\(symbol.rawValue) \(purpose)") }
    }

    /// Where the last token that was taken ends.
    var end: Int { position > 0 ? tokens[position - 1].range.upperBound : 0 }

    func unexpected(_ wanted: String) -> Issue {
        if let issue = operatorInWords { return issue }
        let found =
            switch current.kind {
            case .end: "the end of the expression"
            case .symbol(let symbol): symbol.rawValue
            case .identifier(let name), .quoted(let name): "'\(name)'"
            case .int, .uint, .double: "a number"
            case .string, .bytes: "a text"
            }
        return Issue(.syntax, "Expected \(wanted), found \(found)", at: current.range)
    }

    /// A word where an operator belongs, as other languages and people write it.
    private var operatorInWords: Issue? {
        func issue(_ token: Token, _ word: String, _ sign: String) -> Issue {
            Issue(
                .syntax, "'\(word)' is not an operator; write \(sign)", at: token.range, suggestions: [sign])
        }
        if position > 0, case .identifier(let word) = tokens[position - 1].kind, word.lowercased() == "not" {
            return issue(tokens[position - 1], word, "!")
        }
        guard case .identifier(let word) = current.kind else { return nil }
        switch word.lowercased() {
        case "and": return issue(current, word, "&&")
        case "or": return issue(current, word, "||")
        case "not": return issue(current, word, "!")
        case "is", "equals", "eq":
            if case .identifier(let next) = tokens[position + 1].kind, next.lowercased() == "not" {
                return issue(current, word, "!=")
            }
            return issue(current, word, "==")
        case "mod": return issue(current, word, "%")
        default: return nil
        }
    }

    private func tooDeep(_ range: Range<Int>) -> Issue {
        Issue(.tooDeep, "The expression nests deeper than \(maximumDepth) levels; split it into named parts", at: range)
    }

    // MARK: Nodes

    mutating func add(_ kind: Syntax.Kind, from start: Int, over parts: [Syntax.ID]) -> Syntax.ID {
        syntax.add(kind, start..<end, height: syntax.height(parts))
    }

    /// A node that nests its parts.
    mutating func nest(
        _ kind: Syntax.Kind, from start: Int, over parts: [Syntax.ID]
    ) throws(Issue) -> Syntax.ID {
        let height = syntax.height(parts) + 1
        guard height <= maximumDepth else { throw tooDeep(start..<end) }
        return syntax.add(kind, start..<end, height: height)
    }

    // MARK: Expressions
    // A list of operands is made where there is an operator: most operands stand alone on most levels.

    mutating func expression() throws(Issue) -> Syntax.ID {
        depth += 1
        defer { depth -= 1 }
        guard depth <= maximumDepth else { throw tooDeep(current.range) }
        let start = current.range.lowerBound
        let first = try or()
        guard current.kind == .symbol(.question) else { return first }
        var parts = [first]
        while take(.question) {
            parts.append(try expressionWithoutConditional())
            try expect(.colon, "between the two answers of ?")
            parts.append(try or())
        }
        return add(.conditional(parts), from: start, over: parts)
    }

    /// Between `?` and `:` stands an `||` expression; one with its own `?` wants parentheses.
    private mutating func expressionWithoutConditional() throws(Issue) -> Syntax.ID {
        let id = try or()
        if current.kind == .symbol(.question) {
            throw Issue(.syntax, "Put parentheses around a ? : that is the first answer of another", at: current.range)
        }
        return id
    }

    private mutating func or() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        let first = try and()
        guard current.kind == .symbol(.or) else { return first }
        var parts = [first]
        while take(.or) { parts.append(try and()) }
        return add(.or(parts), from: start, over: parts)
    }

    mutating func and() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        let first = try relation()
        guard current.kind == .symbol(.and) else { return first }
        var parts = [first]
        while take(.and) { parts.append(try relation()) }
        return add(.and(parts), from: start, over: parts)
    }

    private mutating func relation() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        var left = try sum()
        while let relation = currentRelation {
            advance()
            let right = try sum()
            left = try nest(.relation(left, relation, right), from: start, over: [left, right])
        }
        return left
    }

    private var currentRelation: Syntax.Relation? {
        switch current.kind {
        case .symbol(.equal): .equal
        case .symbol(.notEqual): .notEqual
        case .symbol(.less): .less
        case .symbol(.lessOrEqual): .lessOrEqual
        case .symbol(.greater): .greater
        case .symbol(.greaterOrEqual): .greaterOrEqual
        case .identifier("in"): .within
        default: nil
        }
    }

    private mutating func sum() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        let first = try product()
        guard currentAddition != nil else { return first }
        var parts = [first]
        var operators: [Syntax.Arithmetic] = []
        while let addition = currentAddition {
            advance()
            operators.append(addition)
            parts.append(try product())
        }
        return add(.arithmetic(parts, operators), from: start, over: parts)
    }

    private var currentAddition: Syntax.Arithmetic? {
        switch current.kind {
        case .symbol(.plus): .add
        case .symbol(.minus): .subtract
        default: nil
        }
    }

    private mutating func product() throws(Issue) -> Syntax.ID {
        let start = current.range.lowerBound
        let first = try unary()
        guard currentMultiplication != nil else { return first }
        var parts = [first]
        var operators: [Syntax.Arithmetic] = []
        while let multiplication = currentMultiplication {
            advance()
            operators.append(multiplication)
            parts.append(try unary())
        }
        return add(.arithmetic(parts, operators), from: start, over: parts)
    }

    private var currentMultiplication: Syntax.Arithmetic? {
        switch current.kind {
        case .symbol(.times): .multiply
        case .symbol(.divided): .divide
        case .symbol(.remainder): .remainder
        default: nil
        }
    }

    private mutating func unary() throws(Issue) -> Syntax.ID {
        var signs: [(start: Int, isMinus: Bool)] = []
        while current.kind == .symbol(.not) || current.kind == .symbol(.minus) {
            let isMinus = current.kind == .symbol(.minus)
            if isMinus, isNumber(tokens[position + 1].kind) { break }
            signs.append((current.range.lowerBound, isMinus))
            guard depth + signs.count <= maximumDepth else { throw tooDeep(current.range) }
            advance()
        }
        depth += signs.count
        defer { depth -= signs.count }
        var id = try member()
        for sign in signs.reversed() {
            id = try nest(sign.isMinus ? .negate(id) : .not(id), from: sign.start, over: [id])
        }
        return id
    }

    private func isNumber(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .int, .double: true
        case .identifier, .quoted, .uint, .string, .bytes, .symbol, .end: false
        }
    }
}
