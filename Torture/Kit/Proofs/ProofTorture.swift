import PathwayCompiler
package import PathwayModel
import PathwayProver
import ShippedFiles

/// Pathways that are proved, and then walked.
package struct ProofTorture {
    package struct Report {
        package var proved: [String]
        package var steps = 0
        package var cases = 0
        package var places = 0
        package var breaks: [ProofBreak] = []
    }

    package struct Unfit: Error, CustomStringConvertible {
        package var description: String
    }

    private let proving: Swift.Duration

    /// - Parameter proving: how long one pathway may be proved.
    package init(proving: Swift.Duration) { self.proving = proving }

    /// A shipped pathway, with a rule of the plugin that it asks.
    package static func shipped(_ name: String) throws -> Pathway {
        try compiled("\(name).yaml") { path in ShippedPathways.files.first { $0.path == path }?.bytes }
    }

    /// The random pathway of a seed.
    package static func random(seed: UInt64) throws -> Pathway { try random(RandomCare.yaml(seed: seed)) }

    private static func random(_ text: String) throws -> Pathway {
        let own = Array(text.utf8)
        return try compiled("random_care.yaml") { path in
            path == "random_care.yaml" ? own : ShippedPathways.files.first { $0.path == path }?.bytes
        }
    }

    private static func compiled(_ path: String, _ load: @escaping (String) -> [UInt8]?) throws -> Pathway {
        let compilation = PathwayCompiler(rules: [attendance], channels: nil, load: load).compile(path)
        guard let pathway = compilation.product else {
            throw Unfit(description: compilation.diagnostics.map(\.message).joined(separator: "; "))
        }
        return pathway
    }

    private static let attendance = RuleSignature(
        name: "attendance.at_least",
        parameters: [
            .init(name: "rate", type: .number(min: 0, max: 1), isRequired: true),
            .init(name: "last", type: .integer(min: 1, max: nil), isRequired: true),
        ], reads: .attendance, plugin: "attendance 1")

    /// Proves a pathway, and walks it until something breaks or the steps are over.
    package func run(_ pathway: Pathway, seed: UInt64, steps: Int) -> Report {
        let proof = Prover(pathway, holders: Set(pathway.roles)).prove(within: proving)
        let claims = ProofClaims(provedBy: proof)
        var report = Report(proved: claims.properties.map(\.rawValue).sorted() + claims.promises.sorted())
        var walk = ProofWalk(pathway, claims, seed: seed)
        while walk.steps < steps, report.breaks.isEmpty { report.breaks = walk.step() }
        if report.breaks.isEmpty { report.breaks = walk.atLast() }
        (report.steps, report.cases, report.places) = (walk.steps, walk.cases, walk.places.count)
        return report
    }

    /// A random pathway of which a proof was broken, without the lines that it takes no part in.
    package func shrunk(
        _ text: String, breaking found: ProofBreak, seed: UInt64, steps: Int
    ) -> (text: String, found: ProofBreak) {
        var found = found
        var lines = text.split(separator: "\n").map(String.init)
        var hasShrunk = true
        while hasShrunk {
            hasShrunk = false
            var place = lines.count - 1
            while place >= 0 {
                let indent = lines[place].prefix { $0 == " " }.count
                let inside = lines[(place + 1)...].prefix { $0.prefix { $0 == " " }.count > indent }.count
                var fewer = lines
                fewer.removeSubrange(place...place + inside)
                if let same = same(as: found, fewer, seed, steps) {
                    (lines, found) = (fewer, same)
                    hasShrunk = true
                }
                place -= 1
            }
        }
        return (lines.joined(separator: "\n"), found)
    }

    private func same(as found: ProofBreak, _ lines: [String], _ seed: UInt64, _ steps: Int) -> ProofBreak? {
        guard let pathway = try? Self.random(lines.joined(separator: "\n") + "\n") else { return nil }
        return run(pathway, seed: seed, steps: steps).breaks.first {
            $0.property == found.property && $0.says == found.says
        }
    }
}
