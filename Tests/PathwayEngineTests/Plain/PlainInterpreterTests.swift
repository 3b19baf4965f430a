import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// Two interpreters that share nothing go the same way: the engine, and a slow and obvious one.
@Suite("A second interpreter")
struct PlainInterpreterTests {
    static let start = 1_767_625_200  // 2026-01-05T15:00:00Z, a Monday

    @Test("the engine does what the second interpreter does", arguments: 1...6)
    func walks(_ group: Int) throws {
        for seed in (group - 1) * 10..<group * 10 { try walk(UInt64(seed)) }
    }

    private func walk(_ seed: UInt64) throws {
        var random = PlainGenerator(seed: seed)
        let pathway = random.pathway()
        let text = pathway.yaml
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "plain.yaml" ? Array(text.utf8) : nil }
            .compile("plain.yaml")
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        let compiled = try #require(
            compilation.product, "seed \(seed): \(errors.map { "\($0.code) \($0.message)" })")
        let machine = Machine(compiled)
        var pair = Pair(machine: machine, plain: PlainInterpreter(pathway, at: Self.start))
        guard try pair.give(.enroll, "seed \(seed), enrollment"), pair.state != nil else { return }
        for number in 1...30 {
            let target = pair.plain.now + random.pause()
            guard try pair.wait(until: target, "seed \(seed), before input \(number)"),
                try pair.give(random.input(), "seed \(seed), input \(number)")
            else { return }
        }
    }
}

/// One case in the hands of both.
private struct Pair {
    let machine: Machine
    var plain: PlainInterpreter
    var state: CaseState?

    /// Lets time pass in both, each looking for itself when something may come.
    mutating func wait(until target: Int, _ place: String) throws -> Bool {
        var now = plain.now
        while plain.nextInstant() <= target {
            plain.now = plain.nextInstant()
            if try give(plain: .wake) == nil { return false }
        }
        plain.now = target
        while let current = state, let due = machine.nextWakeUp(of: current, after: Timestamp(seconds: Int64(now))),
            due.seconds <= target
        {
            now = Int(due.seconds)
            guard case .stepped(let step) = machine.step(current, Request(.wake, at: due)) else { return false }
            state = step.state
        }
        return compare(place, refusals: (nil, nil), taken: nil)
    }

    /// Gives both an input. Whether they go on: not where either goes round for ever, as both then must.
    mutating func give(_ input: PlainInterpreter.Input, _ place: String) throws -> Bool {
        let answer = try give(plain: input)
        let request = Request(Self.input(input), at: Timestamp(seconds: Int64(plain.now)))
        switch machine.step(state, request) {
        case .needs, .needsPast: return false
        case .refused(let refusal):
            guard let answer else {
                #expect(refusal.code == "step_limit", "\(place): only one comes to rest")
                return false
            }
            return compare(place, refusals: (answer.code, refusal.code), taken: nil)
        case .stepped(let step):
            let troubles = step.facts.compactMap { fact in
                if case .incident(let code, _) = fact { code } else { nil }
            }
            guard let answer else {
                // An incident that is open already is not opened again; then nothing was taken.
                let isHeld = step.taken.isEmpty && Seen(step.state, machine.pathway).tasks.keys.contains("incident")
                #expect(troubles.contains("step_limit") || isHeld, "\(place): only one comes to rest")
                return false
            }
            guard !troubles.contains("step_limit") else {
                Issue.record("\(place): only the engine does not come to rest")
                return false
            }
            state = step.state
            let taken = step.facts.compactMap { fact in
                if case .transitionTaken(let index, _) = fact { machine.pathway.transitions[index].id } else { nil }
            }
            return compare(place, refusals: (answer.code, nil), taken: taken)
        }
    }

    /// Nil where it goes round for ever.
    private mutating func give(plain input: PlainInterpreter.Input) throws -> (code: String?, Void)? {
        do {
            return (try plain.give(input), ())
        } catch PlainInterpreter.Stop.endless {
            return nil
        }
    }

    private func compare(_ place: String, refusals: (String?, String?), taken: [String]?) -> Bool {
        var isSame = refusals.0 == refusals.1
        #expect(refusals.0 == refusals.1, "\(place): refused")
        if let taken {
            #expect(plain.taken == taken, "\(place): transitions")
            isSame = isSame && plain.taken == taken
        }
        guard let state else { return isSame }
        let seen = Seen(state, machine.pathway)
        let expected = Seen(plain.state)
        #expect(seen == expected, "\(place): is first, should be second")
        return isSame && seen == expected
    }

    private static func input(_ input: PlainInterpreter.Input) -> Input {
        switch input {
        case .enroll: return .enroll(.init(with: []))
        case .send(let event): return .send(event: event, with: [])
        case .record(let entries):
            return .record(
                entries.map { entry in
                    switch entry.value {
                    case .number(let number): .field(entry.field, text: String(number))
                    case .bool(let bool): .field(entry.field, text: String(bool))
                    }
                })
        case .attend: return .attend(.attended, type: nil)
        case .complete(let task): return .complete(task: task)
        case .decide(let id, let hasReason): return .decide(.transition(id: id), reason: hasReason ? "a reason" : nil)
        case .wake: return .wake
        }
    }
}

/// What of a case both interpreters must agree on.
private struct Seen: Equatable {
    var status: String
    var active: [String]
    var values: [String: String]
    var tasks: [String: Int?]

    init(_ plain: PlainCase) {
        status =
            switch plain.status {
            case .open: "open"
            case .closed(let outcome): outcome
            case .ended: "ended"
            }
        active = plain.active.sorted()
        values = plain.values.mapValues { known in
            switch known.value {
            case .number(let number): String(number)
            case .bool(let bool): String(bool)
            }
        }
        if values["x"] == nil { values["x"] = "0" }
        tasks = plain.tasks.filter(\.value.isOpen).mapValues(\.due)
    }

    init(_ state: CaseState, _ pathway: Pathway) {
        status =
            switch state.status {
            case .open: "open"
            case .closed(let outcome): outcome
            case .ended: "ended"
            case .enteredInError: "entered in error"
            }
        active = state.configuration.map { pathway.states[$0].name }.filter { !$0.isEmpty }.sorted()
        values = [:]
        for (place, field) in pathway.fields.enumerated() {
            values[field.name] = state.value(of: FieldIndex(place), in: pathway)?.shown
        }
        tasks = [:]
        for (place, task) in pathway.tasks.enumerated() where state.tasks[place].status == .open {
            tasks[task.name] = .some(state.tasks[place].opening?.due.map { Int($0.daysSinceEpoch) })
        }
    }
}
