/// Pathways at random of which much can be proved: stages of care with guards over scores, fields, tasks, consent, sessions
/// and visits, regions, history, deadlines, promises, and danger that is heard, or is not.
package struct RandomCare {
    private var random: SeededGenerator
    private var stages: [String] = []
    /// The stage that not everybody may enter, and what is asked of who does.
    private var gated = ""
    private var gate = ""
    private var next = 0

    /// The YAML of the pathway of a seed. It compiles, or the generator is wrong.
    package static func yaml(seed: UInt64) -> String {
        var made = RandomCare(random: SeededGenerator(seed: seed))
        return made.yaml()
    }

    private init(random: SeededGenerator) { self.random = random }

    private mutating func yaml() -> String {
        stages = (1...Int.random(in: 2...4, using: &random)).map { "stage\($0)" }
        gated = random.pick(stages)
        gate = atom(isOfEvent: false).yes
        let hasOwner = random.chance(60)
        var lines = [
            "stepwell: 1", "pathway: random_care", "version: \"1\"", "title: Random care",
            "calendar: {timezone: America/New_York}", "roles: [intake, clinician]", "consents: [treatment]",
            "instruments: {phq9: {\(random.pick(["", "fresh_for: 14 days"]))}, cssrs: {}}",
            "data:",
            "  score: {type: integer, min: 0, max: 27\(random.pick(["", ", fresh_for: 10 days"]))}",
            "  flag: {type: boolean\(random.pick(["", ", default: false"]))}",
            "  level: {type: choice, options: [low, mid, high]}",
            "  n: {type: integer, min: 0, max: 100, default: 0}",
            "events:",
            "  go: {with: {k: {type: integer, min: 0, max: 5\(random.pick(["", ", default: 0"]))}}}",
            "  onward: {}", "  advance: {}", "  danger: {}", "  told: {}", "  note: {log: true}", "  finish: {}",
            "tasks:",
            "  call: {title: Call, role: intake, due: 2 days}",
            "  visit: {title: Visit, role: clinician, due: 1 week, closed_by: [{event: recorded.score, when: event.value < 20}]}",
            "  form: {title: Form, role: clinician, due: 3 business days, by_hand: \(random.pick(["false", "flag"])),"
                + " closed_by: [recorded.score]}",
            "  check: {title: Check, role: clinician, due: 0 days, safety: true}",
        ]
        if hasOwner { lines += ["owner: clinician", "expected: 12 weeks"] }
        lines += promises() + reactions(indent: "")
        lines.append("states:")
        for (place, stage) in stages.enumerated() {
            let onward = place + 1 < stages.count ? stages[place + 1] : "closed.left"
            lines += state(stage, onward: onward)
        }
        lines += closed()
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: What holds everywhere

    private mutating func promises() -> [String] {
        var lines = ["promises:"]
        lines.append(
            "  - {id: gate, whenever: entered \(gated), expect: '\(gate)', within: 0 days, owner: clinician}")
        let (first, second) = (atom(isOfEvent: false), atom(isOfEvent: false))
        lines.append("  - {id: never, never: 'active(\"\(random.pick(stages))\") && \(first.yes) && \(second.yes)'}")
        if random.chance(50) {
            lines.append(
                "  - {id: seen, whenever: entered closed, expect: 'open_tasks(\"check\") == 0', within: 1 day,"
                    + " owner: clinician, safety: true}")
        }
        return lines
    }

    private mutating func reactions(indent: String) -> [String] {
        var lines: [String] = []
        if random.chance(75) { lines.append("{event: danger, do: [{open_task: check}]}") }
        if random.chance(50) {
            lines.append("{event: recorded.cssrs, when: event.level == \"high\", do: [{open_task: check}]}")
        }
        if random.chance(50) { lines.append("{event: told, do: [{add: {n: 1}}]}") }
        if random.chance(30) { lines.append("{event: note, when: flag, do: [{set: {flag: false}}]}") }
        return lines.isEmpty ? [] : ["\(indent)reactions:"] + lines.map { "\(indent)  - \($0)" }
    }

    /// The end: one state, or several in one that hears as much as the pathway.
    private mutating func closed() -> [String] {
        var lines = ["  closed:"] + reactions(indent: "    ")
        if random.chance(15) { lines.append("    ignores: [told]") }
        lines.append("    states:")
        let ends = random.chance(30) ? ", ends_safety: true" : ""
        lines += ["      completed: {outcome: completed\(ends)}", "      left: {outcome: left_care}"]
        return lines
    }

    // MARK: States

    private mutating func state(_ name: String, onward: String) -> [String] {
        var lines = ["  \(name):"]
        let pad = "    "
        if random.chance(40) {
            lines.append("\(pad)sessions: [{type: group, per_week: 2, unrecorded_after: 1 week, role: intake}]")
        }
        if random.chance(40) { lines += ["\(pad)expected: 3 weeks", "\(pad)owner: clinician"] }
        if random.chance(60) { lines.append("\(pad)tasks: [\(task())\(random.chance(40) ? ", \(task())" : "")]") }
        if random.chance(25) { lines.append("\(pad)entry: [\(action())]") }
        if random.chance(15) { lines.append("\(pad)exit: [{close_task: \"\(random.pick(["call", "visit", "*"]))\"}]") }
        if random.chance(15) { lines.append("\(pad)ignores: [told]") }
        let others = stages + ["closed.completed", "closed.left"]
        lines.append("\(pad)transitions:")
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            lines += choice(others, from: name).map { "\(pad)  - \($0)" }
        }
        let calm = random.chance(25) ? ", require: [{id: calm, is: 'open_tasks(\"check\") == 0'}]" : ""
        lines.append("\(pad)  - {event: finish, to: closed.completed\(calm)}")
        lines.append("\(pad)  - {event: advance, to: \(onward)\(requirement(for: onward))}")
        guard random.chance(45) else { return lines }
        return lines + inside(name, pad)
    }

    /// What stands inside a stage: states one after the other, with a way back, or regions side by side.
    private mutating func inside(_ name: String, _ pad: String) -> [String] {
        let children = (1...2).map { "\(name)_\($0)" }
        guard random.chance(35) else {
            var lines = ["\(pad)states:"]
            for (place, child) in children.enumerated() {
                let (yes, _) = guarded("onward")
                lines.append("\(pad)  \(child):")
                if random.chance(40) { lines.append("\(pad)    tasks: [\(task())]") }
                lines.append(
                    "\(pad)    transitions: [{event: onward, to: \(children[1 - place])\(yes), do: [\(action())]}]")
            }
            if random.chance(60) {
                lines.append(
                    "\(pad)  \(name)_back: {type: history, depth: shallow, transitions: [{to: \(children[0])}]}")
                stages.append("\(name).\(name)_back")
            }
            return lines
        }
        var lines = ["\(pad)type: parallel", "\(pad)states:"]
        for child in children {
            lines.append("\(pad)  \(child):")
            lines.append("\(pad)    states:")
            lines.append(
                "\(pad)      \(child)_a: {transitions: [{event: \(random.pick(["onward", "go", "note"])), to: \(child)_b}]}"
            )
            lines.append("\(pad)      \(child)_b: {tasks: [\(task())]}")
        }
        return lines
    }

    private mutating func task() -> String {
        random.pick([
            "call", "visit", "form", "{task: call, until: exit}", "{task: call, every: 1 week}",
            "{task: form, when: score >= 10}", "{task: form, when: phq9.total >= 10, every: 2 weeks}",
            "{task: visit, after: 2 days}", "{task: form, when: 'level == \"mid\"', until: exit}",
        ])
    }

    private mutating func action() -> String {
        random.pick([
            "{add: {n: 1}}", "{set: {flag: true}}", "{set: {flag: false}}", "{open_task: call}", "{raise: told}",
            "{open_task: check}", "{close_task: call}", "{set: {score: score}}",
        ])
    }

    // MARK: Ways

    /// Ways of one choice: one, or two whose guards are each other's contrary, mostly.
    private mutating func choice(_ targets: [String], from name: String) -> [String] {
        let (one, two) = (random.pick(targets), random.pick(targets))
        let doing = random.chance(35) ? ", do: [\(action())]" : ""
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let event = random.pick(["go", "onward", "recorded.phq9", "recorded.score"])
            let (yes, no) = guarded(event)
            let second = random.chance(75) ? no : guarded(event).yes
            return [
                "{event: \(event), to: \(one)\(yes)\(doing)\(requirement(for: one))}",
                "{event: \(event), to: \(two)\(second)\(requirement(for: two))}",
            ]
        case 4..<6:
            next += 1
            let rule = atom(isOfEvent: false)
            let way = "{id: go\(next), decide: {override: \(random.pick(["with_reason", "prohibited"]))},"
            return ["\(way) when: '\(rule.yes)', to: \(one)\(requirement(for: one))}"]
        case 6:
            let wait = random.pick(["1 day", "3 days", "2 weeks", "36 hours"])
            return ["{after: \(wait), to: \(one)\(doing)}"]
        case 7:
            let (yes, _) = guarded(nil)
            return ["{to: \(one)\(yes)\(doing)}"]
        case 8: return ["{event: danger, to: \(one), safety: true\(doing)}"]
        default: return ["{event: note, do: [\(action())]}"]
        }
    }

    /// What is asked of who enters the gated stage; it is left out at times.
    private mutating func requirement(for target: String) -> String {
        target.hasPrefix(gated) && random.chance(88) ? ", require: [{id: gate, is: '\(gate)'}]" : ""
    }

    // MARK: Guards

    /// A guard and its contrary.
    private mutating func guarded(_ event: String?) -> (yes: String, no: String) {
        var (yes, no) = atom(isOfEvent: event == "go")
        if random.chance(30) {
            let other = atom(isOfEvent: event == "go")
            (yes, no) =
                random.chance(50)
                ? ("\(yes) && \(other.yes)", "\(no) || \(other.no)")
                : ("\(yes) || \(other.yes)", "\(no) && \(other.no)")
        }
        return (", when: '\(yes)'", ", when: '\(no)'")
    }

    private mutating func atom(isOfEvent: Bool) -> (yes: String, no: String) {
        if isOfEvent, random.chance(35) {
            let number = Int.random(in: 1...5, using: &random)
            return ("event.k >= \(number)", "event.k < \(number)")
        }
        let number = Int.random(in: 5...20, using: &random)
        let stage = random.pick(stages.filter { !$0.contains(".") })
        return random.pick([
            ("score >= \(number)", "score < \(number)"), ("score >= \(number)", "score <= \(number)"),
            ("phq9.total >= \(number)", "phq9.total < \(number)"),
            ("cssrs.level == \"high\"", "cssrs.level != \"high\""), ("flag", "!flag"), ("flag", "!flag"),
            ("level == \"mid\"", "level in [\"low\", \"high\"]"),
            ("consent(\"treatment\")", "!consent(\"treatment\")"),
            ("attendance.attended >= 2", "attendance.attended < 2"),
            ("visits(\"\(stage)\") >= 2", "visits(\"\(stage)\") < 2"),
            ("open_tasks(\"*\") == 0", "open_tasks(\"*\") > 0"),
            ("days_in(\"\(stage)\") >= 7", "days_in(\"\(stage)\") < 7"),
            ("task(\"call\").open", "!task(\"call\").open"), ("n >= 2", "n < 2"), ("known(score)", "!known(score)"),
            ("fresh(phq9, days(7)) && phq9.total > 9", "!fresh(phq9, days(7)) || phq9.total <= 9"),
        ])
    }
}
