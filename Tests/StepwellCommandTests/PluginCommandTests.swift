import Foundation
import PathwayModel
import TestSupport
import Testing

/// Plugins as developers and clinics meet them: through the command.
@Suite("stepwell plugin")
struct PluginCommandTests {
    private static let pathway = """
        stepwell: 1
        pathway: watching
        version: "1"
        title: Watching
        expected: 4 weeks
        owner: nurse
        states:
          attending:
            sessions: [{type: group, per_week: 3, minutes: 60}]
            transitions: [{id: stays_away, to: outreach, when: {rule: PLUGIN.missed, with: {count: 2, days: 14}}}]
          outreach: {}

        """

    private func clinic(_ folder: TemporaryFolder) throws -> Shell {
        let shell = Shell(in: folder.root)
        #expect(try shell.stepwell("init", "--demo").status == 0)
        return shell
    }

    private func usePathway(_ folder: TemporaryFolder, plugin: String) throws {
        let text = Self.pathway.replacing("PLUGIN", with: plugin)
        let url = folder.root.appendingPathComponent("Pathways/watching.yaml")
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    private func json(_ result: Shell.Result) throws -> JSON { try JSON.parse(result.output) }

    /// Plays two missed sessions on a pathway that asks the plugin.
    private func playCase(_ shell: Shell, patient: String = "P-1") throws -> String {
        #expect(try shell.stepwell("enroll", "watching", "--patient", patient, "--at", "2026-01-05").status == 0)
        for day in ["2026-01-06", "2026-01-07"] {
            let attended = try shell.stepwell("attend", patient, "no_show", "--type", "group", "--at", day)
            #expect(attended.status == 0, "\(attended.errors)")
        }
        return try shell.stepwell("history", patient).output
    }

    @Test("a new plugin in Python passes its check, is installed, and moves a case at once")
    func python() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let made = try shell.stepwell("plugin", "new", "lace", "--language", "python", "--json")
        #expect(try json(made)["folder"]?.string == "Plugins/lace")
        let checked = try shell.stepwell("plugin", "check", "Plugins/lace", "--json")
        #expect(try json(checked)["ok"] == true, "\(checked.output)\(checked.errors)")
        #expect(try json(shell.stepwell("plugin", "install", "Plugins/lace", "--json"))["installed"] == true)
        try usePathway(folder, plugin: "lace")
        #expect(try shell.stepwell("check", "Pathways/watching.yaml").status == 0)
        let history = try playCase(shell)
        #expect(history.contains("rule lace.missed (lace 1.0.0): met, missed 2"))
        #expect(history.contains("entered outreach"))
        let listed = try json(shell.stepwell("plugin", "list", "--json"))["plugins"]?.array ?? []
        #expect(listed.contains { $0["name"] == "lace" && $0["status"] == "ready" })
        #expect(try json(shell.stepwell("plugin", "show", "lace", "--json"))["sandbox"] == true)
        #expect(try json(shell.stepwell("doctor", "--json"))["ok"] == true)
    }

    @Test("a plugin that changed is refused, one that keeps dying is quarantined, and cases go on")
    func trust() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        #expect(try shell.stepwell("plugin", "new", "lace", "--language", "python").status == 0)
        #expect(try shell.stepwell("plugin", "install", "Plugins/lace").status == 0)
        try usePathway(folder, plugin: "lace")
        let program = folder.root.appendingPathComponent("Plugins/lace/lace.py")
        let good = try String(contentsOf: program, encoding: .utf8)
        let manifest = folder.root.appendingPathComponent("Plugins/lace/plugin.yaml")
        func write(_ line: String, version: String) throws {
            let head = "def missed(parameters, facts):"
            try good.replacing(head, with: "\(head)\n    \(line)").replacing("1.0.0", with: version)
                .write(to: program, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
            let text = try String(contentsOf: manifest, encoding: .utf8)
            try text.replacing(/version: .*/, with: "version: \(version)")
                .write(to: manifest, atomically: true, encoding: .utf8)
        }
        // What runs is a copy: its author may change the source, and nobody else may change the copy.
        try write("if not facts['attendance']: sys.exit(9)", version: "1.0.1")
        #expect(try shell.stepwell("doctor").status == 0)
        #expect(try playCase(shell, patient: "P-0").contains("entered outreach"))
        let copied = try shell.bash("echo '# changed' >> .stepwell/plugins/copies/*/lace.py")
        #expect(copied.status == 0, "\(copied.errors)")
        #expect(try playCase(shell).contains("its files are not those that were installed"))
        #expect(try shell.stepwell("doctor").status == 1)
        #expect(try shell.stepwell("plugin", "list").output.contains("refused"))
        let swapped = try shell.stepwell("plugin", "install", "Plugins/lace")
        #expect(swapped.status == 1, "\(swapped.output)")
        // Its own cases do not see that it dies of this.
        try write("if any(s['date'] == '2026-01-06' for s in facts['attendance']): sys.exit(9)", version: "1.0.2")
        let installed = try shell.stepwell("plugin", "install", "Plugins/lace")
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
        #expect(try playCase(shell, patient: "P-2").contains("it ended with exit status 9"))
        // All that one patient's sessions do to it is no reason to keep it from others.
        for day in ["2026-01-08", "2026-01-09", "2026-01-12", "2026-01-13", "2026-01-14"] {
            #expect(try shell.stepwell("attend", "P-2", "no_show", "--type", "group", "--at", day).status == 0)
        }
        #expect(try json(shell.stepwell("plugin", "show", "lace", "--json"))["status"] == "ready")
        for patient in ["P-3", "P-4", "P-5", "P-6"] { _ = try playCase(shell, patient: patient) }
        // On different days: what is asked about two patients may be the same question.
        for number in 2...6 {
            let day = "2026-01-\(number + 13)"
            let missed = try shell.stepwell("attend", "P-\(number)", "no_show", "--type", "group", "--at", day)
            #expect(missed.status == 0)
        }
        let shown = try json(shell.stepwell("plugin", "show", "lace", "--json"))
        #expect(shown["status"] == "quarantined")
        #expect(try playCase(shell, patient: "P-8").contains("no longer started after"))
        #expect(try shell.stepwell("enroll", "iop_basic", "--patient", "P-7", "--at", "2026-01-05").status == 0)
        #expect(try shell.stepwell("plugin", "retry", "lace").status == 0)
        #expect(try json(shell.stepwell("plugin", "show", "lace", "--json"))["status"] == "ready")
    }

    @Test("'sandbox: off' runs a plugin without, as root only if the settings insist, and says what that gives away")
    func sandboxOff() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        #expect(try shell.stepwell("plugin", "new", "lace", "--language", "python").status == 0)
        #expect(try shell.bash("echo 'plugins: {lace: {sandbox: off}}' >> stepwell.yaml").status == 0)
        if geteuid() == 0 {
            let refused = try shell.stepwell("plugin", "install", "Plugins/lace")
            #expect(refused.status == 1 && refused.output.contains("without a sandbox as root"), "\(refused.output)")
            #expect(
                try shell.bash("sed -i 's/sandbox: off/sandbox: off, as_root: true/' stepwell.yaml").status == 0)
            let checked = try shell.stepwell("plugin", "check", "Plugins/lace", "--without-sandbox")
            #expect(checked.status == 1 && checked.output.contains("without a sandbox as root"), "\(checked.output)")
        }
        #expect(try shell.stepwell("plugin", "check", "Plugins/lace", "--without-sandbox", "--i-know").status == 0)
        #expect(try shell.stepwell("plugin", "install", "Plugins/lace").status == 2)
        let installed = try shell.stepwell("plugin", "install", "Plugins/lace", "--accept")
        #expect(installed.output.contains("WITHOUT a sandbox"))
        let sentence = "it can read and change every file and secret of this account"
        #expect(try shell.stepwell("doctor").output.contains(sentence))
        let listed = try shell.stepwell("plugin", "list")
        #expect((listed.output + listed.errors).contains(sentence))
    }

    @Test(
        "without bubblewrap a plugin is refused, no hint gives the sandbox up, and its cases go on",
        .enabled(if: geteuid() == 0, "to hide bubblewrap takes a mount namespace, and that root"))
    func noBubblewrap() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        #expect(try shell.stepwell("plugin", "new", "lace", "--language", "python").status == 0)
        #expect(try shell.stepwell("plugin", "install", "Plugins/lace").status == 0)
        try usePathway(folder, plugin: "lace")
        func hidden(_ command: String) throws -> Shell.Result {
            try shell.bash("unshare -m bash -c 'mount --bind /dev/null /usr/bin/bwrap && stepwell \(command)'")
        }
        let checked = try hidden("plugin check Plugins/lace")
        #expect(checked.status == 1)
        #expect(checked.output.contains("the sandbox cannot be set up: there is no 'bwrap'"), "\(checked.output)")
        #expect(!checked.output.contains("sandbox: off"))
        #expect(try hidden("enroll watching --patient P-1 --at 2026-01-05").status == 0)
        let attended = try hidden("attend P-1 no_show --type group --at 2026-01-06")
        #expect(attended.status == 0)
        #expect(attended.output.contains("INCIDENT rule_failed"), "\(attended.output)")
        #expect(try hidden("plugin list").output.contains("refused"))
    }

    @Test(
        "what bubblewrap tells of itself is read to the end: it dies of a pipe that nobody reads",
        .enabled(if: geteuid() == 0, "to stand before bubblewrap takes a mount namespace, and that root"))
    func slowBubblewrap() throws {
        guard try Shell(in: Shell.project).bash("command -v node").status == 0 else { return }
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        // Hands on byte by byte what bubblewrap tells, and kills it where nobody listens any more.
        let slow = """
            #!/bin/bash
            trap '' PIPE
            words=("$@")
            for place in "${!words[@]}"; do
                [ "${words[$place]}" = --info-fd ] || continue
                told=${words[$((place + 1))]}
                exec {slow}> >(
                    while IFS= read -r -d '' -n 1 byte; do
                        sleep 0.002
                        printf %s "$byte" >&$told || kill -9 $$
                    done)
                words[$((place + 1))]=$slow
                eval "exec $told>&-"
            done
            trap - PIPE
            exec '\(folder.path("real"))' "${words[@]}"
            """
        try Data(slow.utf8).write(to: folder.root.appendingPathComponent("slow"))
        let checked = try shell.bash(
            """
            cp /usr/bin/bwrap real && chmod 755 slow
            unshare -m bash -c 'mount --bind slow /usr/bin/bwrap && stepwell plugin check "\(Shell.project.path)/Plugins/Chat"'
            """)
        #expect(checked.status == 0, "\(checked.output)")
    }

    @Test(
        "a name that could be a path or an option is refused before anything is written",
        arguments: [
            "../../bin/sh", "a/b", ".", "a b;id", "Lace", String(repeating: "x", count: 4_096),
        ])
    func names(_ name: String) throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        #expect(try shell.stepwell("plugin", "new", "--language", "python", "--", name).status == 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root.path).isEmpty)
    }

    @Test("the example in Python is installed, and its story passes")
    func weekday() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let plugin = Shell.project.appendingPathComponent("Plugins/Weekday").path
        #expect(try shell.stepwell("plugin", "install", plugin).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path("Plugins/weekday")))
        let played = try shell.stepwell("test", "\(plugin)/Story")
        #expect(played.status == 0, "\(played.output)\(played.errors)")
    }

    @Test("the examples in C and JavaScript are installed, and their stories pass", arguments: ["Regular", "Chat"])
    func examples(_ name: String) throws {
        // Without Node the channel is tried neither here nor against its server.
        guard try name != "Chat" || Shell(in: Shell.project).bash("command -v node").status == 0 else { return }
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let plugin = Shell.project.appendingPathComponent("Plugins/\(name)").path
        let copied = try shell.bash(
            "cp -r '\(plugin)' plugin; cd plugin; rm -rf .build bin; if [ -f Makefile ]; then make; fi")
        #expect(copied.status == 0, "\(copied.output)")
        let installed = try shell.stepwell("plugin", "install", "plugin", "--accept")
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
        let played = try shell.stepwell("test", "plugin/Story")
        #expect(played.status == 0, "\(played.output)\(played.errors)")
    }

    @Test(
        "the stories of first-party plugins pass",
        arguments: [
            "Attendance", "Measures", "Authorization", "LevelOfCare",
        ])
    func stories(_ plugin: String) throws {
        let shell = Shell(in: Shell.project)
        let played = try shell.stepwell("test", "Plugins/\(plugin)/Story")
        #expect(played.status == 0, "\(played.output)\(played.errors)")
    }

    @Test("a plugin in Swift brings the kit of the program, or names the one that it is given")
    func kit() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        #expect(try shell.stepwell("plugin", "new", "lace", "--language", "swift").status == 0)
        #expect(try shell.bash("cat lace/.sdk/VERSION").output == "0.1.0\n")
        // All of the kit and of what it stands on, as the project has it.
        for module in ["StepwellKit", "PathwayModel", "CEL", "CRE2"] {
            let compared = try shell.bash(
                "diff -r -x '*.docc' '\(Shell.project.path)/Sources/\(module)' lace/.sdk/Sources/\(module)")
            #expect(compared.status == 0, "Scripts/shipped.sh writes the list anew: \(compared.output.prefix(400))")
        }
        #expect(try shell.stepwell("plugin", "new", "net", "--sdk", "https://example.org/stepwell.git").status == 0)
        #expect(try shell.bash("cat net/Package.swift").output.contains(#"url: "https://example.org/stepwell.git""#))
        #expect(!FileManager.default.fileExists(atPath: folder.path("net/.sdk")))
        #expect(try shell.bash("rm -rf lace/.sdk/Sources && stepwell plugin sdk lace").status == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path("lace/.sdk/Sources/StepwellKit/Rule.swift")))
        #expect(try shell.bash("stepwell plugin sdk .").status == 66)
    }

    /// Building takes minutes: it is asked for, as continuous integration does.
    @Test(
        "a new plugin in Swift builds, passes its own tests and its check, and moves a case at once",
        .enabled(if: OutsidePackage.isAskedFor))
    func swift() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let made = try shell.stepwell("plugin", "new", "reach")
        #expect(made.status == 0, "\(made.errors)")
        // `Duration` is the standard library's: what expressions calculate with is no part of the SDK.
        let pause = folder.root.appendingPathComponent("Plugins/reach/Sources/Reach/Pause.swift")
        try "import StepwellKit\n\nlet pause: Duration = .seconds(1)\n".write(
            to: pause, atomically: true, encoding: .utf8)
        let built = try shell.bash(
            "cd Plugins/reach && swift build -c release --static-swift-stdlib && swift test")
        #expect(built.status == 0, "\(built.output.suffix(2_000))")
        let installed = try shell.stepwell("plugin", "install", "Plugins/reach")
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
        try usePathway(folder, plugin: "reach")
        #expect(try playCase(shell).contains("rule reach.missed (reach 1.0.0): met, missed 2"))
    }
}
