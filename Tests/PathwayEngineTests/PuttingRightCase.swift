import CEL
import PathwayEngine
import PathwayModel
import Testing

/// A case on a pathway that has something of everything that can be taken back, and words for what is so about it.
struct PuttingRightCase {
    static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        expected: {none: A test of putting right}
        roles: [staff, nurse]
        instruments: {risk: {}}
        data:
          source: integer
          copy: {type: integer, default: 5}
          total: {type: integer, default: 0}
          sum: {type: integer, default: 0}
          lmp: date
          danger: boolean
          ready: {type: boolean, default: false}
        events: {admit: {}, discharge: {}, tick: {}, link: {}, died: {}, crisis: {}, cleared: {}, resume: {}, late: {}, tell: {}, look: {}}
        tasks:
          intake: {title: Intake, due: 3 days}
          call: {title: Call, role: staff, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: staff}]}
          plan: {title: Plan, due: 5 days}
          rest: {title: Rest, due: 5 days}
          screen:
            title: Screen
            safety: true
            due: 1 day
            escalate: [{after: 1 day, to: staff}]
            closed_by: [{event: recorded.risk, when: 'event.level == "low"'}]
          signal: {title: Signal, safety: true, after_close: true, due: 1 day}
          again: {title: Again, due: 1 day}
        messages:
          welcome: {subject: Welcome, body: Welcome}
          dose: {subject: Dose, body: Dose}
          condolence: {subject: Condolence, body: Condolence}
        reactions:
          - {event: recorded.risk, when: 'event.level == "high" && event.is_newest', do: [{open_task: screen}]}
          - {event: recorded.source, do: [{set: {copy: source}}, {add: {total: 1}}, {notify: patient, message: dose}]}
          - {event: tick, do: [{add: {total: 1}}]}
          - {event: look, do: [{set: {sum: source + 1}}]}
          - {event: tell, do: [{notify: patient, message: dose}]}
        transitions:
          - {event: died, to: dead}
          - {event: crisis, to: hold}
        states:
          intake:
            tasks: [{task: intake, until: exit}]
            transitions:
              - {event: admit, to: care, do: [{notify: patient, message: welcome}]}
              - {event: recorded.source, when: source > 100, to: care}
              - {event: recorded.danger, to: hold, do: [{notify: patient, message: condolence}]}
          care:
            sessions: [{type: group, per_week: 3}]
            tasks: [call, plan]
            transitions:
              - {id: onward, decide: {override: with_reason}, when: {all: [{id: enough, label: Enough, is: source > 1}, {id: is_ready, is: ready}]}, to: after}
              - {event: discharge, to: over}
              - {event: link, to: care, do: [{enroll: other}]}
              - {event: late, to: after}
            states:
              one: {transitions: [{event: tick, to: two}]}
              two: {}
              last: {type: history, transitions: [{to: one}]}
          after:
            tasks: [rest]
            transitions: [{after: 10 days, to: finished, do: [{open_task: again}]}]
          finished: {}
          hold:
            entry: [{open_task: screen}]
            transitions: [{event: cleared, to: care}, {event: resume, to: last}]
          over:
            outcome: over
            transitions: [{event: recorded.danger, to: care}]
            reactions: [{event: recorded.risk, when: 'event.level == "high"', do: [{open_task: signal}]}]
          dead: {outcome: died, ends_safety: true, entry: [{notify: staff, message: condolence}]}
        """
    private static let files = [
        "instruments/risk.yaml": """
        instrument: risk
        title: Risk
        items: [{id: q1, type: boolean}]
        scores: {level: {type: choice, options: [low, high], value: 'q1 ? "high" : "low"'}}
        """
    ]

    var course: Course

    init() throws { course = try Course(Self.pathway, Self.files) }

    var pathway: Pathway { course.machine.pathway }
    var state: CaseState { get throws { try #require(course.state) } }
    /// The number of the last entry.
    var entry: Int { course.state?.sequence ?? 0 }

    @discardableResult
    mutating func give(_ input: Input, after days: Int = 0, occurred: OccurrenceTime? = nil) throws -> [Fact] {
        try pass(days)
        return try course.give(input, occurred: occurred)
    }

    /// Lets days go by, with what they bring when it is due.
    mutating func pass(_ days: Int) throws {
        let target = Timestamp(seconds: course.now.seconds + Int64(days) * 86_400)
        while let due = course.machine.nextWakeUp(of: try state, after: course.now), due <= target {
            course.move(to: due)
            try course.give(.wake)
        }
        course.move(to: target)
    }

    @discardableResult
    mutating func undo(_ entry: Int, withLater: Bool = false) throws -> [Fact] {
        try give(.undo(entry: entry, reason: "slip", withLater: withLater))
    }

    func refusal(ofUndoing entry: Int, withLater: Bool = false) -> String? {
        course.refusal(of: .undo(entry: entry, reason: "slip", withLater: withLater))
    }

    func record(of task: String) throws -> CaseState.TaskRecord {
        let place = try #require(pathway.tasks.firstIndex { $0.name == task })
        return try state.tasks[place]
    }

    func task(_ name: String) throws -> TaskIndex {
        TaskIndex(try #require(pathway.tasks.firstIndex { $0.name == name }))
    }

    func place(of path: String) throws -> StateIndex {
        StateIndex(try #require(pathway.states.firstIndex { $0.path == path }))
    }

    func field(_ name: String) throws -> FieldIndex {
        FieldIndex(try #require(pathway.fields.firstIndex { $0.name == name }))
    }

    func message(_ name: String, to recipient: String = "patient") throws -> Effect {
        let place = try #require(pathway.messages.firstIndex { $0.name == name })
        return .message(MessageIndex(place), recipient: recipient, via: nil)
    }

    func isOpen(_ task: String) throws -> Bool { try record(of: task).status == .open }

    /// What a field holds, as a number.
    func number(_ name: String) throws -> Int? {
        guard case .int(let number)? = try state.value(of: field(name), in: pathway) else { return nil }
        return Int(number)
    }

    /// The active leaves.
    var leaves: [String] { get throws { try state.leaves(in: pathway).map { pathway.states[$0].path } } }

    /// That an effect was sent.
    static func sent(_ entry: Int, _ place: Int = 0, _ subject: String = "dose") -> Input {
        .delivery(report(entry, place, subject, .sent, nil), calls: false)
    }

    static func report(
        _ entry: Int, _ place: Int, _ subject: String, _ outcome: DeliveryReport.Outcome, _ code: String?
    ) -> DeliveryReport {
        DeliveryReport(
            sequence: entry, place: place, subject: subject, recipient: "patient", outcome: outcome, channel: "file",
            code: code, attempts: 1)
    }
}

extension [Fact] {
    /// What somebody has to look at.
    var reviewed: [Consequence] {
        flatMap { fact -> [Consequence] in
            if case .reviewRequested(_, let consequences) = fact { consequences } else { [] }
        }
    }

    var effects: [Effect] { compactMap { fact in if case .effect(let effect) = fact { effect } else { nil } } }

    var takenBack: [EffectPlace] {
        flatMap { fact -> [EffectPlace] in
            if case .effectsTakenBack(let effects) = fact { effects.map(\.place) } else { [] }
        }
    }
}

extension Consequence {
    /// Whether an entry does nothing any more.
    func isIdle(_ number: Int) -> Bool { if case .idle(number, _) = self { true } else { false } }
}
