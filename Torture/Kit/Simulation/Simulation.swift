import CEL
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellMemoryStore
package import StepwellRuntime

/// A clinic's life in one process, with everything outside of the engine made up and failing: the same seed plays the
/// same life.
package struct Simulation {
    package struct Report: Sendable {
        package var steps = 0
        package var faults = 0
        package var crashes = 0
        package var acknowledged = 0
        package var findings: [String] = []
        package var trace: [String] = []
    }

    static let yaml = """
        stepwell: 1
        pathway: torture
        version: "1"
        title: Torture
        calendar: {timezone: America/New_York}
        owner: lead
        data:
          n: {type: integer, min: 0, max: 1000000, default: 0}
          y: {type: integer, min: -100, max: 100, fresh_for: 3 days}
        events: {ping: {}, stop: {}, died: {}}
        guards: {agreed: consent("log")}
        tasks:
          call: {title: Call, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: lead}]}
          note: {title: Note, due: 1 business day, closed_by: [recorded.y]}
        messages:
          hello: {subject: Hello, body: Hello}
          again: {subject: Again, body: Again}
          over: {subject: Over, body: Over}
        promises:
          - {id: counted, whenever: left first, expect: n >= 1, within: 0 days}
          - {id: known, whenever: entered second, expect: known(y), within: 36 hours, safety: true}
          - {id: seen, every_state: {left_or_reviewed_within: 2 days}}
        states:
          open:
            expected: 3 weeks
            transitions:
              - {event: died, to: dead}
              - {event: stop, to: over, do: [{notify: lead, message: over}]}
            states:
              first:
                tasks: [call]
                transitions:
                  - {event: ping, to: second, do: [{set: {n: n + 1}}, {notify: patient, message: hello}]}
                  - {after: 3 days, to: second, do: [{set: {n: n + 1}}, {notify: patient, message: again}]}
              second:
                tasks: [note, {task: call, when: days_since(y) >= 2, every: 2 days}]
                expected: 2 days
                sessions: [{type: group, per_week: 3, unrecorded_after: 1 day}]
                transitions:
                  - {event: ping, when: {all: [{id: coin, rule: torture.coin}]}, to: first}
                  - {event: session, to: first, do: [{notify: patient, message: again}]}
                  - {after: 1 week, to: first, do: [{set: {n: n + 1}}]}
          over:
            outcome: over
            transitions:
              - {event: ping, to: open}
          dead: {outcome: died}

        """

    var zone: ZoneOffsets { definition.pathway.calendar.zone }
    let definition: CurrentDefinition
    let store = MemoryStore()
    /// The same as a process has it: with others behind it, where these are to do the same.
    let kept: any CaseStore
    private let compared: ComparedStore?
    let world: SimulatedWorld
    private let hooked: HookedStore
    var random: SeededGenerator
    var now = Chart.start
    var report = Report()
    var number = 0
    private var asked: [Asked] = []
    var told: [Acknowledgement] = []

    struct Asked {
        var id: String
        var input: Input
        var target: CaseID?
    }

    /// - Parameter others: stores that are asked whatever the one in memory is, and have to answer the same.
    package init(seed: UInt64, beside others: [any CaseStore] = []) throws {
        random = SeededGenerator(seed: seed)
        let world = SimulatedWorld(seed: seed)
        self.world = world
        let plugin = Plugin(name: "torture", version: "1", rules: [SimulatedRule(world: world)])
        let definition = try Chart.current(rules: PluginSet([plugin]).signatures, yaml: Self.yaml)
        self.definition = definition
        compared = others.isEmpty ? nil : ComparedStore(store, and: others)
        kept = compared ?? store
        hooked = HookedStore(kept) { point throws(StoreError) in try world.reach(point) }
        let store = store
        // Called in the thread of the process it comes between, while that waits for the store.
        nonisolated(unsafe) let intruder = try Self.runner(kept, world, definition)
        let clock = Counter(0)
        world.interrupt { Self.comeBetween(intruder, store, world, clock) }
    }

    static func runner(
        _ store: any CaseStore, _ world: SimulatedWorld, _ definition: CurrentDefinition
    ) throws -> CaseRunner {
        try Chart.runner(
            store, channels: [SimulatedChannel(world: world)], rules: [SimulatedRule(world: world)],
            definition: definition, newID: { CaseID("c\(world.roll(0..<1_000_000_000))") })
    }

    /// Another process, faster than this one: it sends something to a case, or closes it.
    private static func comeBetween(
        _ runner: CaseRunner, _ store: MemoryStore, _ world: SimulatedWorld, _ clock: Counter
    ) {
        let open = store.cases(CaseFilter(status: .open), after: nil, limit: .max)
        guard !open.isEmpty else { return }
        let chosen = open[world.roll(0..<open.count)]
        let event = world.roll(0..<3) == 0 ? "died" : "ping"
        let actor = Actor(name: "between\(clock.decrement())", roles: nil)
        let input: Input =
            world.roll(0..<5) == 0
            ? .undo(entry: entries(of: chosen.id, in: store).last ?? none, reason: "slip", withLater: true)
            : .send(event: event, with: [])
        do {
            let command = Command(input, by: actor, at: .instant(chosen.lastInput))
            _ = try runner.perform(command, on: chosen.id)
        } catch { world.say("  it came to nothing: \(error)") }
        mark(store, world)
    }

    /// Tells the world which cases are closed.
    private static func mark(_ store: MemoryStore, _ world: SimulatedWorld) {
        for summary in store.cases(CaseFilter(), after: nil, limit: .max) {
            if summary.status == .closed { world.noteClosed(summary.id.text) } else { world.noteOpen(summary.id.text) }
        }
    }

    // MARK: Living

    package mutating func run(steps: Int = 100) throws -> Report {
        var process = try Self.runner(hooked, world, definition)
        for step in 1...steps {
            report.steps += 1
            try act(process)
            if world.isDead {
                // What a dead process held in hand is gone; leases end in time.
                world.say("restart")
                world.restart()
                process = try Self.runner(hooked, world, definition)
            }
            if step % 50 == 0 { try look() }
        }
        world.beKind()
        // Whoever got no answer asks again; then there is time for everything.
        for asked in asked { try ask(asked, process) }
        for _ in 0..<12 {
            now = now.after(2 * 86_400)
            try attempt { () throws(RuntimeError) in try advanceAll(process) }
            try attempt { () throws(RuntimeError) in try deliver(process) }
        }
        try look()
        try lookAtTheEnd()
        report.faults = world.faults
        report.crashes = world.crashes
        report.acknowledged = told.count
        report.findings += world.findings + (compared?.differences ?? [])
        report.trace = world.trace
        return report
    }

    private mutating func act(_ process: CaseRunner) throws {
        switch Int.random(in: 0..<11, using: &random) {
        case 0...4: try ask(newInput(), process)
        case 5: if !asked.isEmpty { try ask(random.pick(asked), process) }
        case 6: if !asked.isEmpty { try askAmiss(random.pick(asked), process) }
        case 7...8:
            // The clock goes on, and now and then it is set back.
            now = now.after(random.chance(10) ? -40_000 : Int64.random(in: 60...100_000, using: &random))
            try attempt { () throws(RuntimeError) in try advanceAll(process) }
        default: try attempt { () throws(RuntimeError) in try deliver(process) }
        }
    }

    private mutating func ask(_ asked: Asked, _ process: CaseRunner) throws {
        if !self.asked.contains(where: { $0.id == asked.id }) { self.asked.append(asked) }
        let command = Command(
            asked.input, by: Actor(name: asked.id, roles: nil), at: .instant(now), request: asked.id)
        world.say("\(asked.id) \(asked.input.summary) \(asked.target?.text ?? "")")
        var answer: Answer?
        try attempt { () throws(RuntimeError) in
            if let target = asked.target {
                answer = try process.perform(command, on: target)
            } else {
                answer = try process.enroll(Chart.name, patient: "P-\(asked.id)", command)
            }
        }
        Self.mark(store, world)
        if case .consent = asked.input, answer?.isRepeated ?? true {
            // Whether it was carried out, and before which other one, is not known.
            world.noteConsent(asked.target?.text ?? "", true)
        }
        guard let answer else { return }
        world.say("  answered: \(answer.refusal?.code ?? "done")\(answer.isRepeated ? " again" : "")")
        if case .consent(let changes) = asked.input, let granted = changes.first?.granted, answer.refusal == nil,
            !answer.isRepeated
        {
            world.noteConsent(answer.id.text, granted)
        }
        let sequence = answer.refusal == nil ? answer.after?.state.sequence ?? 0 : 0
        told.append(
            Acknowledgement(
                request: asked.id, id: answer.id.text, sequence: sequence, isRefused: answer.refusal != nil))
    }

    /// Somebody takes an id that was used for something else: nothing comes of it, and nothing is told.
    private mutating func askAmiss(_ asked: Asked, _ process: CaseRunner) throws {
        // One that was never answered is free, and may be anything's.
        guard let kept = store.answer(to: asked.id) else { return }
        let cases = store.cases(CaseFilter(), after: nil, limit: .max)
        guard !cases.isEmpty else { return }
        let target = random.pick(cases).id
        let other = asked.target == target ? Input.send(event: "ping", with: [.init("amiss", "1")]) : asked.input
        world.say("\(asked.id) amiss, \(other.summary) \(target)")
        let command = Command(other, by: Actor(name: asked.id, roles: nil), at: .instant(now), request: asked.id)
        let rows = store.journal(of: target, after: 0).count { $0.actor == asked.id }
        var answer: Answer?
        try attempt { () throws(RuntimeError) in answer = try process.perform(command, on: target) }
        Self.mark(store, world)
        if let answer, answer.id != target || answer.refusal?.code != Refusal.Code.requestReused || answer.isRepeated {
            report.findings.append("request \(asked.id) passed for another")
        }
        if store.answer(to: asked.id) != kept { report.findings.append("request \(asked.id) has another answer now") }
        if store.journal(of: target, after: 0).count(where: { $0.actor == asked.id }) != rows {
            report.findings.append("request \(asked.id) was carried out for another")
        }
    }

    private func attempt(_ body: () throws(RuntimeError) -> Void) throws {
        do throws(RuntimeError) { try body() } catch {
            switch error {
            case .store, .busy, .timeGoesBack: world.say("  failed: \(error)")
            default: throw error
            }
        }
    }

    private func advanceAll(_ process: CaseRunner) throws(RuntimeError) {
        world.say("advance to \(now.rfc3339())")
        let due: [DueCase]
        do { due = try process.store.due(at: now, limit: 1_000) } catch { throw .store(error) }
        for due in due { _ = try process.advance(due.id, at: .instant(now)) }
    }

    private func deliver(_ process: CaseRunner) throws(RuntimeError) {
        Self.mark(store, world)
        world.say("deliver at \(now.rfc3339())")
        try process.deliver(at: now)
    }
}
