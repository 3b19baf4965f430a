import Foundation
import PathwayModel
import TestSupport
import Testing

/// Who may read a clinic's files, whatever mask the command is begun with, and what killed processes leave.
@Suite("Files are their owner's")
struct OwnersFilesTests {
    /// A clinic with a message that waits, all made with a mask that hides nothing.
    private func clinic(_ options: String = "--demo") throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("umask 0; stepwell init \(options); rm Pathways/*.yaml")
        try shell.write(Greeting.pathway, to: "Pathways/greeting.yaml")
        _ = try shell.bash("umask 0; stepwell enroll greeting --patient P-1; stepwell send P-1 greet")
        return (shell, folder)
    }

    private func problems(_ shell: Shell, _ check: String) throws -> [String] {
        let checks = try JSON.parse(try shell.stepwell("doctor", "--json").output)["checks"]?.array ?? []
        return checks.first { $0["name"]?.string == check }?["problems"]?.array?.compactMap(\.string) ?? []
    }

    @Test("messages and their folder, the store and its backups are for the owner alone")
    func modes() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let made = try shell.bash(
            """
            umask 0; stepwell advance --all >/dev/null; stepwell backup monday.db >/dev/null
            stat -c '%a %F' outbox outbox/*.txt; stat -c '%a %n' monday.db stepwell.db; ls -A outbox | grep -vc txt
            """)
        #expect(made.output == "700 directory\n600 regular file\n600 monday.db\n600 stepwell.db\n0\n")
        #expect(try shell.stepwell("doctor").status == 0)
    }

    @Test("pathways and settings follow the mask of the person who begins a clinic")
    func authors() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let made = try shell.bash(
            """
            (umask 022; stepwell init open >/dev/null); (umask 027; stepwell init group >/dev/null)
            stat -c '%a' open/stepwell.yaml open/Pathways open/Pathways/iop_basic.yaml open/stepwell.db
            stat -c '%a' group/stepwell.yaml group/Pathways group/Pathways/iop_basic.yaml group/stepwell.db
            """)
        #expect(made.output == "644\n755\n644\n600\n640\n750\n640\n600\n")
    }

    @Test("the process leaves no memory in a file when it crashes, and makes no file for others")
    func process() throws {
        let (shell, folder) = try clinic("")
        defer { _ = folder }
        let told = try shell.bash(
            #"""
            ulimit -S -c $(ulimit -H -c); umask 0; stepwell run 2>/dev/null & id=$!
            for try in {1..5000}; do grep -Pq "^Umask:\t0077" /proc/$id/status && break; done
            grep "Max core" /proc/$id/limits; kill $id; wait
            """#)
        #expect(told.output.split(separator: " ").prefix(6) == ["Max", "core", "file", "size", "0", "0"])
    }

    @Test("what a killed delivery left is removed, what another is writing is not")
    func leftMessages() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let left = try shell.bash(
            """
            mkdir -m 700 outbox; cd outbox; touch .part-1 .part-2 .dat.nosync1a.x0 notes; cd ..
            flock outbox/.part-2 -c 'stepwell advance --all >/dev/null'; ls -A outbox | grep -v txt
            """)
        #expect(left.output == ".part-2\nnotes\n")
    }

    @Test("what a killed backup left is removed, what another is writing is not")
    func leftBackups() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let left = try shell.bash(
            """
            mkdir backups; cd backups; mark=stepwell-part-
            touch sunday.db.${mark}17 sunday.db.${mark}17-journal sunday.db.${mark}18 sunday.db.${mark}old a.part-1
            flock sunday.db.${mark}18 -c 'stepwell backup monday.db >/dev/null'; ls -A
            """)
        let kept = ["a.part-1", "monday.db", "sunday.db.stepwell-part-18", "sunday.db.stepwell-part-old"]
        #expect(left.output.split(separator: "\n").map(String.init) == kept)
    }

    @Test("doctor names each file that others may read")
    func doctor() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        _ = try shell.bash("stepwell advance --all; stepwell backup monday.db; cp monday.db tuesday.db; touch other")
        #expect(try problems(shell, "channels") == [] && problems(shell, "store") == [])
        let name = try shell.bash("chmod 644 outbox/*.txt stepwell.db monday.db other; ls outbox").output.dropLast()
        #expect(
            try problems(shell, "channels")
                == ["others may read the message 'outbox/\(name)'; say chmod -R go= 'outbox'"])
        let store = try problems(shell, "store")
        #expect(store.count == 2)
        #expect(store.first?.hasSuffix("/stepwell.db'; give it mode 600") == true)
        #expect(store.last?.hasSuffix("/monday.db'; give it mode 600") == true)
        _ = try shell.bash("chmod 600 *.db; chmod -R go= outbox; chmod 750 outbox")
        #expect(
            try problems(shell, "channels")
                == ["others may read the folder of messages 'outbox'; say chmod -R go= 'outbox'"])
        #expect(try problems(shell, "store") == [])
        _ = try shell.bash("chmod 700 outbox")
        #expect(try shell.stepwell("doctor").status == 0)
    }
}
