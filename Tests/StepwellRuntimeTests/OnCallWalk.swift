import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellSQLite
import Synchronization
import TestSupport
import Testing
import TortureKit

@testable import StepwellRuntime

/// A case of a clinic with somebody on call, and what people and processes do to it.
final class OnCallWalk {
    let folder: TemporaryFolder
    let store: SQLiteStore
    /// Two processes, as far as the store can tell.
    private(set) var runners: [CaseRunner]
    let channels: [PageChannel]
    let id: CaseID
    var minute = OnCallTests.monday
    private var random: SeededGenerator
    private let isSimulated: Bool
    private let dies: Bool
    private let kill = Kill()
    private let current: CurrentDefinition
    private var lastEntry: (sequence: Int, isCompletion: Bool)?

    init(seed: UInt64, isSimulated: Bool, dies: Bool, onCall: OnCall?) throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let bytes = Array(OnCallTests.text.utf8)
        let compilation = PathwayCompiler(rules: [], channels: nil) { _ in bytes }.compile("watch.yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        current = CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: "watch", version: "1", path: "watch.yaml",
                files: ["watch.yaml": bytes]), pathway: pathway)
        channels = ["pager", "sms", "mail"].map(PageChannel.init)
        random = SeededGenerator(seed: seed)
        (self.isSimulated, self.dies) = (isSimulated, dies)
        runners = []
        id = CaseID("case-1")
        try restart(with: onCall)
        let enroll = Command(.enroll(.init(with: [])), by: .anyone, at: .instant(now))
        _ = try runner.enroll("watch", patient: "P", enroll)
    }

    convenience init(seed: UInt64, isSimulated: Bool, dies: Bool) throws {
        try self.init(
            seed: seed, isSimulated: isSimulated, dies: dies, onCall: OnCallTests.line(isSimulated: isSimulated))
    }

    var now: Timestamp { Timestamp(seconds: Int64(minute) * 60) }
    var runner: CaseRunner { runners[0] }

    /// Begins both processes anew.
    func restart(with onCall: OnCall?) throws {
        let plugins = PluginSet([Plugin(name: "test", version: "1", channels: channels)])
        let (kill, current) = (kill, current)
        runners = try (0..<2).map { _ in
            let inner = try SQLiteStore.open(at: folder.path("stepwell.db"))
            let hooked = HookedStore(inner) { point throws(StoreError) in try kill.pass(point) }
            return CaseRunner(
                store: hooked, plugins: plugins, current: { _ in current }, newID: { CaseID("case-1") },
                onCall: onCall)
        }
    }

    // MARK: What happens

    func claim() -> Input {
        let until = Timestamp(seconds: now.seconds + 3_600)
        return .tend(.init(.claim(.init(until: until, safetyUntil: until)), of: ["risk"]))
    }

    @discardableResult
    func give(_ input: Input, by place: Int = 0) throws -> Answer {
        try runners[place].perform(Command(input, by: Actor(name: "ana", roles: nil), at: .instant(now)), on: id)
    }

    func advance(by place: Int = 0) throws {
        _ = try runners[place].advanceAll(at: .instant(now)) { _, _ in }
    }

    func deliver(by place: Int = 0) throws {
        let routing = Routing(
            defaultChannel: "pager",
            policies: Dictionary(channels.map { ($0.name, ChannelPolicy(carries: [])) }, uniquingKeysWith: { $1 }))
        _ = try Outbox(runners[place], routing: routing, clock: .said(.instant(now))).deliver()
    }

    func openTasks() throws -> [String] {
        try store.obligations(ObligationFilter()).map(\.obligation.key.subject).filter { $0 != "time" }.sorted()
    }

    struct Told: Equatable {
        var minute: Int
        var name: String
        var channel: String
        var turn: Int
        var round: Int
        /// The channel that its person is told by first.
        var first: String
    }

    func told() throws -> [Told] {
        let line = OnCallTests.line(isSimulated: isSimulated).line
        return try runner.history(of: id).1.flatMap { row, facts in
            facts.compactMap { fact -> Told? in
                guard case .dutyTended(_, .paged(let page, _)) = fact else { return nil }
                let person = line.flatMap(\.people).first { $0.recipient == page.recipient }
                return Told(
                    minute: Int(row.at.seconds / 60), name: page.recipient, channel: page.channel, turn: page.turn,
                    round: page.round, first: person?.channels.first ?? "")
            }
        }
    }

    // MARK: At random

    private func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    func play() throws {
        minute += number(0...9_000)
        for _ in 0..<60 {
            let pause = number(0...3) == 0 ? 0 : number(1...25)
            for _ in 0..<pause {
                minute += 1
                // By a real clock somebody lets time go on each minute, as `run` does.
                if !isSimulated { try together { walk, place in try walk.advance(by: place) } }
            }
            if dies, number(0...1) == 0 { kill.aim(after: number(0...6)) }
            do { try act() } catch RuntimeError.store(.unavailable) { lastEntry = nil }
            kill.rest()
            if !isSimulated { try together { walk, place in try walk.advance(by: place) } }
        }
        try together { walk, place in try walk.advance(by: place) }
        try check()
        for channel in channels { channel.answer = .sent }
        try deliver()
        try check()
    }

    private func act() throws {
        let place = number(0...1)
        switch number(0...11) {
        case 0...2: note(try give(.send(event: "alarm", with: []), by: place), isCompletion: false)
        case 3: note(try give(claim(), by: place), isCompletion: nil)
        case 4: note(try give(.tend(.init(.release, of: ["risk"])), by: place), isCompletion: nil)
        case 5: note(try give(.complete(task: "risk"), by: place), isCompletion: true)
        case 6:
            guard let lastEntry else { return }
            _ = try give(.undo(entry: lastEntry.sequence, reason: "a mistake", withLater: true), by: place)
            self.lastEntry = nil
        case 7: try advance(by: place)
        default:
            for channel in channels {
                channel.answer =
                    switch number(0...5) {
                    case 0: .rejected(reason: "unknown")
                    case 1, 2: .retry(reason: "down", after: nil)
                    default: .sent
                    }
            }
            // Nobody dies while a message is on its way: that may repeat one, with its key.
            kill.rest()
            try deliver(by: place)
        }
    }

    /// Only what somebody did last is undone: what came of it is told by the journal alone.
    private func note(_ answer: Answer, isCompletion: Bool?) {
        guard answer.refusal == nil, let sequence = answer.after?.state.sequence, let isCompletion else {
            if answer.refusal == nil { lastEntry = nil }
            return
        }
        lastEntry = (sequence, isCompletion)
    }

    /// Two processes at once.
    private func together(_ body: (OnCallWalk, Int) throws -> Void) throws {
        // Both have read the case before either keeps anything, where the store lets them.
        try body(self, number(0...1))
        try body(self, number(0...1))
    }

    // MARK: What must be so

    private func check() throws {
        let (definition, history, _) = try runner.history(of: id)
        var model = OnCallTests.model
        model.play(history, task: TaskIndex(definition.pathway.tasks.firstIndex { $0.name == "risk" } ?? 0), to: minute)
        let must = model.pages.map(\.description)
        let are = history.flatMap { row, facts in
            facts.compactMap { fact -> String? in
                guard case .dutyTended(_, .paged(let page, _)) = fact else { return nil }
                return OnCallModel.Page(
                    minute: Int(row.at.seconds / 60), who: page.who, name: page.recipient, channel: page.channel,
                    turn: page.turn, round: page.round
                ).description
            }
        }
        #expect(are == must)
        let late = history.flatMap { row, facts in
            facts.compactMap { fact -> Int? in
                if case .dutyTended(_, .pageLate) = fact { Int(row.at.seconds / 60) } else { nil }
            }
        }
        #expect(late == model.late)
        // A message each, and each went once at most.
        let rows = try store.outbox(OutboxFilter())
        #expect(rows.count { $0.message.kind == .page } == are.count)
        let sent = channels.flatMap(\.sent)
        #expect(Set(sent.map(\.key)).count == sent.count)
        #expect(try runner.isFaithful(id))
        #expect(try runner.differences(of: id, at: now) == [])
    }
}

/// A channel that answers as it is told, and remembers what it took.
final class PageChannel: Channel {
    struct Sent: Sendable {
        var message: OutgoingMessage
        var key: String
    }

    let name: String
    private let told = Mutex<(answer: Delivery, sent: [Sent])>((.sent, []))

    init(_ name: String) { self.name = name }

    var answer: Delivery {
        get { told.withLock { $0.answer } }
        set { told.withLock { $0.answer = newValue } }
    }

    var sent: [Sent] { told.withLock { $0.sent } }

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        told.withLock { told in
            if case .sent = told.answer { told.sent.append(Sent(message: message, key: key)) }
            return told.answer
        }
    }
}

/// A process that dies at a call of the store.
private final class Kill: Sendable {
    private let calls = Mutex<Int?>(nil)

    /// After so many calls from now on.
    func aim(after calls: Int) { self.calls.withLock { $0 = calls } }
    func rest() { calls.withLock { $0 = nil } }

    func pass(_ point: Point) throws(StoreError) {
        let isDead = calls.withLock { calls in
            guard let left = calls else { return false }
            if left > 0 { calls = left - 1 }
            return left == 0
        }
        // What is dead does nothing more, until it begins anew.
        if isDead { throw .unavailable(detail: "killed") }
    }
}
