import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite

/// A clinic's folder, opened: its settings, its store, and what runs its cases.
struct Clinic {
    let place: ClinicPlace
    let folder: String
    let settings: Settings
    let plugins: PluginSet
    let store: any CaseStore
    let runner: CaseRunner

    /// Opens the clinic of a folder, or of the nearest folder upward that has settings.
    init(in folder: String?) throws {
        let place = try ClinicPlace.find(folder)
        self.place = place
        self.folder = place.folder
        settings = place.settings
        plugins = place.plugins
        do { store = try SQLiteStores().open(at: place.storePath) } catch { throw Failure(error, place) }
        runner = CaseRunner(
            store: store, plugins: plugins, current: { place.current($0) }, newID: { CaseName.random() })
    }
}

/// Where a clinic stands, before its store is opened.
struct ClinicPlace {
    let folder: String
    let settings: Settings
    let plugins: PluginSet

    static func find(_ folder: String?) throws -> ClinicPlace {
        if let folder { return try ClinicPlace(folder: folder) }
        var up = "."
        for _ in 0..<64 {
            if FileReader.exists("\(up)/\(Settings.file)") { return try ClinicPlace(folder: up) }
            up = up == "." ? ".." : "../\(up)"
        }
        throw Failure(
            .missing, "no_clinic", "there is no clinic here: no '\(Settings.file)' in this folder or above",
            hint: "begin one with 'stepwell init', or name its folder with --clinic")
    }

    init(folder: String) throws {
        self.folder = folder
        let path = "\(folder)/\(Settings.file)"
        guard let bytes = FileReader.bytes(path) else {
            throw Failure(
                .missing, "no_clinic", "there is no file '\(path)'", hint: "begin a clinic with 'stepwell init'")
        }
        let read = Settings.read(bytes)
        guard let settings = read.settings else {
            var printer = DiagnosticPrinter(isJSON: false)
            // A secret may stand there by mistake: lines of the settings are not shown.
            printer.add(read.diagnostics, in: PathwayFolder(folder: folder), files: [:])
            throw Failure(.badData, "bad_settings", "the clinic's settings are wrong")
        }
        self.settings = settings
        let messages = settings.messages
        plugins = LinkedPlugins.all(
            messagesIn: AbsolutePath.of(messages, in: folder), channels: settings.channels,
            of: folder, hosted: ClinicPlugins(in: folder, settings).hosted)
    }

    func path(_ name: String) -> String { AbsolutePath.of(name, in: folder) }

    var storePath: String { path(settings.store) }
    var pathways: PathwayFolder { PathwayFolder(folder: "\(folder)/Pathways") }

    /// The pathway of a name as the clinic has it now, if it compiles.
    func current(_ name: String) -> CurrentDefinition? {
        let compilation = pathways.compiler(plugins).compile("\(name).yaml")
        guard let pathway = compilation.product, pathway.identifier == name else { return nil }
        return CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: pathway.identifier, version: pathway.version, path: "\(name).yaml",
                files: compilation.files),
            pathway: pathway)
    }
}

/// What new cases are called.
enum CaseName {
    /// Without letters that look like digits, and without vowels that make words.
    private static let letters = Array("23456789bcdfghjkmnpqrstvwxz")

    /// Eight letters in two groups: enough that no two cases of a clinic meet, short enough to say.
    static func random() -> CaseID {
        var generator = SystemRandomNumberGenerator()
        func group() -> String {
            String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        }
        return CaseID("\(group())-\(group())")
    }
}
