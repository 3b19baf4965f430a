/// Makes small pathways and inputs at random, the same for the same seed.
struct PlainGenerator {
    private var bits: UInt64
    private var count = 0
    private var ways = 0

    init(seed: UInt64) { bits = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number from 0 up to a bound.
    mutating func number(_ bound: Int) -> Int {
        bits ^= bits >> 12
        bits ^= bits << 25
        bits ^= bits >> 27
        return Int((bits &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    private mutating func chance(_ percent: Int) -> Bool { number(100) < percent }
    private mutating func pick<Element>(_ list: [Element]) -> Element { list[number(list.count)] }

    // MARK: Pathways

    mutating func pathway() -> PlainPathway {
        var root = PlainState(name: "")
        let top = (0...2 + number(3)).map { _ in name() }
        root.children = top.map { state($0, depth: 1, siblings: top) }
        root.children.append(PlainState(name: name(), kind: .final))
        var over = PlainState(name: name(), outcome: "over")
        over.entry = actions(40)
        over.tasks = stateTasks(60)
        over.reactions = [PlainReaction(events: ["b", "done.t4"], when: .always, actions: [.set("y", .number(7))])]
        over.transitions = [PlainTransition(key: way(), events: ["d"], targets: [top[0]])]
        root.children.append(over)
        root.reactions = [
            PlainReaction(events: ["recorded.y"], when: .isMore("y", than: 50), actions: [.openTask("t1")]),
            PlainReaction(events: ["done.t2", "overdue.t1"], when: .always, actions: [.set("flag", .bool(true))]),
        ]
        let all = PlainPathway(root: root).states.dropFirst()
        root.transitions = [
            PlainTransition(key: way(), events: ["a"], when: .isMore("x", than: 7), targets: [over.name]),
            PlainTransition(key: way(), events: ["d"], when: condition(), targets: [pick(Array(all)).name]),
        ]
        var pathway = PlainPathway(root: root)
        pathway.root.children = pathway.root.children.map { aim($0, among: Array(all)) }
        return pathway
    }

    private mutating func name() -> String {
        count += 1
        return "s\(count)"
    }

    private mutating func way() -> String {
        ways += 1
        return "w\(ways)"
    }

    private mutating func state(_ name: String, depth: Int, siblings: [String]) -> PlainState {
        var state = PlainState(name: name)
        state.hasSessions = chance(40)
        state.entry = actions(40)
        state.exit = actions(25)
        state.tasks = stateTasks(60)
        if chance(30) {
            state.reactions = [PlainReaction(events: [event()], when: condition(), actions: actions(100))]
        }
        state.transitions = (0...number(3)).map { transition($0, to: pick(siblings)) }
        guard depth < 4, chance(depth == 1 ? 70 : 40) else { return state }
        let children = (0...1 + number(2)).map { _ in self.name() }
        let isParallel = chance(35)
        state.kind = isParallel ? .parallel : .plain
        state.children = children.map { self.state($0, depth: depth + 1, siblings: isParallel ? [$0] : children) }
        if !isParallel, chance(50) { state.children.append(PlainState(name: self.name(), kind: .final)) }
        if chance(60) {
            var history = PlainState(name: self.name(), kind: .history(deep: chance(50), keepsClock: chance(50)))
            history.transitions = [PlainTransition(key: "", targets: [children[0]])]
            state.children.append(history)
        }
        return state
    }

    /// Leads some of the transitions to any state at all, history states among them.
    private mutating func aim(_ state: PlainState, among all: [PlainState]) -> PlainState {
        guard !state.isHistory else { return state }
        var state = state
        for place in state.transitions.indices where !state.transitions[place].targets.isEmpty && chance(35) {
            state.transitions[place].targets = [pick(all).name]
        }
        if !state.children.isEmpty, state.kind == .plain, chance(40) {
            state.transitions.append(
                PlainTransition(
                    key: way(), events: [event()], targets: [pick(state.children).name], isInternal: true))
        }
        if let history = state.children.first(where: \.isHistory) {
            state.transitions.append(PlainTransition(key: way(), events: ["b"], targets: [history.name]))
        }
        state.children = state.children.map { aim($0, among: all) }
        return state
    }

    private mutating func transition(_ number: Int, to target: String) -> PlainTransition {
        var made = PlainTransition(key: way())
        if chance(80) { made.targets = [target] }
        made.actions = actions(40)
        switch self.number(10) {
        case 0...4:
            made.events = chance(20) ? [event(), event()] : [event()]
            made.when = condition()
            if chance(15) { made.after = delay() }
        case 5:
            made.targets = [target]
            made.decision = PlainDecision(
                id: "go\(number)",
                criteria: [("one", condition(), nil), ("two", .isKnown("y"), chance(40) ? "blocked" : nil)],
                mayOverride: chance(60))
        case 6, 7: made.after = delay()
        case 8:
            made.events = [event()]
            made.require = ("enough", condition())
        default:
            made.events = [pick(["a", "b", "d"])]
            made.when = .isMore("x", than: 5)
            made.refuse = "too_much"
            made.targets = []
            made.actions = []
        }
        return made
    }

    private mutating func event() -> String {
        pick([
            "a", "a", "b", "b", "c", "d", "session", "recorded.x", "recorded", "*", "done.t1", "done.t2", "overdue.t1",
            "overdue", "done.state.s1", "done.state.s2", "done.state.s4",
        ])
    }

    private mutating func delay() -> PlainDelay {
        pick([.hours(5), .hours(30), .days(1), .days(3), .days(7)])
    }

    private mutating func condition() -> PlainGuard {
        switch number(12) {
        case 0...2: .always
        case 3: .isMore("x", than: number(8))
        case 4: .isMore("y", than: number(100) - 50)
        case 5: .isTrue("flag")
        case 6: .not(condition())
        case 7: .all(condition(), condition())
        case 8: .any(condition(), condition())
        case 9: pick([.noOpenTasks, .attended(1 + number(3))])
        case 10: .happened(pick(["c", "d"]), 1 + number(3))
        default: pick([.isActive("s2"), .isKnown("y"), .isActive("s4")])
        }
    }

    private mutating func actions(_ percent: Int) -> [PlainAction] {
        guard chance(percent) else { return [] }
        return (0...number(2)).map { _ in
            pick([
                .set("x", .fieldPlus("x", 1)), .set("x", .number(number(10))), .set("y", .fieldPlus("y", 60)),
                .set("y", .fieldPlus("x", 3)), .set("flag", .bool(chance(50))), .openTask("t3"), .openTask("t4"),
                .closeTasks("t"), .closeTasks("t3"), .raise("d"),
            ])
        }
    }

    private mutating func stateTasks(_ percent: Int) -> [PlainStateTask] {
        guard chance(percent) else { return [] }
        return (0...number(2)).map { _ in
            let every: PlainDelay? = chance(50) ? pick([.days(2), .hours(40)]) : nil
            let opening: PlainStateTask.Opening =
                switch number(5) {
                case 0, 1: .onEntry
                case 2: .after(delay())
                case 3: .every(pick([.days(3), .hours(50)]))
                default: .when(condition(), every: every)
                }
            return PlainStateTask(task: pick(["t1", "t2", "t3"]), opening: opening, untilExit: chance(50))
        }
    }

    // MARK: Inputs

    mutating func input() -> PlainInterpreter.Input {
        switch number(14) {
        case 0...4: .send(pick(["a", "b", "c", "d"]))
        case 5: .record([("x", .number(number(12) - 1))])
        case 6: .record([("y", .number(number(240) - 120)), ("flag", .bool(chance(50)))])
        case 7: .record([("flag", .bool(chance(50))), ("x", .number(number(10)))])
        case 8: .attend
        case 9, 10: .complete("t\(1 + number(4))")
        case 11, 12: .decide("go\(number(3))", hasReason: chance(60))
        default: .wake
        }
    }

    /// Seconds until the next input.
    mutating func pause() -> Int { chance(30) ? 0 : number(60) * 3_600 + number(3) * 1_000 }
}
