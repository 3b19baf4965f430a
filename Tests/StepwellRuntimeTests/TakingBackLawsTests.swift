import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// What holds of everything that is taken back, on random pathways and random inputs.
@Suite("Laws of taking back")
struct TakingBackLawsTests {
    private static let seeds = LawsTests.seeds.prefix(20)
    private static let start = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z

    private static func machine(_ yaml: String) throws -> Machine {
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "random.yaml" ? Array(yaml.utf8) : nil }
            .compile("random.yaml")
        return Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
    }

    /// A walk in which a third of what comes takes something back; after each such step something is looked at.
    private static func walk(_ seed: UInt64, _ look: (TakingBackWalk, TakingBackWalk) throws -> Void) throws {
        var inputs = RandomInputs(seed: seed)
        var random = SeededGenerator(seed: seed &+ 4_711)
        var walk = TakingBackWalk(try machine(RandomPathway.yaml(seed: seed)), at: start)
        guard try walk.give(.enroll(.init(with: [.init("urgent", "true")]))) == nil else { return }
        for _ in 0..<30 {
            try walk.pass(to: Timestamp(seconds: walk.now.seconds + inputs.hours() * 3_600))
            let before = walk
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3:
                guard let target = walk.given.dropFirst().randomElement(using: &random)?.entry else { continue }
                let isForced = Bool.random(using: &random)
                guard try walk.give(.undo(entry: target, reason: "slip", withLater: isForced)) == nil else { continue }
                try look(before, walk)
            case 4:
                // The clock is ahead for a while, and somebody notices.
                let right = Timestamp(seconds: walk.now.seconds + 600)
                try walk.pass(
                    to: Timestamp(seconds: right.seconds + Int64.random(in: 1...60, using: &random) * 86_400))
                for _ in 0..<3 {
                    try walk.give(inputs.given(), by: inputs.actor(), occurred: inputs.occurred(before: walk.now))
                }
                let ahead = walk
                walk.setBack(to: right)
                if try walk.give(.mendClock(reason: "wrong")) == nil {
                    try look(ahead, walk)
                } else {
                    walk.setBack(to: max(right, walk.state?.lastInput ?? right))
                }
            case 5:
                guard let told = walk.said.randomElement(using: &random) else { continue }
                try walk.give(.delivery(report(of: told.place), calls: false))
            default: try walk.give(inputs.given(), by: inputs.actor(), occurred: inputs.occurred(before: walk.now))
            }
        }
    }

    private static func report(of place: EffectPlace) -> DeliveryReport {
        DeliveryReport(
            sequence: place.entry, place: place.place, subject: "hello", recipient: "patient", outcome: .sent,
            channel: "file", code: nil, attempts: 1)
    }

    @Test("what is told anew is the case that is given the rest alone, each at its own time", arguments: seeds)
    func secondWay(_ seed: UInt64) throws {
        try Self.walk(seed) { _, walk in
            guard let state = walk.state, let other = try walk.second(), let fresh = other.state else { return }
            let (one, two) = (Essence(state, walk.machine, at: walk.now), Essence(fresh, walk.machine, at: walk.now))
            #expect(one.differences(from: two) == [], "seed \(seed), entry \(walk.entry)")
            #expect(fresh.alarms(in: walk.pathway).isSubset(of: state.alarms(in: walk.pathway)))
            guard fresh.alarms(in: walk.pathway) == state.alarms(in: walk.pathway), state.reviews.isEmpty else {
                return
            }
            let wakeUps = [state, fresh].map { walk.machine.nextWakeUp(of: $0, after: walk.now) }
            #expect(wakeUps[0] == wakeUps[1], "seed \(seed), entry \(walk.entry)")
        }
    }

    @Test("what is put right after that looks back at what was told anew, not at what was told first", arguments: seeds)
    func lookingBack(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        try Self.walk(seed) { _, walk in
            guard let other = try walk.second(), walk.state?.alarms(in: walk.pathway).isEmpty == true,
                other.state?.alarms(in: walk.pathway).isEmpty == true
            else { return }
            let records = walk.given.filter { other.numbers[$0.entry] != nil }.shuffled(using: &random)
            for given in records.prefix(4) {
                guard let number = other.numbers[given.entry] else { continue }
                var (one, two) = (walk, other)
                let codes = try [
                    one.give(.withdraw(entry: given.entry, reason: "slip")),
                    two.give(.withdraw(entry: number, reason: "slip")),
                ]
                #expect(codes[0] == codes[1], "seed \(seed), entry \(given.entry) after \(walk.entry)")
                guard codes == [nil, nil], let state = one.state, let fresh = two.state else { continue }
                let essences = [Essence(state, one.machine, at: one.now), Essence(fresh, one.machine, at: one.now)]
                #expect(essences[0].differences(from: essences[1]) == [], "seed \(seed), entry \(given.entry)")
                #expect(one.standing == two.standing, "seed \(seed), entry \(given.entry) after \(walk.entry)")
            }
        }
    }

    @Test("no safety task ends", arguments: seeds)
    func alarms(_ seed: UInt64) throws {
        try Self.walk(seed) { before, after in
            guard let (state, then) = before.state.flatMap({ state in after.state.map { (state, $0) } }) else { return }
            guard then.status != .ended || state.status == .ended else { return }
            // Where nothing is left to be looked at, nobody has to look.
            let looked = then.reviews.isEmpty ? [Pathway.reviewTask] : []
            let alarms = state.alarms(in: before.pathway).subtracting(looked)
            #expect(alarms.isSubset(of: then.alarms(in: after.pathway)), "seed \(seed)")
        }
    }

    @Test("nothing is said twice and nothing is lost", arguments: seeds)
    func effects(_ seed: UInt64) throws {
        try Self.walk(seed) { _, walk in
            guard let other = try walk.second() else { return }
            var left = walk.said
            var lost: [Effect] = []
            for (effect, place) in other.said {
                if let place = left.firstIndex(where: { $0.effect == effect }) {
                    left.remove(at: place)
                } else if !effect.isReminder || other.date(of: place.entry) == walk.date(of: walk.entry) {
                    // Nobody is reminded of what lies behind.
                    lost.append(effect)
                }
            }
            #expect(lost.isEmpty, "seed \(seed), entry \(walk.entry)")
            let (reported, pathway) = (walk.reported, walk.pathway)
            let twice = left.filter { !reported.contains($0.place) && !$0.effect.isOfAnAlarm(in: pathway) }
            #expect(twice.isEmpty, "seed \(seed), entry \(walk.entry): \(twice)")
        }
    }

    @Test("what is undone and given again at once makes the same case", arguments: seeds)
    func again(_ seed: UInt64) throws {
        var inputs = RandomInputs(seed: seed)
        var walk = TakingBackWalk(try Self.machine(RandomPathway.yaml(seed: seed)), at: Self.start)
        guard try walk.give(.enroll(.init(with: [.init("urgent", "true")]))) == nil else { return }
        for _ in 0..<30 {
            try walk.pass(to: Timestamp(seconds: walk.now.seconds + inputs.hours() * 3_600))
            let (input, occurred) = (inputs.given(), inputs.occurred(before: walk.now))
            let actor = inputs.actor()
            let (entry, alarms) = (walk.entry, walk.state?.alarms(in: walk.pathway))
            guard try walk.give(input, by: actor, occurred: occurred) == nil, walk.entry > entry else { continue }
            var other = walk
            guard try other.give(.undo(entry: walk.entry, reason: "slip", withLater: false)) == nil else { continue }
            // An alarm that is kept may stand in a guard's way.
            guard other.state?.alarms(in: walk.pathway) == alarms else { continue }
            let code = try other.give(input, by: actor, occurred: occurred)
            #expect(code == nil, "seed \(seed): \(input)")
            guard let one = walk.state, let two = other.state else { continue }
            let essences = [one, two].map { Essence($0, walk.machine, at: walk.now) }
            let differences = essences[0].differences(from: essences[1])
            #expect(differences == [], "seed \(seed), \(input)")
        }
    }

    @Test("none of these laws is about nothing")
    func looked() throws {
        var (told, ahead) = (0, 0)
        for seed in Self.seeds {
            try Self.walk(seed) { before, walk in
                guard try walk.second() != nil else { return }
                if before.now > walk.now { ahead += 1 } else { told += 1 }
            }
        }
        #expect(told > 40 && ahead > 10, "undone \(told), clocks put right \(ahead)")
    }

    // MARK: Withdrawing

    private static let recording = """
        stepwell: 1
        pathway: random
        version: "1"
        title: Random
        instruments: {}
        data:
          x: {type: integer, default: 3}
          y: {type: integer}
          copy: {type: integer, default: 1}
          total: {type: integer, default: 0}
          flag: boolean
        events: {a: {}}
        tasks: {t4: {title: Four, safety: true, due: 1 day, closed_by: [recorded.x]}}
        messages: {hello: {subject: Hello, body: Hello}}
        reactions:
          - {event: recorded.x, do: [{set: {copy: x}}, {add: {total: 1}}]}
          - {event: recorded.y, when: y > 3, do: [{add: {total: 2}}, {open_task: t4}, {notify: patient, message: hello}]}
          - {event: session.attended, do: [{add: {total: 5}}]}
          - {event: session.no_show, do: [{set: {flag: true}}]}
        states:
          one:
            sessions: [{type: group, per_week: 3}]
            transitions: [{event: recorded.y, when: y > 8, to: two}]
          two: {sessions: [{type: group, per_week: 3}], transitions: [{event: recorded.x, when: x < 3, to: one}]}
        """

    @Test("with everything withdrawn, in any order, a case has what it had at first", arguments: seeds)
    func everything(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        var walk = TakingBackWalk(try Self.machine(Self.recording), at: Self.start)
        try walk.give(.enroll(.init(with: [])))
        let first = try #require(walk.state)
        var inputs = RandomInputs(seed: seed)
        for _ in 0..<30 {
            try walk.pass(to: Timestamp(seconds: walk.now.seconds + Int64(number(0...30)) * 3_600))
            let entry = number(2...max(2, walk.entry))
            let input: Input =
                switch number(0...7) {
                case 0, 1: .record([.field("x", text: String(number(0...9)))])
                case 2: .record([.field("y", text: String(number(0...9))), .field("x", text: String(number(0...9)))])
                case 3: .attend(AttendanceStatus.allCases[number(0...2)], type: nil)
                case 4: .consent([.init(kind: "sms", granted: number(0...1) == 0)])
                case 5: .correct(entry: entry, [.field("x", text: String(number(0...9)))], reason: "slip")
                case 6:
                    .correct(
                        entry: entry, [.session(AttendanceStatus.allCases[number(0...2)], type: nil)], reason: "slip")
                default: .withdraw(entry: entry, reason: "slip")
                }
            try walk.give(input, by: inputs.actor(), occurred: inputs.occurred(before: walk.now))
        }
        for entry in Array(2...walk.entry).shuffled(using: &random) {
            try walk.give(.withdraw(entry: entry, reason: "slip"))
        }
        let last = try #require(walk.state)
        for place in walk.pathway.fields.indices.map({ FieldIndex($0) }) {
            let name = walk.pathway.fields[place].name
            #expect(
                last.value(of: place, in: walk.pathway) == first.value(of: place, in: walk.pathway),
                "seed \(seed): \(name)")
        }
        #expect(last.sessions.isEmpty && last.consents.isEmpty && last.results == first.results)
    }
}

extension Effect {
    fileprivate var isReminder: Bool {
        switch self {
        case .reminder, .decisionReminder: true
        case .message, .escalation, .decisionEscalation, .page, .enroll: false
        }
    }

    /// Whether it is about an alarm, which is not taken back.
    fileprivate func isOfAnAlarm(in pathway: Pathway) -> Bool {
        switch self {
        case .reminder(let task, _), .escalation(let task, _), .page(let task, _, _):
            pathway.tasks[task].isSafety || Pathway.isBuiltIn(task: pathway.tasks[task].name)
        case .message, .decisionReminder, .decisionEscalation, .enroll: false
        }
    }
}
