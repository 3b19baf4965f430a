import Foundation
import StepwellRuntime
import Testing

/// Where control groups may be made, from what the system says. Making one is tried where there are any.
@Suite("A place for a control group")
struct ControlGroupTests {
    private static let mounts = """
        30 24 0:26 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        31 24 0:27 /part /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        32 24 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
        40 1 8:1 / / rw,relatime - ext4 /dev/vda rw
        """

    @Test("is below the group that this program is in, for each controller of version 1")
    func versionOne() {
        let members = "8:pids:/clinic\n4:memory:/part/of/it\n1:cpu,cpuacct:/\n"
        let places = ControlGroupPlace.read(mounts: Self.mounts, members: members)
        #expect(
            places == [
                ControlGroupPlace(controllers: .processes, path: "/sys/fs/cgroup/pids/clinic"),
                ControlGroupPlace(controllers: .memory, path: "/sys/fs/cgroup/memory/of/it"),
            ])
    }

    @Test("is nowhere outside of what is mounted")
    func outside() {
        #expect(ControlGroupPlace.read(mounts: Self.mounts, members: "4:memory:/partial\n").isEmpty)
        #expect(ControlGroupPlace.read(mounts: "", members: "8:pids:/\n").isEmpty)
        #expect(ControlGroupPlace.read(mounts: "nonsense - cgroup", members: "::::").isEmpty)
    }

    @Test("of version 2 is the group itself or the one around it, whichever hands both controllers on")
    func versionTwo() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("groups-\(UUID().uuidString)")
        let own = root.appendingPathComponent("service/own")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: root) } catch { print("left behind: \(root.path)") } }
        let mounts = "30 24 0:26 / \(root.path) rw,relatime - cgroup2 cgroup2 rw"
        func places() -> [String] {
            ControlGroupPlace.read(mounts: mounts, members: "0::/service/own\n").map(\.path)
        }
        #expect(places().isEmpty)
        try Data("cpu memory pids\n".utf8).write(to: root.appendingPathComponent("service/cgroup.subtree_control"))
        #expect(places() == ["\(root.path)/service"])
        try Data("cpu\n".utf8).write(to: own.appendingPathComponent("cgroup.subtree_control"))
        #expect(places() == ["\(root.path)/service"])
        try Data("pids memory\n".utf8).write(to: own.appendingPathComponent("cgroup.subtree_control"))
        #expect(places() == [own.path])
    }
}
