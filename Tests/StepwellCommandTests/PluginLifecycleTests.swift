import Foundation
import PathwayModel
import TestSupport
import Testing

/// Plugins come, change and go under running cases: what stood is shown before it no longer does, and every case goes on.
@Suite("A plugin's life in a clinic")
struct PluginLifecycleTests {
    private static let first = WatchPlugin.Version(number: "1.0.0")
    private static let renamed = WatchPlugin.Version(
        number: "2.0.0", parameter: "least",
        body: """
            count = sum(s["status"] == "no_show" for s in facts["attendance"])
            return ("met" if count >= parameters["least"] else "not_met", f"missed {count}")
            """)

    private func json(_ result: Shell.Result) throws -> JSON { try JSON.parse(result.output) }

    /// Enrolls patients, as many as named, each with one missed session.
    private func enroll(_ shell: Shell, _ patients: ClosedRange<Int>) throws {
        for patient in patients {
            #expect(try shell.run("enroll watching --patient P-\(patient) --at 2026-01-05").status == 0)
            #expect(try shell.run("attend P-\(patient) no_show --type group --at 2026-01-06").status == 0)
        }
    }

    @Test(
        "an upgrade that takes other parameters says what it touches, is refused until somebody accepts, and is undone")
    func upgrade() throws {
        let watch = try WatchPlugin()
        let shell = watch.shell
        #expect(try watch.install(Self.first).status == 0)
        try enroll(shell, 1...2)
        let refused = try watch.install(Self.renamed)
        #expect(refused.status == 2)
        #expect(refused.errors.contains("error[needs_accept]"))
        #expect(
            refused.output.contains(
                "rule watch.missed no longer has the parameter 'count', needs the parameter 'least'"))
        #expect(refused.output.contains("watching 1: 2 open cases"))
        #expect(
            refused.output.contains(
                "what rests on watch.missed becomes unknown: it no longer has the parameter 'count'"))
        #expect(refused.output.contains("Pathways/watching.yaml no longer compiles: line 14: "))
        let trial = try json(watch.install(Self.renamed, "--dry-run", "--json"))
        #expect(trial["installed"] == false)
        #expect(trial["proposal"]?["impact"]?["cases"]?.array?.first?["open"] == 2)
        // Neither has changed anything.
        #expect(try shell.run("why P-1").output.contains("missed 1"))
        #expect(try watch.install(Self.renamed, "--accept").status == 0)

        let why = try shell.run("why P-1")
        #expect(why.status == 0)
        #expect(
            why.output.contains("it no longer has the parameter 'count', which this version of the pathway gives it"))
        for command in ["show P-1", "history P-1", "list", "worklist", "send P-1 note --at 2026-01-07"] {
            #expect(try shell.run(command).status == 0, "\(command)")
        }
        #expect(try shell.run("history P-1").output.contains("the rule 'watch.missed' (watch 2.0.0) gave no answer"))

        let back = try shell.run("plugin rollback watch")
        #expect(back.status == 0, "\(back.errors)")
        #expect(back.output.contains("watch 1.0.0 runs"))
        #expect(try shell.run("attend P-1 no_show --type group --at 2026-01-08").status == 0)
        #expect(try shell.run("show P-1").output.contains("outreach"))
    }

    @Test("a version stands for its files: the same number with others is refused")
    func sameVersion() throws {
        let watch = try WatchPlugin()
        #expect(try watch.install(Self.first).status == 0)
        #expect(try watch.install(Self.first).output.contains("runs already"))
        var other = Self.first
        other.body += "\n# otherwise"
        let refused = try watch.install(other)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("error[version_taken]: watch 1.0.0 was installed before with other files"))
        // Also one that ran before the one that runs now.
        #expect(try watch.install(.init(number: "1.1.0")).status == 0)
        #expect(try watch.install(other).status == 65)
    }

    @Test("one that is disabled or uninstalled is asked nothing and says so; enabled, it is asked again")
    func endOfUse() throws {
        let watch = try WatchPlugin()
        let shell = watch.shell
        #expect(try watch.install(Self.first).status == 0)
        try enroll(shell, 1...1)
        let refused = try shell.run("plugin disable watch")
        #expect(refused.status == 2)
        #expect(refused.output.contains("rule watch.missed is gone"))
        #expect(try shell.run("plugin disable watch --accept").status == 0)
        #expect(try shell.run("why P-1").output.contains("the plugin 'watch' cannot be asked: it is disabled"))
        #expect(try json(shell.run("plugin show watch --json"))["status"] == "disabled")
        let notes = try json(shell.run("doctor --json"))["notes"]?.array ?? []
        #expect(notes.contains("watch is disabled, and not used"))
        #expect(try shell.run("plugin enable watch").status == 0)
        #expect(try shell.run("why P-1").output.contains("missed 1"))
        #expect(try shell.run("plugin uninstall watch --accept").status == 0)
        #expect(try shell.bash("ls .stepwell/plugins/copies").output.isEmpty)
        #expect(try shell.run("attend P-1 no_show --type group --at 2026-01-08").status == 0)
        #expect(try shell.run("history P-1").output.contains("the plugin 'watch' cannot be asked: it is not installed"))
        #expect(try shell.run("plugin install Plugins/watch").status == 0)
        #expect(try shell.run("list").status == 0)
    }

    @Test("going back to the version before lets it run, also where the plugin was disabled")
    func rollbackOfDisabled() throws {
        let watch = try WatchPlugin()
        let shell = watch.shell
        #expect(try watch.install(Self.first).status == 0)
        #expect(try watch.install(.init(number: "1.1.0")).status == 0)
        #expect(try shell.run("plugin disable watch --accept").status == 0)
        #expect(try shell.run("plugin rollback watch").output.contains("watch 1.0.0 runs"))
        let shown = try json(shell.run("plugin show watch --json"))
        #expect(shown["status"] == "ready")
        #expect(shown["version"] == "1.0.0")
    }

    @Test("two hundred cases go on while their plugin is upgraded, broken and removed, and none is lost")
    func underManyCases() throws {
        let watch = try WatchPlugin()
        let shell = watch.shell
        #expect(try watch.install(Self.first).status == 0)
        let enrolled = try shell.bash(
            "for i in $(seq 1 200); do stepwell enroll watching --patient P-$i --at 2026-01-05 >/dev/null || exit 1; done"
        )
        #expect(enrolled.status == 0, "\(enrolled.errors)")

        /// Whatever became of the plugin, all cases are there, each can be looked at, and one takes an entry.
        func allGoOn(_ day: Int, known: Bool) throws {
            let listed = try json(shell.run("list --json"))["cases"]?.array ?? []
            #expect(listed.count == 200)
            #expect(try shell.run("advance --all --at 2026-01-\(day)").status == 0)
            for patient in [1, 100, 200] {
                #expect(try shell.run("attend P-\(patient) attended --type group --at 2026-01-\(day)").status == 0)
                let why = try shell.run("why P-\(patient)")
                #expect(why.status == 0)
                #expect(why.output.contains("missed 0") == known, "\(day): \(why.output)")
                #expect(try shell.run("history P-\(patient)").status == 0)
            }
        }
        try allGoOn(10, known: true)
        #expect(try watch.install(Self.renamed, "--accept").status == 0)
        try allGoOn(11, known: false)
        #expect(try watch.install(.init(number: "2.1.0", reads: ["attendance", "data"]), "--accept").status == 0)
        try allGoOn(12, known: false)
        #expect(try watch.install(.init(number: "2.2.0")).status == 0)
        try allGoOn(13, known: true)
        // A slip of the author's in the source is no concern of the copy that runs.
        try shell.write("plugin: watch\nversion: [\n", to: "Plugins/watch/plugin.yaml")
        try allGoOn(14, known: true)
        #expect(try shell.bash("rm -rf Plugins/watch").status == 0)
        try allGoOn(15, known: true)
        #expect(try shell.bash("chmod -R u+w .stepwell/plugins/copies; rm -rf .stepwell/plugins/copies").status == 0)
        try allGoOn(16, known: false)
        #expect(try shell.run("plugin uninstall watch --accept").status == 0)
        try allGoOn(17, known: false)
        #expect(try watch.install(.init(number: "3.0.0")).status == 0)
        try allGoOn(18, known: true)
    }
}
