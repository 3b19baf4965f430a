import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// What the example program promises of every screen, on cases that go any way: random inputs, a third of them entered
/// late, some put right or taken back. What is newest is worked out here from the list of screens alone.
@Suite("No screen without its consequence")
struct ScreensLawTests {
    private struct Screen {
        var entry: Int
        var day: Int
        /// Seconds since 1970; nil where only the day is known.
        var at: Int?
        var level: String?
    }

    private static let pathways = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Pathways")

    private static func machine() throws -> Machine {
        let compilation = PathwayCompiler(rules: [], channels: nil) { path in
            FileManager.default.contents(atPath: pathways.appendingPathComponent(path).path).map { [UInt8]($0) }
        }.compile("adult_iop.yaml")
        return Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
    }

    /// A case on its way, with the screens that count.
    private struct Walk {
        let machine: Machine
        var random: SeededGenerator
        var state: CaseState?
        var past: [PastStep] = []
        var now = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z
        var screens: [Screen] = []
        var seen: [String: Int] = [:]

        var pathway: Pathway { machine.pathway }
        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

        func isOpen(_ task: String) -> Bool {
            guard let place = pathway.tasks.firstIndex(where: { $0.name == task }) else { return false }
            return state?.tasks[place].status == .open
        }

        func isIn(_ name: String) -> Bool {
            pathway.states.indices.contains { pathway.states[$0].name == name && state?.isActive(Place($0)) == true }
        }

        mutating func give(_ input: Input, occurred: OccurrenceTime? = nil) -> String? {
            let request = Request(input, at: now, occurred: occurred)
            let noRule: (RuleQuestion) -> RuleAnswer = { RuleAnswer(.unknown("none"), from: $0.rule) }
            let outcome = machine.step(state, request, past: { past }, asking: noRule)
            switch outcome {
            case .stepped(let step):
                if !step.facts.isEmpty {
                    state = step.state
                    past.append(PastStep(step, of: request))
                }
                return nil
            case .refused(let refusal): return refusal.code
            case .needs, .needsPast: return "needs"
            }
        }

        mutating func pass(hours: Int) {
            let target = Timestamp(seconds: now.seconds + Int64(hours) * 3_600)
            while let state, let due = machine.nextWakeUp(of: state, after: now), due <= target {
                now = due
                _ = give(.wake)
            }
            now = target
        }

        /// When the next thing happened, if it is entered late.
        mutating func occurred() -> OccurrenceTime? {
            switch number(0...5) {
            case 0: return .instant(Timestamp(seconds: now.seconds - Int64(number(0...20)) * 1_800))
            case 1:
                let today = pathway.calendar.zone.date(of: now)
                return .date(CalendarDate(daysSinceEpoch: today.daysSinceEpoch - Int32(number(0...1))))
            default: return nil
            }
        }

        func screen(_ occurred: OccurrenceTime?, _ entry: Int, _ level: String?) -> Screen {
            let moment = occurred?.moment(in: pathway.calendar.zone, now: now)
            let at = moment.map { $0.isDateOnly ? nil : $0.at } ?? now
            let day = moment?.date ?? pathway.calendar.zone.date(of: now)
            return Screen(entry: entry, day: Int(day.daysSinceEpoch), at: at.map { Int($0.seconds) }, level: level)
        }

        /// Whether any other screen that has a level is known to be later.
        func isKnownOlder(_ screen: Screen) -> Bool {
            screens.contains { other in
                guard other.entry != screen.entry, other.level != nil else { return false }
                if other.day != screen.day { return other.day > screen.day }
                guard let late = other.at, let own = screen.at else { return false }
                return late > own
            }
        }
    }

    @Test("on any way through the example program, early, late or corrected", arguments: UInt64(1)...40)
    func walk(_ seed: UInt64) throws {
        var walk = Walk(machine: try Self.machine(), random: SeededGenerator(seed: seed))
        let enrollment = Input.Enrollment(
            with: [.init("from_inpatient", "true")], birthDate: CalendarDate(year: 1990, month: 3, day: 1))
        #expect(walk.give(.enroll(enrollment)) == nil)
        for _ in 0..<80 {
            walk.pass(hours: walk.number(0...16))
            switch walk.number(0...11) {
            case 0...3: Self.screens(&walk, seed)
            case 4, 5: Self.questionnaire(&walk, seed)
            case 6:
                if let screen = walk.screens.randomElement(using: &walk.random) { Self.correct(screen, &walk, seed) }
            default: Self.goOn(&walk)
            }
        }
        #expect(walk.seen.values.reduce(0, +) > 5, "seed \(seed): \(walk.seen)")
    }

    /// The answers of a screen and the level that follows from them.
    private static func answers(_ walk: inout Walk) -> (answers: [Input.NamedText], level: String?) {
        func yes(_ names: String...) -> [Input.NamedText] { names.map { Input.NamedText($0, "true") } }
        func no(_ names: String...) -> [Input.NamedText] { names.map { Input.NamedText($0, "false") } }
        let form = [Input.NamedText("form", "since_last_contact")]
        switch walk.number(0...4) {
        case 0: return (form + no("q1", "q2", "q6"), "none")
        case 1: return (form + yes("q1") + no("q2", "q6"), "low")
        case 2: return (form + yes("q1", "q2", "q3") + no("q4", "q5", "q6"), "moderate")
        case 3: return (form + yes("q1", "q2", "q3", "q4") + no("q5", "q6"), "high")
        default: return (form + yes("q1", "q2"), nil)
        }
    }

    private static func screens(_ walk: inout Walk, _ seed: UInt64) {
        let (answers, level) = answers(&walk)
        let occurred = walk.occurred()
        let screen = walk.screen(occurred, (walk.state?.sequence ?? 0) + 1, level)
        let wasOpen = walk.state?.status == .open
        let code = walk.give(.record([.instrument("cssrs", answers: answers)]), occurred: occurred)
        if code == nil { walk.screens.append(screen) }
        expectConsequence(of: screen, code, wasOpen, walk: &walk, seed)
    }

    private static func correct(_ screen: Screen, _ walk: inout Walk, _ seed: UInt64) {
        if walk.number(0...2) == 0 {
            if walk.give(.withdraw(entry: screen.entry, reason: "slip")) == nil {
                walk.screens.removeAll { $0.entry == screen.entry }
            }
            return
        }
        let (answers, level) = answers(&walk)
        var right = screen
        right.level = level
        let wasOpen = walk.state?.status == .open
        let code = walk.give(
            .correct(entry: screen.entry, [.instrument("cssrs", answers: answers)], reason: "slip"))
        guard code == nil else { return }
        walk.screens.removeAll { $0.entry == screen.entry }
        walk.screens.append(right)
        expectConsequence(of: right, code, wasOpen, walk: &walk, seed)
    }

    private static func expectConsequence(
        of screen: Screen, _ code: String?, _ wasOpen: Bool, walk: inout Walk, _ seed: UInt64
    ) {
        let place = "seed \(seed), entry \(screen.entry), level \(screen.level ?? "unknown")"
        let isRisk = screen.level == nil || screen.level == "moderate" || screen.level == "high"
        guard isRisk, !walk.isIn("closed_deceased") else { return }
        walk.seen["\(screen.level ?? "unknown") \(wasOpen)", default: 0] += 1
        guard wasOpen else {
            #expect(code == nil, "\(place): refused in a closed case")
            #expect(walk.isOpen("post_safety_signal"), "\(place)")
            return
        }
        #expect(code == nil, "\(place): refused")
        if screen.level == nil {
            #expect(walk.isOpen("safety_cssrs"), "\(place)")
        } else if walk.isKnownOlder(screen) {
            #expect(walk.isOpen("safety_late_result"), "\(place)")
        } else if screen.level == "high" {
            #expect(walk.isOpen("safety_evaluation"), "\(place)")
            #expect(walk.isIn("crisis_hold") || walk.isIn("stepped_up"), "\(place)")
        } else {
            #expect(walk.isOpen("safety_plan") && walk.isOpen("safety_risk_assessment"), "\(place)")
        }
    }

    /// A PHQ-9, with or without item 9.
    private static func questionnaire(_ walk: inout Walk, _ seed: UInt64) {
        let total = walk.number(0...27)
        let item9 = walk.number(0...2) == 0 ? nil : walk.number(0...min(3, total))
        let answers = [Input.NamedText("total", String(total))] + (item9.map { [.init("item9", String($0))] } ?? [])
        let occurred = walk.occurred()
        let form = walk.screen(occurred, (walk.state?.sequence ?? 0) + 1, nil)
        let wasOpen = walk.state?.status == .open
        let code = walk.give(.record([.instrument("phq9", answers: answers)]), occurred: occurred)
        guard (item9 ?? total) >= 1, !walk.isIn("closed_deceased") else { return }
        walk.seen["item 9 \(wasOpen)", default: 0] += 1
        let place = "seed \(seed), PHQ-9 of \(total), item 9 \(item9.map(String.init) ?? "not answered")"
        #expect(code == nil, "\(place): refused")
        guard wasOpen else {
            #expect(walk.isOpen("post_safety_signal"), "\(place)")
            return
        }
        if walk.isKnownOlder(form) {
            #expect(walk.isOpen("safety_late_result"), "\(place)")
        } else if !walk.screens.contains(where: { $0.day == form.day && $0.level != nil }) {
            #expect(walk.isOpen("safety_cssrs"), "\(place)")
        }
    }

    /// Anything else that may happen to a case.
    private static func goOn(_ walk: inout Walk) {
        let ways: [Input] = [
            .send(event: "contact", with: [.init("result", "reached")]),
            .record([
                .instrument("gad7", answers: [.init("total", "12")]),
                .instrument("audit_c", answers: [.init("total", "1")]),
                .instrument("dast10", answers: [.init("total", "0")]), .field("impaired", text: "true"),
            ]),
            .send(event: "biopsychosocial", with: []), .decide(.transition(id: "loc_iop"), reason: "agreed"),
            .send(
                event: "authorization",
                with: [
                    .init("result", "approved"), .init("sessions", "30"), .init("through", "2026-12-31"),
                    .init("seat", "true"),
                ]),
            .consent([.init(kind: "treatment", granted: true), .init(kind: "privacy", granted: true)]),
            .send(event: "admit", with: []), .attend(.attended, type: nil), .attend(.noShow, type: nil),
            .decide(.transition(id: "step_down"), reason: "agreed"),
            .decide(.transition(id: "step_up"), reason: "agreed"),
            .send(event: "crisis_cleared", with: [.init("to", "resume")]),
            .send(event: "crisis_cleared", with: [.init("to", "higher")]), .send(event: "hold", with: []),
            .send(event: "resume", with: []), .send(event: "return_to_care", with: []),
            .send(event: "left_against_advice", with: []),
        ]
        for task in ["safety_plan", "safety_risk_assessment", "safety_late_result", "safety_evaluation"]
        where walk.number(0...1) == 0 {
            _ = walk.give(.complete(task: task))
        }
        // The last way ends a case; it is not taken early.
        let isLate = (walk.state?.sequence ?? 0) > 60
        for _ in 0..<6 { _ = walk.give(ways[walk.number(0...(isLate ? ways.count - 1 : ways.count - 2))]) }
    }
}
