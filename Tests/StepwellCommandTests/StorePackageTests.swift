import CaseStoreConformance
import Foundation
import TestSupport
import Testing

/// The guide to stores, followed outside the project.
@Suite("A store of a package of its own")
struct StorePackageTests {
    @Test(
        "begins as the guide says, sees what is public, and passes the checks", .enabled(if: OutsidePackage.isAskedFor))
    func begins() throws {
        let folder = try TemporaryFolder()
        let package = folder.root.appendingPathComponent("clinic-store")
        func write(_ text: String, to path: String) throws {
            let url = package.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        let guide = try text(of: "docs/how-to/write-a-store.md")
        for case .file(let path, let text) in DocumentationTests.blocks(of: guide) {
            let dependency = "url: \"https://example.org/stepwell.git\", from: \"1.0.0\""
            #expect(path != "Package.swift" || text.contains(dependency))
            let here = "name: \"stepwell\", path: \"\(Shell.project.path)\""
            try write(text.replacing(dependency, with: here), to: path)
        }
        let example = Shell.project.appendingPathComponent("Sources/StepwellMemoryStore").path
        for name in try FileManager.default.contentsOfDirectory(atPath: example) {
            let text = try text(of: "Sources/StepwellMemoryStore/\(name)").replacing("Memory", with: "Clinic")
            try write(text, to: "Sources/ClinicStore/\(name.replacing("Memory", with: "Clinic"))")
        }
        let tested = try Shell(in: package).bash(OutsidePackage.test)
        #expect(tested.status == 0, "\(tested.output.suffix(2_000))")
        let checks = "with \(CaseStoreConformance.checks.count) test cases passed"
        #expect(tested.output.contains(checks), "\(tested.output.suffix(2_000))")
    }

    private func text(of path: String) throws -> String {
        try String(contentsOf: Shell.project.appendingPathComponent(path), encoding: .utf8)
    }
}
