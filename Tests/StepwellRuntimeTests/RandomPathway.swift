/// A generator of numbers with a seed, so that a failing case can be played again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        // xorshift64*
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// Makes pathways at random: states of every kind, guards over values, tasks, time, history, decisions, outcomes.
struct RandomPathway {
    private var random: SeededGenerator
    private var lines: [String] = []
    private var names: [String] = []
    private var next = 0

    /// The YAML of the pathway of a seed. It compiles, or the generator is wrong.
    static func yaml(seed: UInt64) -> String {
        var made = RandomPathway(random: SeededGenerator(seed: seed))
        return made.yaml()
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &random)]
    }

    private mutating func yaml() -> String {
        let count = Int.random(in: 3...6, using: &random)
        var body: [String] = []
        let top = (0..<count).map { _ in name() }
        for (place, name) in top.enumerated() {
            body += state(name, indent: 2, siblings: top, depth: 1, isLast: place == count - 1)
        }
        let head = """
            stepwell: 1
            pathway: random
            version: "1"
            title: Random
            calendar: {timezone: America/New_York}
            enrollment: {urgent: {type: boolean, default: false}}
            data:
              x: {type: integer, min: 0, max: 9, default: 0}
              y: {type: integer, min: -100, max: 100, fresh_for: 3 days}
              flag: boolean
              n: {type: integer, default: 0}
            events: {a: {}, b: {with: {n: {type: integer, default: 1}}}, c: {log: true}, d: {}}
            tasks:
              t1: {title: One, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: lead}]}
              t2: {title: Two, due: 1 business day, closed_by: [recorded.x]}
              t3: {title: Three, due: {at: 'today + days(x)'}, outcomes: [reached, refused], by: [lead]}
              t4: {title: Four, safety: true, due: 90 minutes, by_hand: y < 90, closed_by: [{event: recorded.y, when: event.value < 1}]}
            messages: {hello: {subject: Hello, body: Hello}}
            guards: {low: x < 5, ready: known(y) && y > 0}
            reactions:
              - {event: recorded.y, when: y > 50, do: [{open_task: t1}]}
              - {event: [done.t2, overdue.t1], do: [{set: {flag: true}}]}
              - {event: recorded.y, when: event.is_newest && event.value > 0, do: [{open_task: t4}, {add: {n: 1}}]}
            owner: lead
            expected: 20 days
            promises:
              - {id: p1, never: x == 9 && flag, safety: true}
              - {id: p2, whenever: entered s1, expect: x > 4, within: 2 days}
              - {id: p3, whenever: recorded y when event.value > 0, expect: 'open_tasks("t4") > 0', within: 0 days}
              - {id: p4, whenever: y > 10, expect: x > 3, within: 30 hours}
              - {id: p5, every_state: {left_or_reviewed_within: 4 days}}
              - {id: p6, whenever: left s1, expect: flag, within: 0 days}
              - {id: p7, whenever: x > 5, expect: fresh(y), within: 0 days}
            states:
            """
        return head + "\n" + body.joined(separator: "\n") + "\n"
    }

    private mutating func name() -> String {
        next += 1
        return "s\(next)"
    }

    private mutating func state(_ name: String, indent: Int, siblings: [String], depth: Int, isLast: Bool) -> [String] {
        names.append(name)
        let pad = String(repeating: " ", count: indent)
        if isLast, depth == 1 { return ["\(pad)\(name): {outcome: over, tasks: [t1]}"] }
        if isLast, depth > 1, chance(50) { return ["\(pad)\(name): {type: final}"] }
        var out = ["\(pad)\(name):"]
        let inner = pad + "  "
        let isDeep = depth < 3 && chance(depth == 1 ? 70 : 35)
        let isParallel = isDeep && chance(30)
        if isParallel { out.append("\(inner)type: parallel") }
        if chance(40) { out.append("\(inner)sessions: [{type: group, per_week: 3, unrecorded_after: 2 days}]") }
        if depth == 1 { out.append("\(inner)expected: 5 days") }
        if chance(40) {
            out.append(
                "\(inner)entry: [{\(pick(["set: {x: x + 1}", "add: {n: 2}", "notify: patient, message: hello", "open_task: t3", "raise: d"]))}]"
            )
        }
        if chance(30) { out.append("\(inner)exit: [{\(pick(["close_task: \"t*\"", "set: {y: 7}"]))}]") }
        if chance(60) { out.append("\(inner)tasks: [\(task()), \(task())]") }
        let count = Int.random(in: 1...4, using: &random)
        out.append("\(inner)transitions:")
        for number in 0..<count {
            out.append("\(inner)  - \(transition(to: pick(siblings), from: name, number, isTop: depth == 1))")
        }
        guard isDeep else { return out }
        let children = (0..<Int.random(in: 2...3, using: &random)).map { _ in self.name() }
        out.append("\(inner)states:")
        for (place, child) in children.enumerated() {
            // A region's own children keep to themselves.
            let around = isParallel ? [child] : children
            out += state(
                child, indent: indent + 4, siblings: around, depth: depth + 1,
                isLast: !isParallel && place == children.count - 1)
        }
        if !isParallel, chance(50) {
            let clock = chance(50) ? ", clock: keep" : ""
            out.append(
                "\(inner)  h\(name): {type: history, depth: \(pick(["shallow", "deep"]))\(clock), transitions: [{to: \(children[0])}]}"
            )
        }
        return out
    }

    private mutating func task() -> String {
        pick([
            "t1", "t2", "{task: t3, after: 2 days}", "{task: t2, when: x > 3, until: exit}",
            "{task: t1, every: 3 days}", "{task: t3, when: days_since(y) >= 2, every: 2 days}",
            "{task: t1, until: exit}",
        ])
    }

    private mutating func transition(to target: String, from name: String, _ number: Int, isTop: Bool) -> String {
        let guardText = pick([
            "", ", when: x > 2", ", when: low", ", when: ready", ", when: y > 10 || flag",
            ", when: 'open_tasks(\"t*\") == 0'",
            ", when: 'task(\"t3\").outcome == \"reached\" || task(\"t1\").by == \"ana\"'",
            ", when: 'occurrences(\"a\").exists(o, \"lead\" in o.roles)'",
            ", when: attendance.attended >= 2", ", when: 'occurrences(\"c\").size() > 1'",
        ])
        let doing = pick([
            "", ", do: [{set: {x: x + 1}}]", ", do: [{open_task: t2}]", ", do: [{raise: d}]",
            ", do: [{set: {flag: false}}]",
        ])
        switch Int.random(in: 0..<8, using: &random) {
        case 0...3:
            return
                "{event: \(pick(["a", "b", "c", "d", "session", "recorded.x", "\"*\""])), to: \(target)\(guardText)\(doing)}"
        case 4:
            return
                "{id: go\(number), decide: {signers: \(pick(["1", "1", "2"]))}, when: {all: [{id: one, is: x > 1}, {id: two, is: known(y), hard: blocked}]}, to: \(target)}"
        case 5: return "{after: \(pick(["5 hours", "1 day", "3 days", "1 week"])), to: \(target)\(doing)}"
        case 6: return "{event: b, require: [{id: enough, is: event.n > 0}], to: \(target)\(guardText)}"
        default: return "{event: a, when: x > 7, refuse: too_much}"
        }
    }
}
