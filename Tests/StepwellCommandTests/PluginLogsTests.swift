import Foundation
import PathwayModel
import TestSupport
import Testing

/// `plugin logs`: what a clinic's plugins wrote to standard error.
@Suite("stepwell plugin logs")
struct PluginLogsTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    /// A clinic whose plugin tells what it is asked, and dies of a poison.
    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["asking": OddPlugin.pathway])
        try OddPlugin(shell: shell).install(
            """
            print("asked about", facts["data"], "\\x1b[31m", file=sys.stderr)
            if facts["data"].get("poison"): os._exit(9)
            return verdict("not_met", "it is not")
            """)
        let enrolled = try shell.run("enroll asking --patient P-1 --at 2026-01-05")
        #expect(enrolled.status == 0 && !enrolled.errors.contains("asked about"), "\(enrolled.errors)")
    }

    @Test("shows what it wrote and how it ended, with their instants; commands of the clinic do not")
    func shown() throws {
        #expect(try !shell.run("record P-1 poison=true --at 2026-01-05").errors.contains("asked about"))
        let shown = try shell.run("plugin logs odd").output.split(separator: "\n").map(String.init)
        #expect(shown.first?.hasSuffix(#"Z asked about {} \u{1b}[31m"#) == true, "\(shown)")
        #expect(shown.last?.hasSuffix("Z (Stepwell) it ended with exit status 9") == true, "\(shown)")
        let last = try shell.json("plugin logs odd --lines 1")
        #expect(last["plugin"] == "odd")
        #expect(last["lines"]?.array?.map { $0["text"] } == ["(Stepwell) it ended with exit status 9"])
        let made = try shell.bash("stat -c '%a %n' .stepwell/plugins/logs .stepwell/plugins/logs/*")
        #expect(made.output == "700 .stepwell/plugins/logs\n600 .stepwell/plugins/logs/odd.log\n")
        #expect(try shell.run("plugin show odd").output.contains("stepwell plugin logs odd"))
    }

    @Test("has no such plugin, no such count, and nothing of one that wrote nothing")
    func refused() throws {
        #expect(try shell.run("plugin logs other").errors.contains("no_such_plugin"))
        #expect(try shell.run("plugin logs ../odd").errors.contains("bad_name"))
        #expect(try shell.run("plugin logs odd --lines 0").status == 64)
        _ = try shell.bash("rm -r .stepwell/plugins/logs")
        let none = try shell.run("plugin logs odd")
        #expect(none.status == 0 && none.output.isEmpty && none.errors.contains("nothing is kept"))
    }

    @Test("erasing a patient clears the logs of all plugins, for nobody can tell whom a line is about")
    func erased() throws {
        _ = try shell.bash("echo 'about Canaria' | tee .stepwell/plugins/logs/{gone.log,gone.log.1}")
        #expect(try shell.run("patient P-1 --set first_name=Ana").status == 0)
        #expect(try shell.run("patient P-1 --erase --dry-run").status == 0)
        #expect(try shell.json("plugin logs odd")["lines"]?.array?.count == 1)
        let erased = try shell.json("patient P-1 --erase")
        #expect(erased["plugin_logs_removed"] == 2, "\(erased.text)")
        #expect(try shell.bash("ls .stepwell/plugins/logs").output.isEmpty)
        #expect(try shell.json("plugin logs odd")["lines"] == [])
    }

    @Test("goes with the plugin when that is uninstalled")
    func uninstalled() throws {
        #expect(try shell.run("plugin uninstall odd --accept").status == 0)
        #expect(try shell.bash("ls .stepwell/plugins/logs").output.isEmpty)
    }
}
