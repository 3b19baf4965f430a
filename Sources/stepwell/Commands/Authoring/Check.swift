import ArgumentParser
import Foundation
import PathwayCompiler
import PathwayModel
import PathwayScenarios

/// `check`: compiles what a clinic wrote and says everything that is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compile pathways, instruments and tests, and say what is wrong.",
        discussion: """
            stepwell check Pathways/iop_basic.yaml

            Without files everything in the folder Pathways is checked. Exit status 1 where there is an error.
            """)

    @Argument(help: "Files or folders.")
    var files: [String] = []

    @Flag(help: "Treat warnings as errors.")
    var strict = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let plugins = ClinicPlugins.atHand()
        let paths = try ClinicFiles.yaml(files)
        var printer = DiagnosticPrinter(isJSON: json)
        for path in paths {
            let folder = PathwayFolder(of: path)
            let checked = ClinicFile(path, in: folder).check(plugins)
            printer.add(checked.diagnostics, in: folder, files: checked.files)
        }
        let isBad = printer.errors > 0 || (strict && printer.warnings > 0)
        if json {
            Output.json([
                "ok": .bool(!isBad), "files": JSON(paths), "errors": .int(Int64(printer.errors)),
                "warnings": .int(Int64(printer.warnings)), "diagnostics": .array(printer.entries),
            ])
        } else {
            let files = paths.count == 1 ? "1 file" : "\(paths.count) files"
            let summary = [(printer.errors, "error"), (printer.warnings, "warning")].filter { $0.0 > 0 }.map {
                "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")"
            }
            Output.line("\(files) checked: \(summary.isEmpty ? "nothing wrong" : summary.joined(separator: ", "))")
        }
        if isBad { throw Failure.found }
    }
}
