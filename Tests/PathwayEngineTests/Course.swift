import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// A case to which inputs come day by day, and which can be asked any expression at any of them.
struct Course {
    let files: [String: String]
    let machine: Machine
    private(set) var state: CaseState?
    private(set) var now: Timestamp
    private(set) var facts: [Fact] = []
    private var past: [PastStep] = []

    static let start = Timestamp(seconds: 1_767_614_400)  // 2026-01-05T12:00:00Z, a Monday

    init(_ pathway: String, _ files: [String: String] = [:], limits: StepLimits = .standard) throws {
        var all = files
        all["tested.yaml"] = pathway
        self.files = all
        let compilation = PathwayCompiler(rules: [], channels: nil) { all[$0].map { Array($0.utf8) } }
            .compile("tested.yaml")
        machine = Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
        now = Self.start
        self.limits = limits
        try give(.enroll(.init(with: [])))
    }

    private let limits: StepLimits

    /// Moves the clock and gives an input, which must be taken.
    @discardableResult
    mutating func give(
        _ input: Input, by actor: Actor = .anyone, after days: Int = 0, occurred: OccurrenceTime? = nil
    ) throws -> [Fact] {
        now = Timestamp(seconds: now.seconds + Int64(days) * 86_400)
        var request = Request(input, by: actor, at: now, occurred: occurred)
        request.past = past
        guard case .stepped(let step) = machine.step(state, request, limits: limits) else {
            throw NotTaken(refusal: refusal(of: input))
        }
        state = step.state
        past.append(PastStep(step, of: request))
        facts += step.facts
        return step.facts
    }

    mutating func move(to instant: Timestamp) { now = instant }

    /// The code with which an input would be refused now; nil where it would be taken.
    func refusal(of input: Input, by actor: Actor = .anyone) -> String? { whole(refusalOf: input, by: actor)?.code }

    /// What would be said then.
    func message(ofRefusing input: Input) -> String? { whole(refusalOf: input)?.message }

    private func whole(refusalOf input: Input, by actor: Actor = .anyone) -> Refusal? {
        var request = Request(input, by: actor, at: now)
        request.past = past
        guard case .refused(let refusal) = machine.step(state, request, limits: limits) else { return nil }
        return refusal
    }

    struct NotTaken: Error { let refusal: String? }

    /// What an expression comes to, outside any state and event.
    func ask(_ expression: String, withJournal: Bool = false) throws -> Evaluation {
        let compilation = PathwayCompiler(rules: [], channels: nil) { [files] in files[$0].map { Array($0.utf8) } }
            .compile(expression: expression, in: "tested.yaml")
        let compiled = try #require(compilation.product, "\(expression): \(compilation.diagnostics.map(\.message))")
        return Machine(compiled.pathway).evaluate(
            compiled.program, try #require(state), at: now, journal: withJournal ? facts : nil)
    }

    /// What boolean expressions come to; the pathway is compiled only once, with each as a guard of its own.
    func ask(all expressions: [String]) throws -> [Evaluation] {
        let guards = expressions.enumerated().map { "  question\($0): '\($1.replacing("'", with: "''"))'" }
        var files = files
        let pathway = try #require(files["tested.yaml"])
        files["tested.yaml"] = pathway.replacing("\nguards:\n", with: "\nguards:\n\(guards.joined(separator: "\n"))\n")
        let compilation = PathwayCompiler(rules: [], channels: nil) { [files] in files[$0].map { Array($0.utf8) } }
            .compile("tested.yaml")
        let compiled = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let machine = Machine(compiled)
        let state = try #require(state)
        return try expressions.indices.map { place in
            let named = try #require(compiled.guards.first { $0.name == "question\(place)" })
            return machine.evaluate(named.program, state, at: now)
        }
    }

    func isActive(_ path: String) -> Bool {
        guard let state, let place = machine.pathway.states.firstIndex(where: { $0.path == path }) else { return false }
        return state.isActive(StateIndex(place))
    }
}

extension Input {
    static func record(_ field: String, _ text: String) -> Input { .record([.field(field, text: text)]) }

    static func record(_ instrument: String, _ answers: [String: String]) -> Input {
        .record([.instrument(instrument, answers: answers.map { NamedText($0.key, $0.value) })])
    }

    static func send(_ event: String, _ with: [String: String] = [:]) -> Input {
        .send(event: event, with: with.map { NamedText($0.key, $0.value) })
    }
}
