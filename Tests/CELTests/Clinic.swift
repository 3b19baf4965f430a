import CEL
import Testing

/// Numbers the expressions' names, and answers for them: what a host does.
struct Clinic: Host, LiteralResolver {
    enum Name: Int, CaseIterable {
        case phq9Total, phq9Item9, level, impaired, attended, scheduled, rate, today, now, nextVisit, language, results
        case record, scores, weight
    }

    static let result = 0
    static let attendance = 1

    var values: [Outcome] = Array(repeating: .unknown(UnknownSet(UnknownID(0))), count: Name.allCases.count)
    var answers: [Int: Outcome] = [:]

    init(_ known: [Name: Value] = [:]) {
        for name in Name.allCases { values[name.rawValue] = .unknown(UnknownSet(UnknownID(UInt64(name.rawValue)))) }
        for (name, value) in known { values[name.rawValue] = .value(value) }
    }

    func variable(_ id: Int) -> Outcome { values[id] }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        switch id {
        case 1: .value(.bool(arguments == [.int(7)]))
        case 2: .value(.bool(arguments == [.int(7), .period(Period(days: 30))]))
        case 3: .value(.bool(arguments == [.int(42)]))
        case 4, 5: .value(.object(Object(type: Self.attendance, fields: [.value(.double(0.9)), .value(.int(9))])))
        case 6: .value(.list([.date(CalendarDate(daysSinceEpoch: 20_000))]))
        case 7: .value(arguments[0])
        case 8: .value(.string("iop"))
        default: .error(EvaluationError(.invalidArgument, "No such function"))
        }
    }

    func resolve(_ text: String, kind: Int) -> LiteralResolution {
        switch (text, kind) {
        case ("iop_5", 1): .resolved(42, result: nil)
        case ("level_of_care", 2): .resolved(3, result: .string)
        default: .failed(message: "'\(text)' is no state", suggestions: ["iop_5"])
        }
    }

    static let environment: Environment = {
        var environment = Environment(profile: .strict)
        environment.variables = [
            "phq9.total": Variable(id: 0, type: .int, domain: .range(min: 0, max: 27)),
            "phq9.item9": Variable(id: 1, type: .int, domain: .range(min: 0, max: 3)),
            "cssrs.level": Variable(
                id: 2, type: .string, domain: .options(["none", "low", "moderate", "high"])),
            "impaired": Variable(id: 3, type: .bool),
            "attended": Variable(id: 4, type: .int),
            "scheduled": Variable(id: 5, type: .int),
            "attendance.rate": Variable(id: 6, type: .double),
            "today": Variable(id: 7, type: .date),
            "now": Variable(id: 8, type: .timestamp),
            "next_visit": Variable(id: 9, type: .date),
            "language": Variable(id: 10, type: .string),
            "phq9.results": Variable(id: 11, type: .list(.object(result))),
            "record": Variable(id: 12, type: .object(result)),
            "scores": Variable(id: 13, type: .list(.int)),
            "weight": Variable(id: 14, type: .double),
        ]
        environment.references = ["phq9": 7, "impaired": 8]
        environment.functions = [
            "fresh": [
                Overload(id: 1, parameters: [.reference], result: .bool),
                Overload(id: 2, parameters: [.reference, .value(.period)], result: .bool),
            ],
            "active": [Overload(id: 3, parameters: [.literal(kind: 1)], result: .bool)],
            "attendance.last": [Overload(id: 4, parameters: [.value(.int)], result: .object(attendance))],
            "last": [
                Overload(
                    id: 5, isMethod: true, parameters: [.value(.object(attendance)), .value(.int)],
                    result: .object(attendance))
            ],
            "dates": [
                Overload(
                    id: 6, isMethod: true, parameters: [.value(.list(.record(having: ["date": .date])))],
                    result: .list(.date))
            ],
            "share": [Overload(id: 7, parameters: [.value(.double)], result: .double)],
            "decision": [Overload(id: 8, parameters: [.literal(kind: 2)], result: .dyn)],
        ]
        environment.objectTypes = [
            ObjectType(
                name: "result",
                fields: [
                    ObjectType.Field("total", .int, domain: .range(min: 0, max: 27)), ObjectType.Field("date", .date),
                    ObjectType.Field("level", .string, domain: .options(["none", "high"])),
                ]),
            ObjectType(
                name: "attendance", fields: [ObjectType.Field("rate", .double), ObjectType.Field("attended", .int)]),
        ]
        return environment
    }()
}

/// The outcome of a guard; an issue is recorded and ends the test.
func evaluate(
    _ source: String, _ clinic: Clinic = Clinic(), limits: Limits = .guards,
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> Outcome {
    let program = try Program.compile(source, in: Clinic.environment, resolver: clinic, limits: limits).get()
    return program.evaluate(clinic, limits: limits)
}

/// Everything that is wrong with a guard.
func issues(_ source: String, expected: ValueType? = .bool, limits: Limits = .guards) -> [CEL.Issue] {
    switch Program.compile(source, in: Clinic.environment, resolver: Clinic(), expected: expected, limits: limits) {
    case .success: []
    case .failure(let issues): issues.all
    }
}

/// Expects one issue, at the part of the text between two @.
func expectIssue(
    _ code: CEL.Issue.Code, _ marked: String, suggestions: [String]? = nil, expected: ValueType? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let parts = marked.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let source = parts.compactMap { String($0) }.joined()
    let found = issues(source, expected: expected)
    #expect(found.map(\.code) == [code], "\(source): \(found)", sourceLocation: sourceLocation)
    guard let issue = found.first else { return }
    #expect(!issue.message.isEmpty && !issue.message.hasSuffix("."), sourceLocation: sourceLocation)
    if parts.count == 3 {
        let range = parts[0].count..<(parts[0].count + parts[1].count)
        #expect(issue.range == range, "\(source): \(issue)", sourceLocation: sourceLocation)
    }
    if let suggestions {
        #expect(issue.suggestions == suggestions, "\(source): \(issue)", sourceLocation: sourceLocation)
    }
}

func unknown(_ names: Clinic.Name...) -> Outcome {
    .unknown(UnknownSet(names.map { UnknownID(UInt64($0.rawValue)) }))
}

func kind(_ outcome: Outcome) -> EvaluationError.Kind? {
    if case .error(let error) = outcome { error.kind } else { nil }
}
