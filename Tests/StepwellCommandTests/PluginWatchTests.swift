import Foundation
import PathwayModel
import TestSupport
import Testing

/// `plugin watch`: a plugin is checked whenever its author has changed it.
@Suite("stepwell plugin watch")
struct PluginWatchTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
    }

    @Test("shows what changed with each change of a file, and Ctrl-C ends it")
    func differences() throws {
        #expect(try shell.run("plugin new lace --language python --folder lace").status == 0)
        let watched = try shell.bash(
            """
            await() { for try in {1..20000}; do grep -q "$1" out && return; done; echo "never: $1"; }
            stepwell plugin watch lace > out & id=$!
            await '0 BAD'; wc -l < lace/cases.yaml > /dev/null
            sed -i 's/expect: met/expect: not_met/' lace/cases.yaml; await 'changed: cases.yaml'; await '1 BAD'
            sed -i '0,/expect: not_met/s//expect: met/' lace/cases.yaml; await '(was BAD)'
            kill -INT $id; wait $id; echo "status $?"; cat out
            """)
        #expect(watched.output.hasPrefix("status 0\n"), "\(watched.output)")
        let rounds = watched.output.components(separatedBy: "changed: cases.yaml\n")
        try #require(rounds.count == 3, "\(watched.output)")
        #expect(rounds[0].contains("ok    handshake: speaks protocol 1"))
        #expect(rounds[1].hasPrefix("BAD   golden cases (was ok)\n        line "), "\(rounds[1])")
        #expect(!rounds[1].contains("handshake"))
        #expect(rounds[2].hasPrefix("ok    golden cases (was BAD)\n"), "\(rounds[2])")
    }

    @Test("says which cases are answered otherwise, are new and are gone, as JSON too")
    func answers() throws {
        #expect(try shell.run("plugin new lace --language python --folder lace").status == 0)
        let watched = try shell.bash(
            #"""
            await() { for try in {1..20000}; do [ $(wc -l < out) -ge $1 ] && return; done; echo "never: $1"; }
            stepwell plugin watch lace --json > out & id=$!
            await 1; sed -i '0,/"met" if /s//"not_met" if /' lace/lace.py
            await 2; sed -i '0,/- name: .*/s//- name: Another name/' lace/cases.yaml
            await 3; kill -INT $id; wait $id; cat out
            """#)
        let rounds = try watched.output.split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
        try #require(rounds.count == 3, "\(watched.output)")
        #expect(rounds[0]["ok"] == true && rounds[0]["changed"] == [] && rounds[0]["answers"] == [])
        #expect(rounds[1]["ok"] == false && rounds[1]["changed"] == ["lace.py"])
        let changed = rounds[1]["answers"]?.array ?? []
        #expect(changed.contains { $0["was"] == "met" && $0["answer"] == "not_met" }, "\(watched.output)")
        let renamed = rounds[2]["answers"]?.array ?? []
        #expect(renamed.contains { $0["case"] == "Another name" && $0["was"] == .null }, "\(watched.output)")
        #expect(renamed.contains { $0["answer"] == .null && $0["was"] != .null }, "\(watched.output)")
    }

    @Test("builds what is to be built first, and says why it does not build")
    func builds() throws {
        let regular = Shell.project.appendingPathComponent("Plugins/Regular").path
        _ = try shell.bash("cp -r '\(regular)' regular; rm -rf regular/.build regular/bin")
        let good = try shell.run("plugin watch regular --once")
        #expect(good.status == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("ok    build: make\n") && good.output.contains("ok    golden cases"))
        _ = try shell.bash("echo 'int x = ;' >> regular/Sources/weeks.c")
        let bad = try shell.run("plugin watch regular --once")
        #expect(bad.status == 1 && bad.output.contains("BAD   build") && bad.output.contains("weeks.c"))
        #expect(bad.output.hasSuffix("0 ok, 1 BAD\n"), "\(bad.output)")
    }

    @Test("waits for what is missing, and refuses what is no folder")
    func missing() throws {
        #expect(try shell.bash("mkdir empty").status == 0)
        let empty = try shell.run("plugin watch empty --once")
        #expect(empty.status == 1 && empty.output.contains("BAD   folder"), "\(empty.output)\(empty.errors)")
        #expect(try shell.run("plugin watch other").errors.contains("no_folder"))
    }
}
