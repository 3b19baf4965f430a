import PathwayModel
package import StepwellRuntime

/// One look at a plugin that somebody works on: it is built, where there is something to build, and checked.
package struct PluginLook: Sendable {
    package var checks: [PluginExamination.Finding] = []
    package var answers: [PluginExamination.CaseAnswer] = []

    package var isGood: Bool { checks.allSatisfy(\.problems.isEmpty) }

    /// - Parameter trial: begins a trial of the folder as it is then.
    /// - Returns: nil where it was stopped.
    package static func look(
        at folder: String, isStopped: () -> Bool, trial: () throws -> PluginTrial
    ) throws -> PluginLook? {
        var look = PluginLook()
        if let build = PluginBuild(in: folder) {
            let words = build.words.joined(separator: " ")
            switch build.run(isStopped) {
            case .built: look.checks.append(.init(name: "build", problems: [], note: words))
            case .failed(let problems):
                look.checks.append(.init(name: "build", problems: problems))
                return look
            case .stopped: return nil
            }
        }
        let examination: PluginExamination
        do { examination = try trial().examine() } catch let failure as Failure {
            // Something that is missing now may be there at the next look.
            look.checks.append(
                .init(name: "folder", problems: [failure.message] + (failure.hint.map { [$0] } ?? [])))
            return look
        }
        look.checks += [.init(name: "folder", problems: [], note: "can be read")] + examination.findings
        let mistakes = examination.diagnostics.filter { $0.severity == .error }.map { mistake in
            "\(mistake.span.file):\(mistake.span.start.line): \(mistake.message)"
        }
        look.checks.append(.init(name: "form", problems: mistakes, note: "of \(PluginManifest.file) and cases"))
        look.answers = examination.answers
        return look
    }
}
