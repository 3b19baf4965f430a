import Foundation
package import PathwayModel
import StepwellKit

/// What `plugin check` and `plugin install` find out about a plugin: the same process in the same sandbox as when a
/// clinic's cases ask it.
package struct PluginExamination: Sendable {
    package struct Finding: Sendable {
        package var name: String
        package var problems: [String]
        /// What was seen where nothing is wrong.
        package var note: String

        package init(name: String, problems: [String], note: String = "") {
            self.name = name
            self.problems = problems
            self.note = note
        }
    }

    /// What was answered in one of its author's cases.
    package struct CaseAnswer: Sendable {
        package var name: String
        package var verdict: Verdict
    }

    package private(set) var findings: [Finding] = []
    /// In the order of its cases.
    package private(set) var answers: [CaseAnswer] = []
    /// Mistakes in `plugin.yaml` and `cases.yaml`, and the bytes they are in.
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var files: [String: [UInt8]] = [:]
    package private(set) var manifest: PluginManifest?
    /// What the plugin says of itself.
    package private(set) var description: JSON?

    package var isGood: Bool {
        findings.allSatisfy(\.problems.isEmpty) && !diagnostics.contains { $0.severity == .error }
    }

    private mutating func add(_ name: String, _ problems: [String], _ note: String = "") {
        findings.append(Finding(name: name, problems: problems, note: note))
    }

    // MARK: Looking

    /// - Parameter setup: how it would run; its manifest is read anew.
    package static func examine(
        _ folder: PluginFolder, _ setup: (PluginManifest) -> PluginHost.Setup
    ) -> PluginExamination {
        var found = PluginExamination()
        guard let manifest = found.readManifest(folder) else { return found }
        found.manifest = manifest
        do throws(PluginFailure) {
            let count = try folder.files().count
            found.add("files", [], "\(count) files, none that somebody else may change")
        } catch {
            found.add("files", [error.reason])
            return found
        }
        let setup = setup(manifest)
        let host = PluginHost(setup)
        defer { host.shutDown() }
        guard found.greet(host, manifest) else { return found }
        found.compare(manifest)
        let written = found.readCases(folder, manifest)
        found.play(written.cases, host, setup)
        if !manifest.channels.isEmpty {
            var trials = DeliveryTrials(manifest, setup)
            let tried = trials.run(written.deliveries)
            found.add("deliveries", tried.problems, tried.note)
        }
        return found
    }

    private mutating func readManifest(_ folder: PluginFolder) -> PluginManifest? {
        do throws(PluginFailure) {
            let bytes = try folder.manifestBytes()
            let read = PluginManifest.read(bytes)
            files[PluginManifest.file] = bytes
            diagnostics += read.diagnostics
            let rules = read.manifest?.rules.count ?? 0
            add(
                "manifest", read.manifest == nil ? ["\(PluginManifest.file) is wrong"] : [],
                read.manifest.map { "\($0.label): \(rules) rules, \($0.channels.count) channels" } ?? "")
            return read.manifest
        } catch {
            add("manifest", [error.reason])
            return nil
        }
    }

    private mutating func greet(_ host: PluginHost, _ manifest: PluginManifest) -> Bool {
        switch host.handshake() {
        case .success(let description):
            self.description = description
            add("handshake", [], "speaks protocol \(PluginProtocol.version)")
            return true
        case .failure(let failure):
            add("handshake", [failure.reason] + (failure.hint.map { [$0] } ?? []))
            return false
        }
    }

    /// Whether the manifest says what the plugin says.
    private mutating func compare(_ manifest: PluginManifest) {
        var problems: [String] = []
        let said = description?["rules"]?.array ?? []
        for rule in manifest.rules {
            guard let other = said.first(where: { $0["name"]?.string == rule.name }) else { continue }
            let reads = other["reads"]?.array?.compactMap(\.string) ?? []
            if let read = RuleReads.reading(reads)?.reads, !read.isSubset(of: rule.reads) {
                let missing = read.subtracting(rule.reads).words().joined(separator: ", ")
                problems.append("the rule '\(rule.name)' says it reads \(missing), and its manifest does not list that")
            }
            do throws(ProtocolError) {
                let parameters = try ParameterSchema.parameters(other["parameters"] ?? .null)
                if Set(parameters) != Set(rule.parameters) {
                    problems.append("the parameters of the rule '\(rule.name)' are others than its manifest says")
                }
            } catch {
                problems.append("the schema that the rule '\(rule.name)' tells: \(error.message)")
            }
        }
        let unlisted = said.compactMap { $0["name"]?.string }.filter { name in
            !manifest.rules.contains { $0.name == name }
        }
        problems += unlisted.map { "it has the rule '\(LogText.safe($0))', which its manifest does not list" }
        if !problems.isEmpty { problems.append("'stepwell plugin check --write' writes the manifest's rules anew") }
        add("schema", problems, "the manifest says what the plugin says")
    }

    // MARK: Cases

    private mutating func readCases(_ folder: PluginFolder, _ manifest: PluginManifest) -> GoldenCases {
        let path = "\(folder.path)/\(GoldenCases.file)"
        let none = GoldenCases(cases: [], diagnostics: [])
        // A plugin of channels alone need not have any.
        guard !manifest.rules.isEmpty || FileFacts.isFile(path) else { return none }
        do throws(PluginFailure) {
            let bytes = try FileFacts.bytes(path, atMost: 1 << 20)
            let read = GoldenCases.read(bytes, manifest.signatures, manifest.channels)
            files[GoldenCases.file] = bytes
            diagnostics += read.diagnostics
            let untried = manifest.signatures.filter { rule in !read.cases.contains { $0.question.rule == rule.name } }
            let counts = [
                manifest.rules.isEmpty ? nil : "\(read.cases.count) cases, every rule tried",
                manifest.channels.isEmpty ? nil : "\(read.deliveries.count) deliveries",
            ]
            add(
                "cases", untried.map { "no case tries the rule '\($0.name)'" },
                counts.compactMap { $0 }.joined(separator: "; "))
            return read
        } catch {
            add("cases", ["there is no \(GoldenCases.file): nothing says what its rules should answer"])
            return none
        }
    }

    /// Plays the cases, then asks everything again: at once, in another order with every member in another place, of a
    /// new process, and under other seeds and dates.
    private mutating func play(_ cases: [GoldenCase], _ host: PluginHost, _ setup: PluginHost.Setup) {
        guard !cases.isEmpty else { return }
        let questions = cases.map(\.question)
        var slowest = 0
        var answers: [RuleAnswer] = []
        for question in questions {
            let began = ChildProcess.now
            answers += host.answers(to: [question])
            slowest = max(slowest, ChildProcess.now - began)
        }
        let wrong = zip(cases, answers).compactMap { golden, answer in
            golden.difference(from: answer).map { "line \(golden.span.start.line), \(golden.name): \($0)" }
        }
        add("golden cases", wrong, "\(cases.count) as expected")
        self.answers = zip(cases, answers).map { CaseAnswer(name: $0.name, verdict: $1.verdict) }
        let trials = RepeatedQuestions.ask(questions, host, setup)
        let changed = zip(cases, answers).enumerated().compactMap { place, pair in
            let what = trials.changes(at: place, from: pair.1)
            return what.isEmpty
                ? nil : "\(pair.0.name): another answer when asked \(what.joined(separator: ", and when asked "))"
        }
        add("determinism", changed, (["the same facts give the same verdict"] + trials.notes).joined(separator: "; "))
        let limit = host.limits.rule
        add(
            "deadline", slowest * 2 > limit ? ["the slowest answer took \(slowest) ms; \(limit) ms are allowed"] : [],
            "the slowest answer took \(slowest) ms of \(limit)")
    }
}

extension JSON {
    /// The same value with the members of every object in reverse order.
    var shuffled: JSON {
        switch self {
        case .object(let members): .object(members.reversed().map { Member($0.name, $0.value.shuffled) })
        case .array(let elements): .array(elements.map(\.shuffled))
        case .null, .bool, .int, .double, .string: self
        }
    }
}
