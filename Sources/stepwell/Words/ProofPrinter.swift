import PathwayProver
import StepwellClinic

/// What was proved, for people: what is wrong first, each with its story.
struct ProofPrinter {
    private let view: ProofView
    private let isVerbose: Bool

    init(_ view: ProofView, isVerbose: Bool) {
        self.view = view
        self.isVerbose = isVerbose
    }

    func tell() {
        guard !view.proofs.isEmpty else { return Output.line("no pathway stands there to be proved") }
        Output.line("")
        for sentence in ProofView.meaning { Output.line("\(sentence)") }
        for proof in view.proofs { tell(proof) }
    }

    private func tell(_ proof: ProofView.Proof) {
        let report = proof.report
        Output.line("")
        Output.line(Paint.output.bold("\(report.pathway) \(report.version)") + Line("  \(proof.path)"))
        for kind in Finding.Verdict.Kind.worstFirst {
            for finding in report.findings where finding.verdict.kind == kind { tell(finding, of: proof) }
        }
        let counts = [Finding.Verdict.Kind.proved, .owed, .violated, .notDecided].map { kind in
            "\(proof.count(kind)) \(kind.words)"
        }
        Output.line("\(counts.joined(separator: ", ")), in \(report.situations) situations")
        guard isVerbose else { return }
        if !report.redundancies.isEmpty { Output.line("  kept twice, so that no verdict rests on it alone:") }
        for redundancy in report.redundancies { Output.line("    \(redundancy.safeguard): \(redundancy.because)") }
        for cost in report.costs { Output.line("  \(cost.name): \(Self.milliseconds(cost.duration)) ms") }
    }

    private func tell(_ finding: Finding, of proof: ProofView.Proof) {
        let about = finding.subject.isEmpty ? "" : " \(finding.subject)"
        Output.line(mark(finding.verdict.kind) + Line("  \(finding.property.rawValue)\(about): \(finding.sentence)"))
        if let why = finding.verdict.why { Output.line("             \(why)") }
        if let walk = proof.walk(of: finding) {
            for line in WalkWords(paint: .output).lines(walk, indent: "             ") { Output.line(line) }
        } else {
            for line in finding.plain { Output.line("             \(line)") }
        }
    }

    private func mark(_ kind: Finding.Verdict.Kind) -> Line {
        let word = kind.words.padding(to: 11)
        return switch kind {
        case .proved: Paint.output.green(word)
        case .owed: Line(word)
        case .violated: Paint.output.red(word)
        case .notDecided: Paint.output.yellow(word)
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
