import PathwayEngine
package import PathwayModel
package import PathwayProver
import PathwayScenarios
package import StepwellRuntime

/// What `check --prove` shows: what is proved of pathways.
package struct ProofView: Sendable {
    /// What was found of one file's pathway.
    package struct Proof: Sendable {
        package var path: String
        package var report: ProverReport
        /// What it was proved of.
        var pathway: Pathway

        package func count(_ kind: Finding.Verdict.Kind) -> Int { report.findings.count { $0.verdict.kind == kind } }
    }

    package var proofs: [Proof]
    /// Whether what is not decided is as bad as what is violated.
    package var isStrict: Bool

    /// What a proof says, and what it does not.
    package static let meaning = [
        "Proved is that the chart does what it promises, in whatever order people act and whatever they record in time.",
        "Not proved is that this is good care; nor anything of entries that are late, put right or taken back.",
    ]

    /// - Parameters:
    ///   - limit: how long each pathway may take.
    ///   - tell: called with a file and with what is looked at, before it is.
    package init(
        of checked: CheckView, isStrict: Bool, within limit: Swift.Duration, stores: (any CaseStoreOpener)? = nil,
        _ tell: (String, String) -> Void = { _, _ in }
    ) {
        self.isStrict = isStrict
        proofs = zip(checked.paths, checked.files).compactMap { path, file in
            guard let pathway = file.pathway else { return nil }
            let holders = stores.flatMap { PathwayUse(of: PathwayFolder(of: path), $0).heldRoles }
            let report = Prover(pathway, holders: holders).prove(within: limit) { tell(path, $0) }
            return Proof(path: path, report: report, pathway: pathway)
        }
    }

    package var isGood: Bool {
        proofs.flatMap(\.report.findings).allSatisfy { finding in
            switch finding.verdict {
            case .proved, .owed: true
            case .violated: false
            case .notDecided: !isStrict && !finding.isSafety
            }
        }
    }

    /// Writes what is violated as scenario tests, a file a pathway: `NAME.found.test.yaml`.
    package func write(to folder: String) throws {
        for proof in proofs {
            guard let text = proof.report.scenarios else { continue }
            try FileWriter.renew(NewFile("\(folder)/\(proof.report.pathway).found.test.yaml", Array(text.utf8)))
        }
    }

    package var json: JSON {
        .object(
            proofs.map { proof in
                .init(
                    proof.path,
                    [
                        "pathway": .string(proof.report.pathway), "version": .string(proof.report.version),
                        "situations": JSON(proof.report.situations),
                        "findings": .array(proof.report.findings.map { $0.json(of: proof.path) }),
                        "redundant": .array(
                            proof.report.redundancies.map { redundancy in
                                [
                                    "safeguard": .string(redundancy.safeguard),
                                    "because": .string(redundancy.because),
                                ]
                            }),
                    ])
            })
    }
}

extension ProofView.Proof {
    /// The way that the story of a finding walks; nil where there is none to tell.
    package func walk(of finding: Finding) -> Walk? {
        guard let story = finding.story else { return nil }
        let text = "pathway: \(pathway.identifier)\nscenarios:\n\(story)\n"
        guard case .scenarios(let file)? = TestFileReader.read(Array(text.utf8), file: path).file,
            let scenario = file.scenarios.first
        else { return nil }
        // What a rule answers that the story does not speak of, nobody knows.
        let runner = ScenarioRunner(Machine(pathway)) { _ in
            RuleAnswer(Verdict(.unknown, reasons: ["the story does not say"]), from: "the story")
        }
        return Walk(runner.walk(scenario), in: pathway)
    }
}

extension Finding.Verdict {
    /// The kinds of answers; there is no other.
    package enum Kind: String, Sendable, CaseIterable {
        case proved, owed, violated
        case notDecided = "not_decided"

        /// For people.
        package var words: String {
            switch self {
            case .proved: "proved"
            case .owed: "owed"
            case .violated: "violated"
            case .notDecided: "not decided"
            }
        }

        /// What is wrong first.
        package static let worstFirst: [Kind] = [.violated, .notDecided, .owed, .proved]
    }

    package var kind: Kind {
        switch self {
        case .proved: .proved
        case .owed: .owed
        case .violated: .violated
        case .notDecided: .notDecided
        }
    }

    /// Why it is not decided.
    package var why: String? { if case .notDecided(let why) = self { why } else { nil } }
}

extension Finding {
    fileprivate func json(of path: String) -> JSON {
        var members: [JSON.Member] = [
            .init("property", .string(property.rawValue)), .init("subject", .string(subject)),
            .init("verdict", .string(verdict.kind.rawValue)), .init("says", .string(sentence)),
            .init("safety", .bool(isSafety)),
        ]
        if let why = verdict.why { members.append(.init("why", .string(why))) }
        if let span { members.append(.init("line", JSON(span.start.line))) }
        if !plain.isEmpty { members.append(.init("story", JSON(plain))) }
        if let story { members.append(.init("scenario", .string(story))) }
        return .object(members)
    }
}

extension ProverReport {
    /// What was found as scenario tests, which fail until the pathway is mended; nil where nothing was.
    package var scenarios: String? {
        let stories = findings.filter { $0.verdict == .violated }.compactMap(\.story)
        guard !stories.isEmpty else { return nil }
        return """
            # Written by `stepwell check --prove`: each story shows something that is wrong with the pathway, and fails until
            # it is mended. Move what is to stay true into the pathway's own tests.
            pathway: \(pathway)
            scenarios:
            \(stories.joined(separator: "\n"))

            """
    }
}
