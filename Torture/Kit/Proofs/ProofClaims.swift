package import PathwayProver

/// What was proved of a pathway, and a walk tries to break.
package struct ProofClaims {
    package var properties: Set<Property> = []
    /// The promises that the engine keeps.
    package var promises: Set<String> = []

    package init(_ findings: some Sequence<Finding>) {
        for finding in findings {
            properties.insert(finding.property)
            if finding.property == .promise { promises.insert(finding.subject) }
        }
    }

    /// What a report says is proved.
    package init(provedBy report: ProverReport) { self.init(report.findings.filter { $0.verdict == .proved }) }
}

/// Something that was proved and is not so.
package struct ProofBreak: CustomStringConvertible {
    package var property: Property
    /// What is wrong, in words.
    package var says: String
    /// All that happened to the case.
    package var told: [String]

    package var description: String { "\(property.rawValue): \(says)\n  " + told.joined(separator: "\n  ") }
}
