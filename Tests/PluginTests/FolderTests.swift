import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What a plugin's folder may not hold. Each is refused before a byte of it is read.
@Suite("A plugin's folder")
struct FolderTests {
    struct Way: Sendable, CustomTestStringConvertible {
        var name: String
        /// Makes it in a folder; not zero where the system refuses.
        var make: @Sendable (String) -> Int32
        var says: String
        var testDescription: String { name }

        init(_ name: String, says: String, _ make: @escaping @Sendable (String) -> Int32) {
            (self.name, self.says, self.make) = (name, says, make)
        }
    }

    /// A file with a mode, and a length of which nothing is written.
    private static func file(_ path: String, _ mode: mode_t = 0o644, _ size: Int = 0) -> Int32 {
        let made = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        defer { close(made) }
        return fchmod(made, mode) | ftruncate(made, size)
    }

    static let ways = [
        Way("a sparse file of 20 GB", says: "more than 256 MiB") { file("\($0)/x", 0o644, 20 << 30) },
        Way("a file of 8 TB", says: "more than 256 MiB") { file("\($0)/x", 0o644, 8 << 40) },
        Way("sparse files that are too large together", says: "more than 256 MiB") {
            file("\($0)/x", 0o644, 200 << 20) | file("\($0)/y", 0o644, 200 << 20)
        },
        Way("a file that runs as its owner", says: "rights of its owner") { file("\($0)/x", 0o4755) },
        Way("a file that runs as its group", says: "rights of its owner") { file("\($0)/x", 0o2755) },
        Way("a link", says: "'x' is a link") { symlink("/etc/passwd", "\($0)/x") },
        Way("a linked folder", says: "'x' is a link") { symlink("/etc", "\($0)/x") },
        Way("a linked .build", says: "'.build' is a link") { symlink("/etc", "\($0)/.build") },
        Way("a linked __pycache__", says: "'__pycache__' is a link") { symlink("/etc", "\($0)/__pycache__") },
        Way("a linked .git further in", says: "'in/.git' is a link") {
            mkdir("\($0)/in", 0o755) | symlink("/etc", "\($0)/in/.git")
        },
        Way("a pipe with a name", says: "neither a file nor a folder") { mkfifo("\($0)/x", 0o600) },
        Way("too many files", says: "more than 2000 files") { folder in
            (0..<2_100).reduce(0) { $0 | file("\(folder)/x\($1)") }
        },
        Way("a file for everybody to write", says: "by everybody") { file("\($0)/x", 0o666) },
    ]

    private static let device = Way("a device", says: "neither a file nor a folder") {
        mknod("\($0)/x", S_IFCHR | 0o600, 0x103)
    }

    /// Whether this account may make devices.
    private static let makesDevices: Bool = {
        do { return device.make(try Fixture("").folder) == 0 } catch { return false }
    }()

    @Test(
        "is refused at once with a device", .enabled(if: makesDevices, "this account may make no devices"))
    func refusesDevices() throws { try refusedAtOnce(Self.device) }

    @Test("is refused at once with", arguments: ways)
    func refusedAtOnce(_ way: Way) throws {
        let fixture = try Fixture("")
        try #require(way.make(fixture.folder) == 0)
        let folder = try PluginFolder(fixture.folder)
        let clock = ContinuousClock()
        let began = clock.now
        for look in [{ _ = try folder.files() }, { _ = try folder.digest() }] {
            do {
                try look()
                Issue.record("it is let in")
            } catch let failure as PluginFailure {
                #expect(failure.reason.contains(way.says), "\(failure.reason)")
            }
        }
        #expect(clock.now - began < .seconds(2))
    }
}
