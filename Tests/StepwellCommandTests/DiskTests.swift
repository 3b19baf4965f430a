import Foundation
import PathwayModel
import TestSupport
import Testing

/// Disks that are full or may not be written to are called that, and what only reads works on them.
@Suite("Full and read-only disks")
struct DiskTests {
    private static let reading = [
        "list", "show P-1", "why P-1", "why-not P-1 completed", "worklist", "history P-1", "outbox list", "patient P-1",
    ]
    private static let writing = [
        "record P-1 phq9.total=5", "enroll iop_basic --patient P-2", "patient P-1 --set first_name=Ben",
        "send P-1 contact --with result=reached", "advance --all --at 2026-03-01", "consent P-1 sms",
    ]

    /// Runs lines of a shell in a clinic on a disk of its own, in a name space where that takes no privileges; nil where
    /// there is no such thing.
    private func onDisk(_ lines: String) throws -> String? {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        guard try shell.bash("unshare -Urm mount -t tmpfs -o size=64k tmpfs .").status == 0 else { return nil }
        let script = """
            set -e; mkdir -p disk elsewhere; mount -t tmpfs -o size=8m tmpfs disk; cd disk
            (stepwell init --demo; stepwell enroll iop_basic --patient P-1 --at 2026-01-05) > /dev/null 2>&1
            stepwell patient P-1 --set first_name=Ana > /dev/null
            try() {
                local status=0 out; out=$(timeout 60 stepwell $1 2>&1) || status=$?
                echo "$status: $1: $out" | tr '\\n' ' '; echo
            }
            all() {
            \(Self.reading.map { "try '\($0)'" }.joined(separator: "\n"))
            \(Self.writing.map { "try '\($0)'" }.joined(separator: "\n"))
            rm -f ../elsewhere/*; try 'backup ../elsewhere/b.db'; }
            \(lines)
            """
        try script.write(to: folder.root.appendingPathComponent("script"), atomically: true, encoding: .utf8)
        let result = try shell.bash("unshare -Urm bash script")
        #expect(result.status == 0, "\(result.output)")
        return result.output
    }

    private func check(_ told: String, _ code: String, times: Int) {
        for command in Self.reading + ["backup ../elsewhere/b.db"] {
            #expect(told.components(separatedBy: "0: \(command): ").count == times + 1, "\(command): \(told)")
        }
        for command in Self.writing {
            let start = "69: \(command): error[\(code)]"
            #expect(told.components(separatedBy: start).count == times + 1, "\(command): \(told)")
        }
    }

    @Test("on a read-only file system, with or without the index of its log and its log")
    func readOnly() throws {
        let told = try onDisk(
            """
            mount -o remount,ro .; all
            mount -o remount,rw .; rm stepwell.db-shm; mount -o remount,ro .; all
            mount -o remount,rw .; stepwell patient P-1 --set first_name=Ana > /dev/null; rm stepwell.db-*
            mount -o remount,ro .; all; try 'backup here.db'
            """)
        guard let told else { return }
        check(told, "read_only", times: 3)
        #expect(told.contains("69: backup here.db: error[read_only]: the backup 'here.db' cannot be written there"))
    }

    @Test("on a full one, with or without the index of its log")
    func full() throws {
        let told = try onDisk(
            """
            fill() { dd if=/dev/zero of=fill$1 bs=4k 2> /dev/null || true; }
            fill 1; all; try 'backup here.db'; ls -A | grep -c part || true
            rm stepwell.db-shm; fill 2; all; try 'doctor'
            """)
        guard let told else { return }
        check(told, "disk_full", times: 2)
        #expect(told.contains("69: backup here.db: error[disk_full]: there is no room left for the backup 'here.db'"))
        #expect(told.contains("\n0\n"), "half a backup is left: \(told)")
        #expect(told.contains("nothing can be recorded: there is no room left"))
        #expect(!told.contains("4874"))
    }
}
