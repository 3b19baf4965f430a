import ShippedFiles
import StepwellClinic

/// A plugin in Swift: a library that can be linked, and a program of one line.
struct SwiftTemplate {
    let name: String
    /// A folder or a URL; nil for the program's own, beside the plugin.
    let sdk: String?

    private var module: String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static let build = "swift build -c release --static-swift-stdlib"

    var files: [PluginTemplate.File] {
        [
            PluginTemplate.manifest(name, executable: "bin/\(name)", build: ".build/release/\(name)-plugin"),
            PluginTemplate.cases, PluginTemplate.readme(name, build: Self.build),
            PluginTemplate.File(path: "Package.swift", text: package),
            PluginTemplate.File(path: "Sources/\(module)/\(module).swift", text: plugin),
            PluginTemplate.File(path: "Sources/\(module)/Missed.swift", text: rule),
            PluginTemplate.File(
                path: "Sources/\(name)-plugin/Main.swift", text: main),
            PluginTemplate.File(path: "Tests/\(module)Tests/MissedTests.swift", text: tests),
            PluginTemplate.File(path: ".gitignore", text: ".build/\nbin/\n\(PluginSDK.folder)/\n"),
        ]
    }

    /// What a package at a URL is called: its last part, without `.git`.
    private static func lastPart(of url: String) -> String {
        (url.split(separator: "/").last.map(String.init) ?? url).replacingSuffix(".git", with: "")
    }

    /// A text as a Swift literal.
    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }

    private var package: String {
        let url = sdk.flatMap { $0.contains("://") ? $0 : nil }
        let path = sdk.map { FilePath.absolute($0) } ?? PluginSDK.folder
        let dependency =
            url.map { ".package(url: \(quoted($0)), branch: \"main\")" }
            ?? ".package(name: \"stepwell\", path: \(quoted(path)))"
        let identity = url.map { Self.lastPart(of: $0) } ?? "stepwell"
        let kit = ".product(name: \"StepwellKit\", package: \(quoted(identity)))"
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let kit: Target.Dependency = \(kit)

            let package = Package(
                name: "\(name)",
                platforms: [.macOS(.v15)],
                products: [.library(name: "\(module)", targets: ["\(module)"])],
                dependencies: [\(dependency)],
                targets: [
                    // The rules, to be linked or tested.
                    .target(name: "\(module)", dependencies: [kit]),
                    // The same rules as a process.
                    .executableTarget(name: "\(name)-plugin", dependencies: ["\(module)", kit]),
                    .testTarget(name: "\(module)Tests", dependencies: ["\(module)", kit]),
                ])

            """
    }

    private var plugin: String {
        """
        import StepwellKit

        public enum \(module): PluginProgram {
            public static let plugin = Plugin(name: "\(name)", version: "1.0.0", rules: [Missed()])
        }

        """
    }

    private var main: String {
        """
        import \(module)
        import StepwellKit

        @main enum Main { static func main() { \(module).main() } }

        """
    }

    private var rule: String {
        """
        import StepwellKit

        /// `\(name).missed`: in the last days so many sessions were missed, or more.
        struct Missed: Rule {
            // The schema in plugin.yaml is derived from this: 'stepwell plugin check --write' writes it anew.
            struct Parameters: Decodable, Sendable {
                let count: Int
                /// 14 unless given.
                let days: Int?
            }

            let name = "missed"
            let reads: RuleReads = [.attendance, .today]
            let bounds: [String: ClosedRange<Double>] = ["count": 1...100, "days": 1...366]

            func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
                guard let today = facts.today, !facts.sessions.isEmpty else {
                    return .unknown("waiting for the first session")
                }
                let days = parameters.days ?? 14
                let missed = facts.sessions.filter { $0.status == .noShow && today.days(since: $0.date) <= days }
                let reason = "missed \\(missed.count) in \\(days) days; \\(parameters.count) are asked"
                let evidence = missed.map { "missed on \\($0.date)" }
                return missed.count >= parameters.count
                    ? .met(reason, evidence: evidence) : .notMet(reason, evidence: evidence)
            }
        }

        """
    }

    private var tests: String {
        """
        import StepwellKit
        import Testing

        @testable import \(module)

        @Test("missing two is missing two")
        func twoMissed() throws {
            let date = try #require(CalendarDate("2026-01-30"))
            let session = RuleFacts.Session(status: .noShow, type: nil, date: date)
            let facts = RuleFacts(today: date, sessions: [session, session])
            #expect(Missed().evaluate(.init(count: 2, days: nil), facts).answer == .met)
            #expect(Missed().evaluate(.init(count: 3, days: nil), facts).answer == .notMet)
            #expect(Missed().evaluate(.init(count: 3, days: nil), RuleFacts(today: date)).answer == .unknown)
        }

        """
    }
}
