package import PathwayModel
import PathwayScenarios

/// What `test` shows at its end: how many passed, and what no scenario has seen.
package struct TestView: Sendable {
    /// What the scenarios have seen of one kind of thing.
    package struct Part: Hashable, Sendable {
        package var name: String
        package var seen: Int
        package var all: Int
        package var missing: [String]
    }

    package struct Coverage: Hashable, Sendable {
        package var pathway: String
        package var parts: [Part]
    }

    package var files: [TestedFile]
    package var coverage: [Coverage]

    package init(_ session: TestSession) {
        files = session.files
        coverage = session.reports.map { pathway, report in
            let parts = [("states", report.states), ("transitions", report.transitions), ("criteria", report.criteria)]
            return Coverage(
                pathway: pathway,
                parts: parts.map { Part(name: $0.0, seen: $0.1.seen, all: $0.1.all, missing: $0.1.missing) })
        }
    }

    private var results: [TestResult] { files.flatMap(\.results) }
    package var failed: Int { results.count { !$0.isGood } + files.reduce(0) { $0 + $1.unplayed } }
    package var passed: Int { results.count(where: \.isGood) }
    package var isGood: Bool {
        failed == 0 && !files.flatMap(\.mistakes).flatMap(\.diagnostics).contains { $0.severity == .error }
    }

    package var json: JSON {
        [
            "ok": .bool(isGood), "passed": JSON(passed), "failed": JSON(failed),
            "scenarios": .array(results.map(\.json)), "coverage": .array(coverage.map(\.json)),
            "diagnostics": .array(files.flatMap(\.mistakes).flatMap(\.json)),
        ]
    }
}

extension TestView.Coverage {
    package var json: JSON {
        .object(
            [.init("pathway", .string(pathway))]
                + parts.map {
                    .init($0.name, ["seen": JSON($0.seen), "all": JSON($0.all), "missing": JSON($0.missing)])
                })
    }
}
