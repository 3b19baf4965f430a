import CEL
import EmailPlugin
import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Synchronization
import Testing

/// A clinic with one pathway and a store, run in the test's own process at a clock that the test sets.
final class ClinicFixture {
    let folder: Folder
    let store: any CaseStore
    let runner: CaseRunner
    let routing: Routing
    let channel: FakeChannel
    private let zone: ZoneOffsets
    var now = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z, 10 in the morning in New York

    static let pathway = """
        stepwell: 1
        pathway: clinic
        version: "1"
        title: A clinic
        expected: {none: A test of messages}
        roles: [nurse, director]
        calendar: {timezone: America/New_York}
        data: {visit: instant, dose: {type: integer, sensitivity: sud}, note: {type: text, sensitivity: psychotherapy}}
        events: {write: {}, tell: {}, visit_set: {}, report: {}, confide: {}, died: {}, recover: {}}
        tasks:
          call: {title: Call the patient, role: nurse, due: 0 days, remind: 0 days before, escalate: [{after: 1 day, to: director}]}
          check: {title: Check the chart, role: nurse, due: 0 days, escalate: [{after: 1 day, to: director}]}
        messages:
          hello: {subject: Hello, body: "Hello {{patient.first_name}}"}
          visit: {subject: {en: Your visit, es: Su visita}, body: {en: "On {{data.visit}}", es: "El {{data.visit}}"},
                  invite: {at: visit, minutes: 50, location: "Room 1; 2nd floor"}}
          dosing: {subject: A report, body: "{{#data.dose}}Dose {{data.dose}}{{/data.dose}}"}
          confided: {subject: A note, body: "{{#data.note}}{{data.note}}{{/data.note}}"}
        reactions:
          - {event: write, do: [{notify: patient, message: hello, via: fake}]}
          - {event: tell, do: [{notify: nurse, message: hello, via: fake}]}
          - {event: visit_set, do: [{notify: patient, message: visit, via: fake}]}
          - {event: report, do: [{notify: payer, message: dosing, via: fake}]}
          - {event: confide, do: [{notify: payer, message: confided, via: fake}]}
        transitions: [{event: died, to: deceased}, {event: recover, to: recovered}]
        states: {care: {}, tasks: {tasks: [call, check]}, deceased: {outcome: deceased}, recovered: {outcome: recovered}}
        """

    init(
        policy: ChannelPolicy = ChannelPolicy(carries: Set(Sensitivity.allCases)),
        recipients: [String: Routing.Recipient] = [:], pathway text: String = pathway,
        including files: [String: [UInt8]] = [:], channels: [any Channel] = []
    ) throws {
        folder = try Folder()
        store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        channel = FakeChannel()
        let bytes = Array(text.utf8)
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "clinic.yaml" ? bytes : files[$0] }.compile(
            "clinic.yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        zone = pathway.calendar.zone
        let current = CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: "clinic", version: "1", path: "clinic.yaml",
                files: compilation.files), pathway: pathway)
        let plugin = Plugin(name: "test", version: "1", channels: [channel] + channels)
        let count = Mutex(0)
        runner = CaseRunner(
            store: store, plugins: PluginSet([plugin]), current: { _ in current },
            newID: {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                return CaseID("case-\(number)")
            })
        // Whatever else the test brings stays inside, as far as the clinic is concerned.
        var policies = Dictionary(channels.map { ($0.name, ChannelPolicy.inside) }, uniquingKeysWith: { $1 })
        policies["fake"] = policy
        routing = Routing(defaultChannel: "fake", policies: policies, recipients: recipients)
    }

    func enroll(_ patient: String = "P", _ values: [String: String] = ["first_name": "Ana"]) throws -> CaseID {
        try store.save(PatientRecord(id: patient, values: values))
        return try runner.enroll("clinic", patient: patient, command(.enroll(.init(with: [])))).id
    }

    private func command(_ input: Input) -> StepwellRuntime.Command {
        StepwellRuntime.Command(input, by: .anyone, at: .instant(now))
    }

    @discardableResult
    func send(_ event: String, _ id: CaseID) throws -> Answer {
        try runner.perform(command(.send(event: event, with: [])), on: id)
    }

    func record(_ field: String, _ text: String, _ id: CaseID) throws {
        _ = try runner.perform(command(.record([.field(field, text: text)])), on: id)
    }

    /// Takes back what an earlier input recorded.
    func withdraw(entry: Int, _ id: CaseID) throws {
        _ = try runner.perform(command(.withdraw(entry: entry, reason: "called off")), on: id)
    }

    func consent(_ kind: String, _ granted: Bool, _ id: CaseID) throws {
        _ = try runner.perform(command(.consent([.init(kind: kind, granted: granted)])), on: id)
    }

    var outbox: Outbox { Outbox(runner, routing: routing, clock: .said(.instant(now))) }

    @discardableResult
    func deliver() throws -> Outbox.Report { try outbox.deliver() }

    func pass(hours: Int64) { now = Timestamp(seconds: now.seconds + hours * 3_600) }

    func rows(_ id: CaseID? = nil) throws -> [OutboxRow] { try store.outbox(OutboxFilter(id: id)) }

    /// What the case was told of its messages: outcome and code of each.
    func told(_ id: CaseID) throws -> [String] {
        try runner.history(of: id).1.flatMap(\.facts).compactMap { fact in
            guard case .delivery(let report) = fact else { return nil }
            return report.outcome.rawValue + (report.code.map { " \($0)" } ?? "")
        }
    }

    func openTasks() throws -> [String] { try store.obligations(ObligationFilter()).map(\.obligation.key.subject) }
}

/// A channel that does as it is told and remembers.
final class FakeChannel: Channel {
    struct Sent: Hashable, Sendable {
        var message: OutgoingMessage
        var key: String
        var attempt: Int
    }

    let name = "fake"
    private let answers = Mutex<[String: Delivery]>([:])
    private let delivered = Mutex<[Sent]>([])
    private let hook = Mutex<(@Sendable () -> Void)?>(nil)

    /// What it answers to messages to a recipient or of a case; `sent` unless told.
    func answer(_ delivery: Delivery?, to name: String) { answers.withLock { $0[name] = delivery } }

    /// What happens while a message is on its way.
    func meanwhile(_ body: @escaping @Sendable () -> Void) { hook.withLock { $0 = body } }

    var attempts: [Sent] { delivered.withLock { $0 } }

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        delivered.withLock { $0.append(Sent(message: message, key: key, attempt: attempt)) }
        hook.withLock { $0 }?()
        return answers.withLock { $0[message.caseID] ?? $0[message.recipient] } ?? .sent
    }
}
