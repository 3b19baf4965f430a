import CEL
import PathwayEngine
import PathwayModel
import PathwayProver
import PathwayScenarios
import Testing
import TortureKit

extension Proofs {
    /// Pathways with one hole each, and sound ones: what the prover says of them, to the word.
    struct CorpusTests {
        private static func findings(of file: CorpusFile) throws -> [Finding] {
            Prover(try file.compiled(), holders: ["intake", "clinician"]).prove(within: .seconds(60)).findings
        }

        @Test("finds the hole of each pathway, and nothing else", arguments: CorpusFile.all(in: "Holes"))
        func findsHoles(_ file: CorpusFile) throws {
            let holes = file.holes
            try #require(!holes.isEmpty)
            let pathway = try file.compiled()
            let findings = try Self.findings(of: file)
            for hole in holes {
                let isFound = findings.contains { $0.matches(hole) && $0.verdict == .violated }
                #expect(isFound, "\(hole.property) \(hole.subject)")
            }
            for finding in findings where finding.isAgainst {
                #expect(
                    holes.contains { finding.matches($0) }, "\(finding.property) \(finding.subject): \(finding.verdict)"
                )
                guard finding.verdict == .violated, let scenario = finding.story else { continue }
                try Self.fails(scenario, of: pathway, because: finding)
            }
        }

        @Test("says nothing against a sound pathway", arguments: CorpusFile.all(in: "Sound"))
        func isSilent(_ file: CorpusFile) throws {
            for finding in try Self.findings(of: file) where finding.isAgainst {
                Issue.record("\(finding.property) \(finding.subject): \(finding.verdict)")
            }
        }

        @Test("has a story wherever something can be shown")
        func tells() throws {
            // That a criterion can never be met, or never fail, is shown by nothing that happens.
            // Nor that nobody has a role, or that a mark is missing.
            let silent: Set<Property> = [.never, .always, .role, .safeguard]
            for file in CorpusFile.all(in: "Holes") {
                for finding in try Self.findings(of: file)
                where finding.verdict == .violated && !silent.contains(finding.property) {
                    #expect(finding.story != nil, "\(file.name): \(finding.property) \(finding.subject)")
                }
            }
        }

        @Test("the corpus is large enough")
        func isLarge() {
            let holes = CorpusFile.all(in: "Holes")
            #expect(holes.count >= 80)
            #expect(CorpusFile.all(in: "Sound").count >= 40)
            let properties = Set(holes.flatMap(\.holes).map(\.property))
            #expect(properties == Set(Property.allCases.map(\.rawValue)))
        }

        /// A story is one that the engine plays, and that fails at its last step.
        private static func fails(_ scenario: String, of pathway: Pathway, because finding: Finding) throws {
            let text = "pathway: \(pathway.identifier)\nscenarios:\n\(scenario)\n"
            let read = TestFileReader.read(Array(text.utf8), file: "found.test.yaml")
            guard case .scenarios(let file)? = read.file, let story = file.scenarios.first else {
                Issue.record("\(finding.property) \(finding.subject): \(read.diagnostics.map(\.message))\n\(text)")
                return
            }
            let runner = ScenarioRunner(Machine(pathway)) { _ in
                RuleAnswer(.unknown("nobody answers"), from: "attendance 1")
            }
            let result = runner.run(story)
            let steps = scenario.split(separator: "\n").count { $0.hasPrefix("      - ") }
            #expect(result.failure?.step == steps, "\(finding.property) \(finding.subject)\n\(text)")
        }
    }
}

extension Finding {
    func matches(_ hole: CorpusFile.Hole) -> Bool {
        property.rawValue == hole.property && subject.contains(hole.subject)
    }
}
