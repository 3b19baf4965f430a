import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Synchronization

/// What a worker is told.
package struct WorkerOrder: Codable, Sendable {
    /// Where the store and the logs are.
    package var folder: String
    package var name: String
    package var seed: UInt64
    /// Seconds by which its clock is ahead of `Chart.start`.
    package var offset: Int64 = 0
    /// Inputs to make, then it ends.
    package var inputs: Int
    /// Where to die, and at which time of coming there: `before-commit:3`.
    package var killAt: String?
    /// Whether it delivers and lets time pass, too.
    package var delivers = true
    /// Cases at most.
    package var cases = 12
    /// Milliseconds to wait for the store's lock.
    package var patience = 20_000
    /// How many threads make so many inputs each, over one store: they share commits.
    package var threads = 1

    package init(folder: String, name: String, seed: UInt64, inputs: Int) {
        self.folder = folder
        self.name = name
        self.seed = seed
        self.inputs = inputs
    }

    package var store: String { "\(folder)/stepwell.db" }
    package var arguments: [String] {
        get throws { ["worker", String(decoding: try JSONEncoder().encode(self), as: UTF8.self)] }
    }
}

/// Gives a store inputs, each with a request id: written down before it is made, and after it was answered. What was
/// made before it died and not answered, it makes again with the same id, as any careful client does.
package final class Worker {
    private let order: WorkerOrder
    /// With the thread's number, where it has a thread to itself.
    private let name: String
    /// One of a process at most: its deliveries are one after the other.
    private let delivers: Bool
    private let store: HookedStore
    private let runner: CaseRunner
    private let begun: LineLog
    private let acknowledged: LineLog
    private var random: SeededGenerator

    /// Carries out an order, in as many threads as it says.
    package static func run(_ order: WorkerOrder) throws {
        let countdown = Countdown(order.killAt)
        let store = HookedStore(try SQLiteStore.open(at: order.store, patience: order.patience)) {
            countdown.reach($0)
        }
        guard order.threads > 1 else { return try Worker(order, thread: nil, store, countdown).run() }
        let failure = Mutex<(any Error)?>(nil)
        let group = DispatchGroup()
        for number in 0..<order.threads {
            group.enter()
            Thread {
                defer { group.leave() }
                do { try Worker(order, thread: number, store, countdown).run() } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }.start()
        }
        group.wait()
        try failure.withLock { failure in if let failure { throw failure } }
    }

    private init(_ order: WorkerOrder, thread: Int?, _ store: HookedStore, _ countdown: Countdown) throws {
        self.order = order
        name = thread.map { "\(order.name)t\($0)" } ?? order.name
        delivers = order.delivers && thread ?? 0 == 0
        random = SeededGenerator(seed: order.seed &+ UInt64(thread ?? 0))
        self.store = store
        let channel = LogChannel(log: LineLog("\(order.folder)/delivered"), countdown: countdown)
        var generator = SystemRandomNumberGenerator()
        runner = try Chart.runner(store, channels: [channel]) {
            CaseID("c-\(String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 36))")
        }
        begun = LineLog("\(order.folder)/begun")
        acknowledged = LineLog("\(order.folder)/acks")
    }

    package static func createStore(at path: String) throws { _ = try SQLiteStore.create(at: path) }

    private var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        // The machine's own seconds, so that all workers' clocks agree.
        return Chart.start.after(order.offset + Int64(time.tv_sec) % 40_000).with(nanoseconds: Int32(time.tv_nsec))
    }

    private func run() throws {
        for request in Request.unanswered(in: order.folder, of: name) { try make(request) }
        for number in 0..<order.inputs {
            if delivers, random.chance(15) {
                try patiently { () throws(RuntimeError) in try self.passTime() }
                continue
            }
            // A patient's record that is saved is checkpointed at once.
            if random.chance(3) { try store.save(PatientRecord(id: "P", values: ["first_name": "Ana \(number)"])) }
            let cases = try store.cases(CaseFilter(status: .open), after: nil, limit: order.cases)
            let id = "\(name).\(getpid()).\(number)"
            let kind: Request.Kind =
                cases.isEmpty || (cases.count < order.cases && random.chance(20))
                ? .enroll
                : random.pick([
                    .ping, .ping, .ping, .record, .record, .complete, .nonsense, .stop, .correct, .withdraw, .undo,
                    .undoWithLater,
                ])
            let target = cases.isEmpty ? nil : random.pick(cases)
            let last = target.map { $0.sequence } ?? 1
            let request = Request(
                id: id, kind: kind, target: kind == .enroll ? nil : target?.id.text,
                entry: max(2, last - Int.random(in: 0...6, using: &random)))
            begun.add(request.line)
            try make(request)
            if random.chance(20) { try misuse(request) }
        }
    }

    /// Gives an id that was just answered to something else, as a careless client does: it is to be refused.
    private func misuse(_ request: Request) throws {
        guard let kept = try store.answer(to: request.id) else { return }
        let cases = try store.cases(CaseFilter(), after: nil, limit: order.cases)
        guard let other = cases.first(where: { $0.id != kept.id }) else { return }
        try patiently { () throws(RuntimeError) in
            let command = Command(
                .send(event: "ping", with: []), by: Actor(name: "amiss", roles: nil), at: .instant(self.now),
                request: request.id)
            let answer = try self.runner.perform(command, on: other.id)
            guard answer.refusal?.code != Refusal.Code.requestReused else { return }
            self.acknowledged.add("misused \(request.id) passed for another")
        }
    }

    private func make(_ request: Request) throws {
        try patiently { () throws(RuntimeError) in
            let command = Command(
                request.input, by: Actor(name: request.id, roles: nil), at: .instant(self.now), request: request.id)
            let answer =
                if let target = request.target {
                    try self.runner.perform(command, on: CaseID(target))
                } else {
                    try self.runner.enroll(Chart.name, patient: "P", command)
                }
            let sequence = answer.after.map { $0.state.sequence } ?? 0
            self.acknowledged.add(
                Acknowledgement(
                    request: request.id, id: answer.id.text, sequence: answer.refusal == nil ? sequence : 0,
                    isRefused: answer.refusal != nil
                ).line)
        }
    }

    private func passTime() throws(RuntimeError) {
        let now = now
        do {
            for due in try store.due(at: now, limit: 3) { _ = try runner.advance(due.id, at: .instant(now)) }
        } catch let error as StoreError { throw .store(error) } catch let error as RuntimeError { throw error } catch {}
        try runner.deliver(at: now)
    }

    /// Tries again where another was faster, or has a clock a little ahead.
    private func patiently(_ body: () throws(RuntimeError) -> Void) throws {
        for _ in 0..<100 {
            do throws(RuntimeError) { return try body() } catch {
                switch error {
                case .busy, .timeGoesBack, .store(.busy): continue
                default: throw error
                }
            }
        }
        throw RuntimeError.busy
    }
}

/// An input that a worker makes.
struct Request {
    enum Kind: String, CaseIterable {
        case enroll, ping, record, complete, stop, nonsense, correct, withdraw, undo, undoWithLater
    }

    var id: String
    var kind: Kind
    var target: String?
    /// What it puts right or takes back, where it does.
    var entry: Int

    var line: String { "\(id) \(kind.rawValue) \(target ?? "-") \(entry)" }

    init(id: String, kind: Kind, target: String?, entry: Int) {
        self.id = id
        self.kind = kind
        self.target = target
        self.entry = entry
    }

    init?(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 4, let kind = Kind(rawValue: String(words[1])), let entry = Int(words[3]) else {
            return nil
        }
        self.init(id: String(words[0]), kind: kind, target: words[2] == "-" ? nil : String(words[2]), entry: entry)
    }

    var input: Input {
        switch kind {
        case .enroll: .enroll(.init(with: []))
        case .ping: .send(event: "ping", with: [])
        case .record: .record([.field("y", text: "7")])
        case .complete: .complete(task: "call")
        case .stop: .send(event: "stop", with: [])
        case .nonsense: .send(event: "nothing_of_the_kind", with: [])
        case .correct: .correct(entry: entry, [.field("y", text: "8")], reason: "slip")
        case .withdraw: .withdraw(entry: entry, reason: "slip")
        case .undo, .undoWithLater: .undo(entry: entry, reason: "slip", withLater: kind == .undoWithLater)
        }
    }

    static func unanswered(in folder: String, of name: String) -> [Request] {
        let answered = Set(LineLog.added("\(folder)/acks").compactMap { Acknowledgement($0)?.request })
        return LineLog.added("\(folder)/begun").compactMap { Request($0) }
            .filter { $0.id.hasPrefix("\(name).") && !answered.contains($0.id) }
    }
}

/// That a request was answered, as its caller wrote it down.
struct Acknowledgement: Hashable {
    var request: String
    var id: String
    /// The sequence it made; 0 where it was refused, or where a repetition does not say.
    var sequence: Int
    var isRefused: Bool

    var line: String { "\(request) \(id) \(sequence) \(isRefused ? "refused" : "done")" }

    init(request: String, id: String, sequence: Int, isRefused: Bool) {
        self.request = request
        self.id = id
        self.sequence = sequence
        self.isRefused = isRefused
    }

    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 4, let sequence = Int(words[2]) else { return nil }
        self.init(request: words[0], id: words[1], sequence: sequence, isRefused: words[3] == "refused")
    }
}

/// Kills this process when it has come to a point so many times.
final class Countdown: Sendable {
    private let point: Point?
    private let left: Counter

    init(_ text: String?) {
        let parts = (text ?? "").split(separator: ":")
        point = parts.first.flatMap { Point(String($0)) }
        left = Counter(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }

    func reach(_ point: Point) {
        guard point == self.point, left.decrement() == 0 else { return }
        kill(getpid(), SIGKILL)
    }
}

/// Writes down each key that it is given.
struct LogChannel: Channel {
    let name = "log"
    let log: LineLog
    let countdown: Countdown

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        countdown.reach(Point(.before, .send))
        log.add(key)
        countdown.reach(Point(.after, .send))
        return .sent
    }
}
