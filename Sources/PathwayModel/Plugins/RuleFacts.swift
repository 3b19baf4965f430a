public import CEL

/// The facts of a case that a rule asks for. It is handed these and no others.
public struct RuleReads: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The instant of the question.
    public static let now = RuleReads(rawValue: 1)
    /// The local date of the question.
    public static let today = RuleReads(rawValue: 2)
    public static let attendance = RuleReads(rawValue: 4)
    /// Fields, by name.
    public static let data = RuleReads(rawValue: 8)
    /// Results of instruments, by name.
    public static let results = RuleReads(rawValue: 16)
    /// The active states and since when.
    public static let course = RuleReads(rawValue: 32)

    /// The names a plugin's manifest uses.
    public static let names: [(name: String, reads: RuleReads)] = [
        ("now", .now), ("today", .today), ("attendance", .attendance), ("data", .data), ("results", .results),
        ("course", .course),
    ]

    /// As a manifest writes it: `[attendance, today]`, `[results.phq9]`.
    package func words(only scope: RuleScope? = nil) -> [String] {
        Self.names.filter { contains($0.reads) }.flatMap { name, reads -> [String] in
            let limit: Set<String>? =
                switch reads {
                case .data: scope?.data
                case .results: scope?.results
                default: nil
                }
            return limit.map { names in names.sorted().map { "\(name).\($0)" } } ?? [name]
        }
    }

    /// Reads what a manifest lists; nil where a word means nothing.
    package static func reading(_ words: [String]) -> (reads: RuleReads, only: RuleScope?)? {
        var reads: RuleReads = []
        var scope = RuleScope()
        var whole: RuleReads = []
        for word in words {
            let parts = word.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let kind = names.first(where: { $0.name == parts[0] })?.reads else { return nil }
            reads.insert(kind)
            guard parts.count == 2 else {
                whole.insert(kind)
                continue
            }
            switch kind {
            case .data: scope.data = (scope.data ?? []).union([String(parts[1])])
            case .results: scope.results = (scope.results ?? []).union([String(parts[1])])
            default: return nil
            }
        }
        if whole.contains(.data) { scope.data = nil }
        if whole.contains(.results) { scope.results = nil }
        return (reads, scope == .all ? nil : scope)
    }
}

/// What a rule is asked about: the facts it may read, and nothing that names a person.
public struct RuleFacts: Hashable, Sendable {
    public struct Session: Hashable, Sendable {
        public let status: AttendanceStatus
        public let type: String?
        public let date: CalendarDate

        public init(status: AttendanceStatus, type: String?, date: CalendarDate) {
            self.status = status
            self.type = type
            self.date = date
        }
    }

    public struct Result: Hashable, Sendable {
        public let values: [String: Value]
        public let date: CalendarDate

        public init(values: [String: Value], date: CalendarDate) {
            self.values = values
            self.date = date
        }
    }

    public let now: Timestamp?
    public let today: CalendarDate?
    /// In order of date, the newest last.
    public let sessions: [Session]
    public let data: [String: Value]
    /// By instrument, the newest first.
    public let results: [String: [Result]]
    /// The path of each active state, and the date it was entered.
    public let course: [String: CalendarDate]

    public init(
        now: Timestamp? = nil, today: CalendarDate? = nil, sessions: [Session] = [], data: [String: Value] = [:],
        results: [String: [Result]] = [:], course: [String: CalendarDate] = [:]
    ) {
        self.now = now
        self.today = today
        self.sessions = sessions
        self.data = data
        self.results = results
        self.course = course
    }
}

/// A question to a rule: equal questions have equal answers.
package struct RuleQuestion: Hashable, Sendable {
    package var rule: String
    package var parameters: [String: Value]
    package var facts: RuleFacts

    package init(rule: String, parameters: [String: Value], facts: RuleFacts) {
        self.rule = rule
        self.parameters = parameters
        self.facts = facts
    }
}

/// What the compiler has to know of a plugin's rule to check its use.
package struct RuleSignature: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        /// What of the pathway a parameter names: the rule is then handed that, and nothing else of its kind.
        package enum Named: String, Hashable, Sendable {
            case instrument
            case field
        }

        package var name: String
        package var type: FieldType
        package var isRequired: Bool
        package var names: Named?

        package init(name: String, type: FieldType, isRequired: Bool, names: Named? = nil) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.names = names
        }
    }

    /// `attendance.at_least`
    package var name: String
    package var parameters: [Parameter]
    package var reads: RuleReads
    /// Of all fields and results only these; nil for no such limit.
    package var only: RuleScope?
    /// The plugin's name and version, as its verdicts carry it.
    package var plugin: String

    package init(
        name: String, parameters: [Parameter], reads: RuleReads, only: RuleScope? = nil, plugin: String
    ) {
        self.name = name
        self.parameters = parameters
        self.reads = reads
        self.only = only
        self.plugin = plugin
    }
}

/// The fields and instruments that a rule may be handed.
package struct RuleScope: Hashable, Sendable {
    /// By name; nil for all.
    package var data: Set<String>?
    package var results: Set<String>?

    package init(data: Set<String>? = nil, results: Set<String>? = nil) {
        self.data = data
        self.results = results
    }

    package static let all = RuleScope()
}

extension RuleUse {
    /// The use, asked of a plugin's rule as it is now: what the rule may read, and which plugin answers, are the
    /// plugin's to say and not the pathway's. Where parameters name instruments or fields, those are all it is handed
    /// of their kind.
    package func bound(to signature: RuleSignature) -> RuleUse {
        let allowed = signature.only ?? .all
        func scope(_ kind: RuleSignature.Parameter.Named, _ allowed: Set<String>?) -> Set<String>? {
            let parameters = signature.parameters.filter { $0.names == kind }
            guard !parameters.isEmpty else { return allowed }
            let named = parameters.compactMap { parameter -> String? in
                if case .string(let name)? = self.parameters[parameter.name] { name } else { nil }
            }
            return allowed.map { $0.intersection(named) } ?? Set(named)
        }
        let only = RuleScope(data: scope(.field, allowed.data), results: scope(.instrument, allowed.results))
        return RuleUse(
            rule: rule, parameters: parameters, reads: signature.reads, only: only, plugin: signature.plugin)
    }
}

extension Pathway {
    /// The pathway with its rules bound to the plugins at hand. A rule that no plugin has is asked of nobody, and gives
    /// no answer.
    package func bound(to signatures: @autoclosure () -> [RuleSignature]) -> Pathway {
        guard !ruleUses.isEmpty else { return self }
        let known = Dictionary(signatures().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var bound = self
        bound.ruleUses = ruleUses.map { use in known[use.rule].map { use.bound(to: $0) } ?? use }
        return bound
    }
}

/// Names an instrument of the pathway in a rule's parameters. The rule is handed the results of that one alone.
public struct NamedInstrument: Hashable, Sendable, Decodable {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}

/// Names a field of the pathway in a rule's parameters. The rule is handed that field alone.
public struct NamedField: Hashable, Sendable, Decodable {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}
