package import CEL
import PathwayCompiler
package import PathwayModel
package import PathwayProver
package import StepwellRuntime

/// What `paper` shows: all that a pathway says and all that is known of it, for the one who signs it.
package struct PaperView: Sendable {
    package var path: String
    package var pathway: Pathway
    /// What its messages are written in; none where they name no language.
    package var languages: [String]
    /// What the author wrote beside it.
    package var notes: SourceNotes
    /// Warnings and advice.
    package var diagnostics: [Diagnostic]
    package var messages: [MessagePreview.Text]
    package var proof: ProofView.Proof
    /// Nil where no scenario tests stand beside it.
    package var tests: TestView?
    package var signatures: Signatures

    /// - Parameters:
    ///   - language: messages in this one alone; nil for all.
    ///   - limit: how long the proof may take.
    ///   - today: what is past on that date is told.
    ///   - tell: called with what is looked at, before it is.
    package init(
        of name: String, language: String?, _ plugins: PluginSet, within limit: Swift.Duration, today: CalendarDate?,
        stores: (any CaseStoreOpener)? = nil, _ tell: (String) -> Void = { _ in }
    ) throws {
        let path = try ClinicFiles.file(named: name)
        let checked = CheckView(of: [path], plugins, isStrict: false, today: today, stores: stores)
        guard let file = checked.files.first, let pathway = file.pathway else {
            throw Failure(
                .found, "does_not_compile", "the pathway does not compile", mistakes: checked.files.first?.mistakes)
        }
        languages = Self.languages(of: pathway)
        if let language, !languages.contains(language) {
            let known = languages.isEmpty ? "it names none" : languages.joined(separator: ", ")
            throw Failure(
                .usage, "no_such_language", "the pathway has no messages in '\(language)'", hint: "languages: \(known)")
        }
        self.path = path
        self.pathway = pathway
        let own = file.mistakes.folder.inside(path) ?? path
        let files = file.mistakes.files.sorted { ($0.key == own ? "" : $0.key) < ($1.key == own ? "" : $1.key) }
        notes = SourceNotes(files.filter { !$0.key.hasPrefix("instruments/") }.map { ($0.key, $0.value) })
        diagnostics = file.mistakes.diagnostics
        messages = MessagePreview(pathway, language: language).texts
        signatures = Signatures(of: pathway, beside: path)
        tell("playing the tests")
        tests = Self.tests(of: path, plugins)
        proof = try Self.proof(of: checked, limit, stores) { tell("proving: \($0)") }
    }

    /// Those that the pathway names, then others that a message is written in.
    private static func languages(of pathway: Pathway) -> [String] {
        (pathway.languages + pathway.messages.flatMap { $0.subject.languages + $0.body.languages }).uniqued
    }

    private static func tests(of path: String, _ plugins: PluginSet) -> TestView? {
        let tests = path.replacingSuffix(".yaml", with: ".test.yaml")
        guard FileReader.exists(tests) else { return nil }
        var session = TestSession(plugins)
        _ = session.play(tests)
        return TestView(session)
    }

    private static func proof(
        of checked: CheckView, _ limit: Swift.Duration, _ stores: (any CaseStoreOpener)?, _ tell: (String) -> Void
    ) throws -> ProofView.Proof {
        let view = ProofView(of: checked, isStrict: false, within: limit, stores: stores) { _, part in tell(part) }
        guard let proof = view.proofs.first else {
            throw Failure(.internalError, "not_proved", "the pathway was not proved")
        }
        return proof
    }

    /// What was not decided by the proof.
    package var undecided: [Finding] { proof.report.findings.filter(\.isUndecided) }
}
