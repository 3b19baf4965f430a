import ArgumentParser
import CEL
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `doctor`: what is wrong with an installation.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong with this clinic: settings, store, pathways.",
        discussion: "stepwell doctor")

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        var checks: [(name: String, problems: [String])] = []
        checks.append(("settings", problems(inSettings: clinic)))
        checks.append(
            ("store", try Failure.tellingStore({ () throws(StoreError) in try clinic.store.problems() })))
        checks.append(("pathways", problems(inPathways: clinic)))
        checks.append(("cases", try problems(inCases: clinic)))
        let channels = look(atChannelsOf: clinic)
        checks.append(("channels", channels.problems))
        let plugins = look(atPluginsOf: clinic)
        checks.append(("plugins", plugins.problems))
        let count = checks.reduce(0) { $0 + $1.problems.count }
        if self.clinic.json {
            Output.json([
                "ok": .bool(count == 0),
                "checks": .array(checks.map { ["name": .string($0.name), "problems": JSON($0.problems)] }),
                "notes": JSON(channels.notes + plugins.notes),
            ])
        } else {
            let paint = Paint(isOn: Output.colors(1))
            for check in checks {
                Output.line("\(check.problems.isEmpty ? paint.green("ok  ") : paint.red("BAD "))  \(check.name)")
                Output.lines(check.problems.map { "        \($0)" })
            }
            Output.lines((channels.notes + plugins.notes).map { "note  \($0)" })
        }
        if count > 0 { throw Failure.found }
    }

    private func problems(inSettings clinic: Clinic) -> [String] {
        var problems: [String] = []
        for (account, user) in (clinic.settings.users ?? [:]).sorted(by: { $0.key < $1.key }) where user.roles.isEmpty {
            problems.append("the user '\(account)' has no role")
        }
        return problems
    }

    private func problems(inPathways clinic: Clinic) -> [String] {
        let folder = PathwayFolder(folder: "\(clinic.folder)/Pathways")
        guard FileReader.isFolder(folder.prefix) else { return ["there is no folder '\(folder.prefix)'"] }
        let today = ZoneOffsets.utc.date(of: SystemClock.now)
        var problems: [String] = []
        for path in FileReader.files(below: "\(clinic.folder)/Pathways") where path.hasSuffix(".yaml") {
            let checked = ClinicFile(path, in: folder).check(clinic.plugins)
            let errors = checked.diagnostics.count { $0.severity == .error }
            if errors > 0 {
                problems.append("\(path) has \(errors) error\(errors == 1 ? "" : "s"); see 'stepwell check'")
            }
            let name = folder.inside(path) ?? path
            guard errors == 0, !name.contains("/"), !name.hasSuffix(".test.yaml"),
                let pathway = folder.compiler(clinic.plugins).compile(name).product,
                let reviewBy = pathway.approval?.reviewBy, reviewBy < today
            else { continue }
            problems.append("\(path) was to be reviewed by \(reviewBy)")
        }
        return problems
    }

    /// Every open case runs on a definition that still compiles, and its facts fold to its state.
    private func problems(inCases clinic: Clinic) throws -> [String] {
        let cases = try Failure.tellingStore({ () throws(StoreError) in
            try clinic.store.cases(CaseFilter())
        })
        return cases.compactMap { summary -> String? in
            do throws(RuntimeError) {
                let isFaithful = try clinic.runner.isFaithful(summary.id)
                return isFaithful ? nil : "case \(summary.id): its journal and its state differ"
            } catch {
                return "case \(summary.id): \(Failure(error).message)"
            }
        }
    }
}
