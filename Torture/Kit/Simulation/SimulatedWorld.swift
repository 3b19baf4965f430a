import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime
import Synchronization

/// Everything outside of the engine, with one seed: what fails when, what a rule says, what a channel does, who comes
/// between.
final class SimulatedWorld: Sendable {
    private struct State {
        var random: SeededGenerator
        /// Faults happen only while this is so: not while the world is looked at.
        var isCruel = true
        /// The process is dead: everything it still asks fails.
        var isDead = false
        /// Somebody else acts now, undisturbed.
        var isInterrupted = false
        var crashes = 0
        /// A message has left, and nothing is kept of it yet.
        var isUnmarked = false
        /// How often the store failed just then, with the same end as a crash: the message leaves again.
        var failedMarks = 0
        var faults = 0
        var trace: [String] = []
        var delivered: [String: Int] = [:]
        /// The message in hand, by the number of messages that had left when its case closed.
        var closedAt: [String: Int] = [:]
        /// Cases whose patients want nothing by this channel.
        var refusing: Set<String> = []
        var sends = 0
        var findings: [String] = []
    }

    private let state: Mutex<State>
    private let intruder = Mutex<(@Sendable () -> Void)?>(nil)

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed &+ 5_000))) }

    static let crash = StoreError.unavailable(detail: "crash")

    var crashes: Int { state.withLock { $0.crashes } }
    /// How many messages may have come twice.
    var repetitions: Int { state.withLock { $0.crashes + $0.failedMarks } }
    var faults: Int { state.withLock { $0.faults } }
    var trace: [String] { state.withLock { $0.trace } }
    var delivered: [String: Int] { state.withLock { $0.delivered } }
    var findings: [String] { state.withLock { $0.findings } }
    var isDead: Bool { state.withLock { $0.isDead } }

    func say(_ line: String) { state.withLock { $0.trace.append(line) } }
    func restart() { state.withLock { $0.isDead = false } }
    func beKind() { state.withLock { $0.isCruel = false } }

    /// What comes between a process and its store.
    func interrupt(with body: @escaping @Sendable () -> Void) { intruder.withLock { $0 = body } }

    // MARK: Faults

    /// What happens at a point; percentages are of times of coming there.
    func reach(_ point: Point) throws(StoreError) {
        let fault: StoreError? = state.withLock { state in
            if state.isDead { return Self.crash }
            guard state.isCruel, !state.isInterrupted else { return nil }
            // The next message is looked for only when this one is marked.
            if point.call == .lease { state.isUnmarked = false }
            var fault: StoreError?
            if state.random.chance(2) {
                state.isDead = true
                state.crashes += 1
                fault = Self.crash
            } else if point.moment == .before, state.random.chance(2) {
                fault = state.random.pick([.busy, .full, .unavailable(detail: "no reason")])
            }
            if let fault {
                state.faults += 1
                if state.isUnmarked, fault != Self.crash { state.failedMarks += 1 }
                state.isUnmarked = false
                state.trace.append("  \(point): \(fault)")
            }
            return fault
        }
        if let fault { throw fault }
        if point.call == .commit || point.call == .load || point.call == .settle, point.moment == .before { intrude(7) }
    }

    private func intrude(_ percent: Int) {
        let comes = state.withLock { state in
            guard state.isCruel, !state.isInterrupted, state.random.chance(percent) else { return false }
            state.faults += 1
            state.isInterrupted = true
            return true
        }
        guard comes else { return }
        say("  somebody comes between")
        if let body = intruder.withLock({ $0 }) { body() }
        state.withLock { $0.isInterrupted = false }
    }

    // MARK: Messages

    /// Whether a case is closed, and how many messages had left by then.
    func noteClosed(_ id: String) { state.withLock { if $0.closedAt[id] == nil { $0.closedAt[id] = $0.sends } } }
    func noteOpen(_ id: String) { state.withLock { $0.closedAt[id] = nil } }

    func noteConsent(_ id: String, _ isGranted: Bool) {
        state.withLock { state in
            if isGranted { state.refusing.remove(id) } else { state.refusing.insert(id) }
        }
    }

    func deliver(_ message: OutgoingMessage, _ key: String) -> Delivery {
        intrude(5)
        return state.withLock { state in
            if state.isDead { return .retry(reason: "dead") }
            let roll = state.isCruel ? Int.random(in: 0..<100, using: &state.random) : 100
            if roll < 15 {
                state.trace.append("  \(key): not now")
                return .retry(reason: "not now")
            }
            if roll < 17 {
                state.trace.append("  \(key): never")
                return .rejected(reason: "never")
            }
            // Only the message in hand may leave after its case closed: nothing left between the two.
            if let sends = state.closedAt[message.caseID], sends < state.sends, message.subject != "Over" {
                state.findings.append("message \(key) left after its case had closed")
            }
            if message.recipient == OutboxMessage.patient, state.refusing.contains(message.caseID) {
                state.findings.append("message \(key) left after the patient's consent was revoked")
            }
            state.sends += 1
            state.isUnmarked = true
            state.delivered[key, default: 0] += 1
            state.trace.append("  \(key): \(message.subject)")
            if roll < 20 {
                state.isDead = true
                state.crashes += 1
                state.faults += 1
                state.trace.append("  crash after sending")
            }
            return .sent
        }
    }

    /// A rule that says what it likes, or nothing.
    func verdict() -> Verdict {
        state.withLock { state in
            switch Int.random(in: 0..<3, using: &state.random) {
            case 0: .met("it is so")
            case 1: .notMet("it is not so")
            default: .unknown("the rule failed")
            }
        }
    }

    func roll(_ range: Range<Int>) -> Int { state.withLock { Int.random(in: range, using: &$0.random) } }
}

struct SimulatedChannel: Channel {
    let name = "log"
    let world: SimulatedWorld

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery { world.deliver(message, key) }
}

struct SimulatedRule: Rule {
    struct Parameters: Decodable, Sendable {}

    let name = "coin"
    let reads: RuleReads = [.attendance, .today]
    let world: SimulatedWorld

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict { world.verdict() }
}
