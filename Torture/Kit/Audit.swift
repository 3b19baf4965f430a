package import CEL
package import StepwellKit
package import StepwellRuntime
import StepwellSQLite

/// What must hold of a store and its callers' logs, whatever was done to the processes that wrote it.
package struct Audit {
    package private(set) var findings: [String] = []
    package private(set) var acknowledged = 0
    package private(set) var rows = 0
    package private(set) var duplicates = 0

    private let store: any CaseStore
    private let runner: CaseRunner

    package init(_ store: any CaseStore, rules: [any Rule] = [], definition: CurrentDefinition? = nil) throws {
        self.store = store
        runner = try Chart.runner(store, rules: rules, definition: definition) { CaseID("none") }
    }

    /// - Parameter acknowledgements: lines that callers wrote down after an answer.
    package mutating func check(acknowledgements: [String]) throws {
        for problem in try store.problems() { findings.append("doctor: \(problem)") }
        var made: [String: [(id: String, sequence: Int)]] = [:]
        for summary in try store.cases(CaseFilter()) {
            if try !runner.isFaithful(summary.id) { findings.append("case \(summary.id): replay is not what is kept") }
            for row in try store.journal(of: summary.id, after: 0) {
                rows += 1
                guard let actor = row.actor, actor != "outbox" else { continue }
                made[actor, default: []].append((summary.id.text, row.sequence))
            }
        }
        if made["amiss"] != nil { findings.append("a request passed for another") }
        for (request, places) in made where places.count > 1 {
            findings.append("request \(request) was carried out \(places.count) times")
        }
        for line in acknowledgements {
            if line.hasPrefix("misused ") { findings.append(line) }
            guard let told = Acknowledgement(line) else { continue }
            acknowledged += 1
            try check(told, made[told.request] ?? [])
        }
    }

    private mutating func check(_ told: Acknowledgement, _ made: [(id: String, sequence: Int)]) throws {
        guard let kept = try store.answer(to: told.request) else {
            return findings.append("request \(told.request) was acknowledged and is lost")
        }
        if kept.id.text != told.id { findings.append("request \(told.request) was answered for another case") }
        if (kept.refusal != nil) != told.isRefused {
            findings.append("request \(told.request): another answer is kept")
        }
        guard !told.isRefused else {
            if !made.isEmpty { findings.append("request \(told.request) was refused and carried out") }
            return
        }
        guard let row = made.first, row.id == told.id, kept.sequence == row.sequence,
            told.sequence == 0 || told.sequence == row.sequence
        else { return findings.append("request \(told.request) was acknowledged and has no row of its own") }
    }

    /// - Parameters:
    ///   - delivered: the key of each message as it left, in order.
    ///   - kills: how often a process may have died between sending and keeping it.
    package mutating func check(delivered: [String], kills: Int) throws {
        var counts: [String: Int] = [:]
        for key in delivered { counts[key, default: 0] += 1 }
        duplicates = counts.values.reduce(0) { $0 + $1 - 1 }
        if duplicates > kills { findings.append("\(duplicates) messages came twice after \(kills) kills") }
        var keys: Set<String> = []
        var effects: Set<EffectID> = []
        for row in try store.outbox(OutboxFilter()) {
            let key = row.key
            if !effects.insert(row.message.effect).inserted { findings.append("message \(key) is kept twice") }
            keys.insert(key)
            if row.status == .sent, counts[key] == nil { findings.append("message \(key) is marked and never left") }
            if row.status == .waiting { findings.append("message \(key) still waits") }
        }
        for key in counts.keys where !keys.contains(key) { findings.append("message \(key) left and is not kept") }
    }

    /// Lets everything that is due happen and sends everything that waits, as a process that lives long enough does.
    package func drain(at now: Timestamp, delivered: String) throws {
        let channel = LogChannel(log: LineLog(delivered), countdown: Countdown(nil))
        let runner = try Chart.runner(store, channels: [channel]) { CaseID("none") }
        for due in try store.due(at: now, limit: 1_000_000) { _ = try runner.advance(due.id, at: .instant(now)) }
        try runner.deliver(at: now)
    }
}
