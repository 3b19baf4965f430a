import AttendancePlugin
import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellRuntime
import Testing

@testable import PathwayScenarios

/// Whatever people do or leave in a shipped pathway, every open case stands on somebody's list or has a date, and no
/// promise that the pathway has to keep by itself is broken. What keeps a case is worked out here anew, from what an
/// outsider sees of it.
@Suite("Nobody gets lost")
struct NobodyLostTests {
    private static let pathways = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Pathways")

    private static func machine(_ name: String) throws -> Machine {
        let rules = PluginSet([Attendance.plugin]).signatures
        let compilation = PathwayCompiler(rules: rules, channels: nil) { path in
            FileManager.default.contents(atPath: pathways.appendingPathComponent(path).path).map { [UInt8]($0) }
        }.compile(name)
        return Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
    }

    /// The shipped pathways ask rules of plugins in places: here they answer as the seed has it.
    private static func answer(_ seed: UInt64) -> (RuleQuestion) -> RuleAnswer {
        { question in
            let verdict: Verdict = seed % 2 == 0 ? .met("so it is") : .unknown("nobody knows")
            return RuleAnswer(verdict, from: question.rule)
        }
    }

    /// A case on its way.
    private struct Walk {
        let machine: Machine
        let seed: UInt64
        var random: SeededGenerator
        var state: CaseState?
        var past: [PastStep] = []
        var now = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z
        var broken: Set<String> = []

        init(_ machine: Machine, seed: UInt64) {
            self.machine = machine
            self.seed = seed
            random = SeededGenerator(seed: seed)
        }

        var pathway: Pathway { machine.pathway }
        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        mutating func pick<Element>(_ list: [Element]) -> Element? { list.randomElement(using: &random) }

        mutating func give(_ input: Input, occurred: OccurrenceTime? = nil) throws {
            let request = Request(input, at: now, occurred: occurred)
            let steps = past
            guard
                case .stepped(let step) = machine.step(
                    state, request, past: { steps }, asking: NobodyLostTests.answer(seed)), !step.facts.isEmpty
            else { return }
            state = step.state
            past.append(PastStep(step, of: request))
            for case .promise(let index, .broken) in step.facts { broken.insert(pathway.promises[index].id) }
            try look(after: input)
        }

        mutating func pass(days: Int) throws {
            let target = Timestamp(seconds: now.seconds + Int64(days) * 86_400)
            while let state, let due = machine.nextWakeUp(of: state, after: now), due <= target {
                now = due
                try give(.wake)
            }
            now = target
        }

        func look(after input: Input) throws {
            guard let state else { return }
            let isKept = try Outsider(machine, seed: seed).keeps(state, at: now)
            let leaves = state.leaves(in: pathway).map { pathway.states[$0].path }
            #expect(isKept, "seed \(seed), step \(past.count), after \(input.summary): in \(leaves)")
            #expect(machine.isLost(state, at: now) == !isKept, "seed \(seed), step \(past.count)")
            let own = pathway.promises.filter { $0.isOfEngine && broken.contains($0.id) }.map(\.id)
            #expect(own == [], "seed \(seed), step \(past.count), after \(input.summary)")
        }

        // MARK: Inputs

        mutating func text(_ type: FieldType) -> String {
            switch type {
            case .boolean: return number(0...1) == 0 ? "true" : "false"
            case .integer(let low, let high):
                return "\(number(Int(low ?? 0)...Int(high ?? 20)))"
            case .number(let low, let high): return "\(number(Int(low ?? 0)...Int(high ?? 20)))"
            case .text: return "something"
            case .choice(let options): return pick(options) ?? ""
            case .date:
                let day = CalendarDate(daysSinceEpoch: Int32(now.seconds / 86_400) + Int32(number(-3...10)))
                return day.description
            case .instant: return now.rfc3339()
            }
        }

        /// Of some inputs that may come, most often the first that leads to where the case has not been and keeps it open.
        mutating func next() -> Input {
            let candidates = (0..<8).map { _ in any() }
            guard let state, number(0...9) > 2 else { return candidates[0] }
            let curious = candidates.first { input in
                guard
                    case .stepped(let step) = machine.step(
                        state, Request(input, at: now), past: { past }, asking: NobodyLostTests.answer(seed))
                else { return false }
                return step.state.status == .open
                    && step.state.leaves(in: pathway).contains {
                        step.state.stays[$0.position].visits == 1
                            && state.stays[$0.position].visits == 0
                    }
            }
            return curious ?? candidates[0]
        }

        private mutating func any() -> Input {
            switch number(0...19) {
            case 0...5:
                let declared = pathway.events.filter { $0.kind == .declared }
                guard let event = pick(declared) else { return .wake }
                return .send(event: event.name, with: event.payload.map { .init($0.name, text($0.type)) })
            case 6...9:
                guard let instrument = pick(pathway.instruments) else { return .wake }
                let scores = instrument.scores.map { Input.NamedText($0.name, text($0.type)) }
                return .record([.instrument(instrument.name, answers: scores)])
            case 10:
                guard let field = pick(pathway.fields) else { return .wake }
                return .record([.field(field.name, text: text(field.type))])
            case 11...12: return .attend(pick(AttendanceStatus.allCases) ?? .attended, type: nil)
            case 13...14:
                let open = pathway.tasks.indices.filter { state?.tasks[$0].status == .open }
                return pick(open).map { .complete(task: pathway.tasks[$0].name) } ?? .wake
            case 15...17:
                let decisions = state?.configuration.flatMap { pathway.states[$0].transitions } ?? []
                let ids = decisions.filter { pathway.transitions[$0].decision != nil }.map {
                    pathway.transitions[$0].id
                }
                return pick(ids).map { .decide(.transition(id: $0), reason: "a reason") } ?? .wake
            case 18: return .consent([.init(kind: pick(pathway.consentKinds) ?? "privacy", granted: number(0...3) > 0)])
            default:
                let entry = number(2...max(2, past.count))
                return number(0...1) == 0
                    ? .undo(entry: entry, reason: "slip", withLater: number(0...1) == 0)
                    : .withdraw(entry: entry, reason: "slip")
            }
        }
    }

    /// Who knows nothing of duties: looks at tasks, dates and lengths of stays as they are shown, and lets days go by.
    private struct Outsider {
        let machine: Machine
        let seed: UInt64

        init(_ machine: Machine, seed: UInt64) {
            self.machine = machine
            self.seed = seed
        }

        private static let ofTheRecord = ["incident", "undelivered", "review_correction"]

        func keeps(_ state: CaseState, at now: Timestamp) throws -> Bool {
            guard state.status == .open else { return true }
            if isOnAList(state, countsBreaches: true) { return true }
            var (state, now) = (state, now)
            // Rules may never answer: nobody is kept by one that would.
            let silent: (RuleQuestion) -> RuleAnswer = { RuleAnswer(.unknown("silent"), from: $0.rule) }
            for _ in 0..<400 {
                guard let next = machine.nextWakeUp(of: state, after: now),
                    case .stepped(let step) = machine.step(
                        state, Request(.wake, at: next), past: { [] }, asking: silent)
                else { return false }
                (state, now) = (step.state, next)
                if isOnAList(state, countsBreaches: false) { return true }
                if state.status != .open { return false }
            }
            return false
        }

        private func isOnAList(_ state: CaseState, countsBreaches: Bool) -> Bool {
            let pathway = machine.pathway
            let isTask = zip(pathway.tasks, state.tasks).contains { task, record in
                guard record.status == .open, !Self.ofTheRecord.contains(task.name) else { return false }
                if task.name.hasPrefix("promise_broken."), !countsBreaches { return false }
                return record.opening?.due != nil && (task.role ?? record.opening?.role) != nil
            }
            let isOwed = state.owed.contains { place, owed in
                owed.decision.due != nil && pathway.transitions[place].by != nil
            }
            guard state.status == .open, !isTask, !isOwed else { return isTask || isOwed }
            return state.configuration.contains { place in
                let states = sequence(first: place) { pathway.states[$0].parent }
                let owner = states.lazy.compactMap { pathway.states[$0].owner }.first
                let watched = pathway.states[place].sessions.contains { $0.unrecordedAfter != nil && $0.role != nil }
                if case .length = pathway.states[place].expected, owner != nil { return true }
                return watched
            }
        }
    }

    static let names = ["adult_iop", "hospital_to_iop", "iop_basic"]
    static let seeds = UInt64(1)...16

    @Test("in any seed, whatever people do or leave", arguments: names, seeds)
    func law(_ name: String, _ seed: UInt64) throws {
        let machine = try Self.machine("\(name).yaml")
        var walk = Walk(machine, seed: seed)
        let fields = machine.pathway.fields.filter(\.isEnrollment)
        try walk.give(.enroll(.init(with: fields.map { .init($0.name, walk.text($0.type)) })))
        for _ in 0..<160 where walk.state?.status == .open {
            switch walk.number(0...9) {
            case 0...3: try walk.pass(days: walk.number(0...3))
            case 4: try walk.pass(days: walk.number(4...40))
            default: try walk.give(walk.next())
            }
        }
        // In the end everybody has left.
        try walk.pass(days: 500)
    }

    @Test("nor from any point of any story, whatever comes then and whoever leaves it there", arguments: names)
    func stories(_ name: String) throws {
        let machine = try Self.machine("\(name).yaml")
        let bytes = FileManager.default.contents(atPath: Self.pathways.appendingPathComponent("\(name).test.yaml").path)
        let read = TestFileReader.read([UInt8](try #require(bytes)), file: "\(name).test.yaml")
        guard case .scenarios(let file)? = read.file else { throw CancellationError() }
        let runner = ScenarioRunner(machine, asking: Self.answer(0))
        var left: Set<[String]> = []
        for scenario in file.scenarios {
            var play = ScenarioPlay(runner)
            for step in scenario.steps {
                play.perform(step)
                guard let state = play.state, state.status == .open else { continue }
                let leaves = state.leaves(in: machine.pathway).map { machine.pathway.states[$0].path }
                let open = machine.pathway.tasks.indices.filter { state.tasks[$0].status == .open }
                guard left.insert(leaves + open.map { machine.pathway.tasks[$0].name }).inserted else { continue }
                var walk = Walk(machine, seed: UInt64(left.count) * 2)
                (walk.state, walk.now, walk.past) = (state, play.clock, play.past)
                try walk.look(after: .wake)
                // Somebody does this and that, in any order, and then nobody anything.
                for _ in 0..<8 where walk.state?.status == .open {
                    try walk.give(walk.next())
                    try walk.pass(days: walk.number(0...2))
                }
                try walk.pass(days: 70)
            }
        }
        #expect(left.count > 10)
    }

    @Test("the law finds a pathway that loses people")
    func finds() throws {
        let text = """
            stepwell: 1
            pathway: lost
            version: "1"
            title: Lost
            roles: [nurse]
            owner: nurse
            events: {go: {}}
            states: {first: {expected: 1 week, transitions: [{event: go, to: second}]}, second: {}}
            """
        let compilation = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }.compile("lost.yaml")
        let machine = Machine(try #require(compilation.product))
        let outsider = Outsider(machine, seed: 1)
        let now = Timestamp(seconds: 1_767_625_200)
        guard case .stepped(let first) = machine.step(nil, Request(.enroll(.init(with: [])), at: now)),
            case .stepped(let second) = machine.step(first.state, Request(.send(event: "go", with: []), at: now))
        else { throw CancellationError() }
        #expect(try outsider.keeps(first.state, at: now))
        #expect(try !outsider.keeps(second.state, at: now))
        #expect(machine.isLost(second.state, at: now))
    }
}
