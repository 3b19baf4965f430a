import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// The protocol's reference: each of its messages is played on a plugin made for it.
@Suite("docs/reference/plugin-protocol.md")
struct ProtocolDocumentTests {
    private struct AtRisk: Rule {
        struct Parameters: Decodable, Sendable {
            let least: Int
            let instrument: NamedInstrument?
        }

        let name = "at_risk"
        let reads: RuleReads = [.now, .today, .attendance, .data, .results, .course]
        let bounds: [String: ClosedRange<Double>] = ["least": 1...10]

        func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
            guard !facts.sessions.isEmpty else { return .unknown("waiting for the first session") }
            let missed = facts.sessions.filter { $0.status == .noShow }
            return Verdict(
                missed.count >= parameters.least ? .met : .notMet,
                reasons: ["missed \(missed.count) sessions; \(parameters.least) are asked"],
                evidence: missed.map { "missed on \($0.date)" }, until: Timestamp(rfc3339: "2026-01-06T00:00:00Z"),
                wouldMeet: missed.count < parameters.least ? ["\(parameters.least - missed.count) more missed"] : [])
        }
    }

    private struct Pager: Channel {
        let name = "pager"

        func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
            guard message.address != nil else { return .rejected(reason: "there is no number") }
            switch message.body {
            case "busy": return .retry(reason: "the line is busy", after: 120)
            case "stop": return .closed(reason: "the number takes no more pages")
            default: return .sent
            }
        }
    }

    private struct Room: ConfigurableChannel {
        struct Settings: Decodable, Sendable {
            let room: String
            let token: Secret
        }

        static let kind = "room"
        let settings: Settings

        func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
            settings.room == "staff" && settings.token.text == "s3cret" ? .sent : .rejected(reason: "another room")
        }
    }

    private static let plugin = Plugin(
        name: "lace", version: "1.0.0", rules: [AtRisk()], channels: [Pager()], configurable: [Room.self])

    private static func document() throws -> String {
        try String(
            contentsOf: FirstPartyTests.project.appendingPathComponent("docs/reference/plugin-protocol.md"),
            encoding: .utf8)
    }

    @Test("every message is answered as it says, and every method and error is shown")
    func messages() throws {
        var session = PluginSession(Self.plugin)
        var isInside = false
        var asked: String?
        var shown: Set<String> = []
        for line in try Self.document().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```jsonrpc") {
                isInside = true
                if line.hasSuffix("fresh") { session = PluginSession(Self.plugin) }
                continue
            }
            guard isInside else { continue }
            if line.hasPrefix("```") {
                isInside = false
                // What comes after a fresh talk goes on with one that has begun.
                session = PluginSession(Self.plugin)
                _ = session.answer(to: PluginProtocol.initialize(1, hostVersion: "0.1.0").bytes)
            } else if line.hasPrefix("→ ") {
                asked = String(line.dropFirst(2))
            } else if line.hasPrefix("← ") {
                let question = try #require(asked)
                let expected = try JSON.parse(String(line.dropFirst(2)))
                let answer = session.answer(to: Array(question.utf8))
                #expect(answer == expected, "asked \(question)\nanswered \(answer.text)")
                if let method = (try? JSON.parse(question))?["method"]?.string { shown.insert(method) }
                if let code = answer["error"]?["code"]?.int { shown.insert("\(code)") }
                try Self.checkHost(question, answer)
            }
        }
        for method in ["initialize", "rule/evaluate", "channel/deliver", "shutdown"] { #expect(shown.contains(method)) }
        for code in ["-32700", "-32600", "-32601", "-32602", "-32001", "-32002"] { #expect(shown.contains(code)) }
    }

    /// What the host writes is what the document shows, and what it reads.
    private static func checkHost(_ question: String, _ answer: JSON) throws {
        guard let json = try? JSON.parse(question), let id = json["id"]?.int, let params = json["params"],
            answer["error"] == nil
        else { return }
        switch json["method"]?.string {
        case "initialize": #expect(PluginProtocol.initialize(id, hostVersion: "0.1.0") == json)
        case "rule/evaluate":
            let facts = try #require(params["facts"])
            let names = facts.members?.map(\.name) ?? []
            let reads = try #require(RuleReads.reading(names)).reads
            let host = PluginProtocol.evaluate(
                id, rule: "at_risk", parameters: try WireValue.values(params["parameters"]),
                facts: try RuleFacts(facts), reads: reads)
            // The host writes members in order of name; the document in an order that is read well.
            #expect(host.sorted == json.sorted)
            _ = try Verdict(answer["result"] ?? .null)
        case "channel/deliver":
            let message = try OutgoingMessage(params["message"] ?? .null)
            let host = PluginProtocol.deliver(
                id, channel: params["channel"]?.string ?? "", message, settings: params["settings"] ?? [:],
                key: params["key"]?.string ?? "", attempt: params["attempt"]?.int ?? 0)
            #expect(host == json)
            _ = try Delivery(answer["result"] ?? .null)
        default: break
        }
    }

    @Test("the manifest it shows is read")
    func manifest() throws {
        let document = try Self.document()
        let start = try #require(document.range(of: "```yaml\n"))
        let end = try #require(document[start.upperBound...].range(of: "```"))
        let read = PluginManifest.read(Array(document[start.upperBound..<end.lowerBound].utf8))
        let manifest = try #require(read.manifest, "\(read.diagnostics.map(\.message))")
        #expect(manifest.signatures.map(\.name) == ["lace.at_risk"])
        #expect(manifest.channels.last?.settings == Room.settings)
    }

    @Test("the cases it shows are read, in the form that the protocol has")
    func cases() throws {
        let parts = try Self.document().components(separatedBy: "```yaml\n")
        let text = try #require(parts.dropLast().last?.components(separatedBy: "```").first)
        let read = GoldenCases.read(Array(text.utf8), Self.plugin.signatures)
        let golden = try #require(read.cases.first, "\(read.diagnostics.map(\.message))")
        #expect(read.diagnostics.isEmpty)
        // What the document shows as a question has the same facts.
        let facts = golden.question.facts
        #expect(try RuleFacts(facts.json([.today, .attendance, .data, .results, .course])) == facts)
        #expect(facts.results["phq9"]?.first?.values == ["total": .int(12)])
        let difference = golden.difference(from: PluginSet([Self.plugin]).answer(golden.question))
        #expect(difference == nil)
    }

    @Test("the deliveries it shows are read")
    func deliveries() throws {
        let parts = try Self.document().components(separatedBy: "```yaml\n")
        let text = try #require(parts.last?.components(separatedBy: "```").first)
        let url = ChannelSetting("url", .value(.text))
        let room = PluginManifest.Channel(
            name: "room", summary: nil, sendsTo: ["api.example.com"], settings: Room.settings + [url])
        let read = GoldenCases.read(Array(text.utf8), [], [room])
        #expect(read.diagnostics.isEmpty, "\(read.diagnostics.map(\.message))")
        let delivery = try #require(read.deliveries.first)
        #expect(delivery.settings["token"] == "s3cret" && delivery.message.address == "555-0100")
        #expect(delivery.difference(from: .retry(reason: "it is busy", after: 30)) == nil)
        #expect(delivery.difference(from: .retry(reason: "it is busy")) != nil)
    }

    @Test(
        "cases in another form are refused where they stand, and nothing is dropped",
        arguments: [
            ("results: {phq9: [{date: 2026-01-05, total: 12}]}", "total"),
            ("results: {phq9: [{date: 2026-01-05, values: {total: [1]}}]}", "neither a scalar nor"),
            ("data: {seen: {day: 2026-01-05}}", "neither a scalar nor"),
            ("attendance: [{status: no_show, date: 2026-01-05, typ: group}]", "typ"),
            ("sessions: []", "sessions"),
        ])
    func strictCases(_ facts: String, _ says: String) {
        let text = "cases: [{name: n, rule: at_risk, with: {least: 1}, facts: {\(facts)}, expect: met}]"
        let read = GoldenCases.read(Array(text.utf8), Self.plugin.signatures)
        let errors = read.diagnostics.filter { $0.severity == .error }
        #expect(errors.contains { $0.message.contains(says) }, "\(errors.map(\.message))")
    }
}

extension JSON {
    fileprivate var sorted: JSON {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        case .array(let elements): .array(elements.map(\.sorted))
        case .null, .bool, .int, .double, .string: self
        }
    }
}
