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
