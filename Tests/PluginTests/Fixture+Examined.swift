import Foundation
import PathwayModel
import StepwellRuntime

extension Fixture {
    /// What `plugin check` says of a plugin.
    ///
    /// - Parameter cases: its `cases.yaml`.
    static func examined(
        _ script: String, cases: String, manifest: String = Fixture.manifest,
        _ change: (inout PluginLimits) -> Void = { _ in }
    ) throws -> PluginExamination {
        let fixture = try Fixture(script, manifest: manifest)
        try fixture.write("cases.yaml", cases)
        let folder = try PluginFolder(fixture.folder)
        var limits = PluginLimits()
        // Long enough for a machine that has other work.
        limits.start = 60_000
        limits.rule = 20_000
        limits.end = 200
        change(&limits)
        // Its folder goes with it.
        return withExtendedLifetime(fixture) {
            PluginExamination.examine(folder) { manifest in
                PluginHost.Setup(
                    manifest: manifest, folder: folder, sandbox: .sealed, limits: limits, hostVersion: "test",
                    log: { _ in })
            }
        }
    }
}

extension PluginExamination {
    func problems(of finding: String) -> [String] { findings.filter { $0.name == finding }.flatMap(\.problems) }
    func note(of finding: String) -> String { findings.first { $0.name == finding }?.note ?? "" }

    /// All that it finds, for a test's own report.
    var complaints: [String] {
        findings.flatMap { finding in finding.problems.map { "\(finding.name): \($0)" } } + diagnostics.map(\.message)
    }
}
