import CEL
import PathwayCompiler
package import PathwayDrawing
import PathwayEngine
import PathwayModel
import PathwayScenarios
package import StepwellRuntime

/// A story of a file of tests: `iop_basic.test.yaml#From referral to a call after discharge`.
package struct StoryName: Hashable, Sendable {
    package var file: String
    /// Nil where the file has only one.
    package var story: String?

    package init(_ text: String) {
        // A file's name may have a '#' before its ending, and a story's anywhere.
        let ending = [".yaml#", ".yml#"].compactMap { text.firstRange(of: $0)?.upperBound }.min()
        guard let end = ending ?? text.firstIndex(of: "#").map({ text.index(after: $0) }) else {
            (file, story) = (text, nil)
            return
        }
        file = String(text[..<text.index(before: end)])
        story = end == text.endIndex ? nil : String(text[end...])
    }
}

/// A story played on its pathway, and drawn there.
package struct StoryPicture {
    package let picture: Picture
    /// The pathway's identifier.
    package let pathway: String

    /// - Parameter pathway: the name or file of the pathway; nil for the one that the file of tests is of.
    package init(of name: StoryName, on pathway: String?, _ plugins: PluginSet) throws {
        let folder = PathwayFolder(of: name.file)
        let inside = folder.inside(name.file) ?? name.file
        guard let bytes = folder.bytes(inside) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(name.file)' that can be read")
        }
        let read = TestFileReader.read(bytes, file: inside)
        guard case .scenarios(let scenarios)? = read.file else {
            throw Failure(
                .found, "no_scenarios", "'\(name.file)' is no file of scenario tests that can be read",
                mistakes: FileMistakes(read.diagnostics, in: folder, files: [inside: bytes]))
        }
        let found = try Self.pathway(of: scenarios, inside, folder, said: pathway, plugins)
        let unknown = scenarios.unknownRules(in: found)
        guard unknown.isEmpty else {
            throw Failure(
                .found, "unknown_rule", "the stories answer for a rule that the pathway does not ask",
                mistakes: FileMistakes(unknown, in: folder, files: [inside: bytes]))
        }
        let scenario = try Self.scenario(name, in: scenarios)
        let walk = ScenarioRunner(Machine(found)) { plugins.answer($0) }.walk(scenario)
        self.pathway = found.identifier
        picture = Picture(found).under(Overlay(scenario.name, walk, in: found))
    }

    private static func scenario(_ name: StoryName, in file: ScenarioFile) throws -> Scenario {
        let all = file.scenarios
        if let one = all.first(where: { $0.name == name.story }) { return one }
        if name.story == nil, all.count == 1 { return all[0] }
        let names = all.map(\.name)
        let hint = name.story.flatMap { Suggestions.hint(for: $0, among: names) }
        throw Failure(
            .missing, "no_such_story",
            name.story.map { "'\(name.file)' has no story '\($0)'" } ?? "'\(name.file)' has \(all.count) stories",
            hint: hint ?? "write \(name.file)#NAME with one of: \(names.map { "'\($0)'" }.joined(separator: ", "))")
    }

    /// The pathway that somebody names, else the one beside the stories, else the clinic's.
    private static func pathway(
        of file: ScenarioFile, _ inside: String, _ folder: PathwayFolder, said: String?, _ plugins: PluginSet
    ) throws -> Pathway {
        let beside = ClinicFile.pathways(besideTests: inside, of: file.pathway).map { folder.prefix + $0 }
        let path = said ?? beside.first { FileReader.exists($0) } ?? file.pathway
        let pathway = try ClinicFiles.pathway(named: path, plugins)
        guard pathway.identifier == file.pathway else {
            throw Failure(
                .usage, "other_pathway", "the stories are of '\(file.pathway)', not of '\(pathway.identifier)'")
        }
        return pathway
    }
}

extension Overlay {
    fileprivate init(_ name: String, _ walk: ScenarioWalk, in pathway: Pathway) {
        let steps = zip(walk.walked, walk.steps).map { walked, step in
            var walked = walked
            walked.notes += step.problems.map { "not as the story expects: \($0)" }
            return walked
        }
        let here = walk.here.map { (state: $0.state, since: $0.entered?.description) }
        self.init(caption: ["story: \(name)"], walk: steps, here: here, told: "Step by step", in: pathway)
    }
}
