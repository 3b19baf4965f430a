package import CEL
import PathwayCompiler
package import PathwayModel
package import StepwellKit
package import StepwellRuntime

/// The pathway that cases run on while they are ill-treated: it never ends by itself, has deadlines, sends messages,
/// asks a rule and can be closed at any time.
package enum Chart {
    package static let name = "torture"
    package static let file = "torture.yaml"
    /// 2026-01-05T15:00:00Z, a Monday.
    package static let start = Timestamp(seconds: 1_767_625_200)

    package static let yaml = """
        stepwell: 1
        pathway: torture
        version: "1"
        title: Torture
        calendar: {timezone: America/New_York}
        owner: lead
        data:
          n: {type: integer, min: 0, max: 1000000, default: 0}
          y: {type: integer, min: -100, max: 100, fresh_for: 3 days}
        events: {ping: {}, stop: {}}
        tasks:
          call: {title: Call, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: lead}]}
          note: {title: Note, due: 1 business day, closed_by: [recorded.y]}
        messages:
          hello: {subject: Hello, body: Hello}
          again: {subject: Again, body: Again}
        states:
          open:
            expected: 3 weeks
            transitions:
              - {event: stop, to: over}
            states:
              first:
                tasks: [call]
                transitions:
                  - {event: ping, to: second, do: [{set: {n: n + 1}}, {notify: patient, message: hello}]}
                  - {after: 3 days, to: second, do: [{set: {n: n + 1}}, {notify: patient, message: again}]}
              second:
                tasks: [note]
                transitions:
                  - {event: ping, to: first, do: [{set: {n: n + 1}}, {notify: patient, message: hello}]}
                  - {after: 1 week, to: first, do: [{set: {n: n + 1}}]}
          over: {outcome: over}

        """

    package struct Unfit: Error {
        package var detail: String
    }

    /// The pathway as a clinic would have it.
    package static func current(rules: [RuleSignature] = [], yaml: String = yaml) throws -> CurrentDefinition {
        let bytes = Array(yaml.utf8)
        let compilation = PathwayCompiler(rules: rules, channels: nil) { $0 == file ? bytes : nil }.compile(file)
        guard let pathway = compilation.product else {
            throw Unfit(detail: compilation.diagnostics.map(\.message).joined(separator: "; "))
        }
        return CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: name, version: pathway.version, path: file, files: [file: bytes]),
            pathway: pathway)
    }

    /// A runner over a store, for cases of this pathway.
    ///
    /// - Parameter definition: another pathway in its place.
    package static func runner(
        _ store: any CaseStore, channels: [any Channel] = [], rules: [any Rule] = [],
        definition: CurrentDefinition? = nil, newID: @escaping () -> CaseID
    ) throws -> CaseRunner {
        let plugins = PluginSet([Plugin(name: "torture", version: "1", rules: rules, channels: channels)])
        let current = try definition ?? current(rules: plugins.signatures)
        return CaseRunner(
            store: store, plugins: plugins, current: { $0 == name ? current : nil }, newID: newID)
    }
}

extension CaseRunner {
    /// Sends what waits at an instant, by the channel of this test.
    package func deliver(at now: Timestamp) throws(RuntimeError) {
        _ = try Outbox(
            self, routing: Routing(defaultChannel: "log", policies: ["log": .inside]), clock: .said(.instant(now))
        ).deliver()
    }
}

extension OutboxRow {
    /// The key under which it left: its own, or that of the first of those that left as one.
    package var key: String { (leader ?? message.effect).description }
}

extension Timestamp {
    package func after(_ seconds: Int64) -> Timestamp {
        Timestamp(seconds: self.seconds + seconds, nanoseconds: nanoseconds)
    }
}
