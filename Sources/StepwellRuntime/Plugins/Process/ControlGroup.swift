import Foundation
import PathwayModel
import Synchronization

/// A control group for one plugin's processes, where this account may make one: Linux then holds how many they are
/// and what memory they take together.
///
/// Version 1 keeps a hierarchy for each controller, version 2 one for all. Of version 2 only a folder that is made to
/// look like it could be tried when this was written, no system that uses it.
struct ControlGroup: Sendable {
    private enum Version { case one, two }

    /// One folder that is the group, in one hierarchy.
    private struct Folder: Sendable {
        var version: Version
        var path: String
    }

    private let folders: [Folder]
    let holdsProcesses: Bool
    let holdsMemory: Bool

    /// Nil where there is no place for it; what it does not hold somebody else has to.
    static func make(_ limits: PluginLimits, in places: [ControlGroupPlace] = ControlGroupPlace.all) -> ControlGroup? {
        let name = Self.names.withLock { next in
            next += 1
            return "stepwell-\(getpid())-\(next)"
        }
        var folders: [Folder] = []
        var (processes, memory) = (false, false)
        for place in places {
            sweep(place.path)
            let path = "\(place.path)/\(name)"
            guard mkdir(path, 0o700) == 0 else { continue }
            // The sandbox's own two processes besides.
            let most = String(limits.processes + SandboxProcesses.wardens)
            let holds: Bool
            switch place.controllers {
            case .processes:
                holds = write(most, to: "\(path)/pids.max")
                processes = processes || holds
            case .memory:
                holds = write(String(limits.totalMemory), to: "\(path)/memory.limit_in_bytes")
                _ = write(String(limits.totalMemory), to: "\(path)/memory.memsw.limit_in_bytes")
                memory = memory || holds
            case .both:
                holds =
                    write(most, to: "\(path)/pids.max") && write(String(limits.totalMemory), to: "\(path)/memory.max")
                _ = write("0", to: "\(path)/memory.swap.max")
                _ = write("1", to: "\(path)/memory.oom.group")
                (processes, memory) = (processes || holds, memory || holds)
            }
            if holds {
                folders.append(Folder(version: place.controllers == .both ? .two : .one, path: path))
            } else {
                rmdir(path)
            }
        }
        return folders.isEmpty ? nil : ControlGroup(folders: folders, holdsProcesses: processes, holdsMemory: memory)
    }

    private init(folders: [Folder], holdsProcesses: Bool, holdsMemory: Bool) {
        self.folders = folders
        self.holdsProcesses = holdsProcesses
        self.holdsMemory = holdsMemory
    }

    private static let names = Mutex(0)

    /// What a process writes 0 to, to become a member.
    var memberFiles: [String] { folders.map { "\($0.path)/cgroup.procs" } }

    /// Whether Linux has killed one of its processes for the memory that they took.
    var hasRunOutOfMemory: Bool {
        folders.contains { folder in
            let file = folder.version == .two ? "memory.events" : "memory.oom_control"
            return SandboxProcesses.text("\(folder.path)/\(file)").split(separator: "\n").contains { line in
                line.hasPrefix("oom_kill ") && line != "oom_kill 0"
            }
        }
    }

    // MARK: Ending

    /// How often it looks whether a killed process is gone, a millisecond apart.
    private static let looks = 200

    /// Kills what is left in it and takes it away. What is not gone in time goes at the next sweep.
    func end() {
        for folder in folders {
            if folder.version == .two { _ = Self.write("1", to: "\(folder.path)/cgroup.kill") }
            for _ in 0..<Self.looks where rmdir(folder.path) != 0 {
                guard errno == EBUSY else { break }
                for line in SandboxProcesses.text("\(folder.path)/cgroup.procs").split(separator: "\n") {
                    if let pid = pid_t(line), pid > 1 { kill(pid, SIGKILL) }
                }
                usleep(1_000)
            }
        }
    }

    /// Takes away empty groups of programs that are gone.
    private static func sweep(_ place: String) {
        guard let stream = opendir(place) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let parts = name.split(separator: "-")
            guard parts.count == 3, parts[0] == "stepwell", let pid = pid_t(parts[1]), pid > 1 else { continue }
            if kill(pid, 0) != 0, errno == ESRCH { rmdir("\(place)/\(name)") }
        }
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return text.utf8.withContiguousStorageIfAvailable { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            == text.utf8.count
    }
}

/// A folder in which a control group may be made.
struct ControlGroupPlace: Hashable, Sendable {
    enum Controllers: Sendable {
        /// Version 1.
        case processes, memory
        /// Version 2.
        case both
    }

    var controllers: Controllers
    var path: String

    static let all: [ControlGroupPlace] = read(
        mounts: SandboxProcesses.text("/proc/self/mountinfo"), members: SandboxProcesses.text("/proc/self/cgroup"))

    /// From what the system says is mounted, and which groups this program is in.
    static func read(mounts: String, members: String) -> [ControlGroupPlace] {
        var places: [ControlGroupPlace] = []
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 5, let dash = words.firstIndex(of: "-"), words.count > dash + 3 else { continue }
            let (root, mount) = (words[3], words[4])
            switch words[dash + 1] {
            case "cgroup":
                let controllers = words[dash + 3].split(separator: ",")
                for (name, kind) in [("pids", Controllers.processes), ("memory", .memory)]
                where controllers.contains(Substring(name)) {
                    guard let own = own(name, members, root, mount) else { continue }
                    places.append(ControlGroupPlace(controllers: kind, path: own))
                }
            case "cgroup2":
                guard let own = own("", members, root, mount) else { continue }
                // A group with processes of its own has no groups below: beside it, where that was handed over.
                let candidates = own == mount ? [own] : [own, String(own[..<(own.lastIndex(of: "/") ?? own.endIndex)])]
                if let place = candidates.first(where: { hasBoth($0) }) {
                    places.append(ControlGroupPlace(controllers: .both, path: place))
                }
            default: continue
            }
        }
        return places
    }

    /// The folder of the group that this program is in.
    private static func own(_ controller: String, _ members: String, _ root: String, _ mount: String) -> String? {
        for line in members.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3,
                parts[1].split(separator: ",", omittingEmptySubsequences: false)
                    .contains(Substring(controller))
            else { continue }
            let path = String(parts[2])
            guard path == root || path.hasPrefix(root == "/" ? "/" : "\(root)/") else { return nil }
            let inside = root == "/" ? path : String(path.dropFirst(root.count))
            return inside == "/" || inside.isEmpty ? mount : mount + inside
        }
        return nil
    }

    private static func hasBoth(_ path: String) -> Bool {
        let handed = SandboxProcesses.text("\(path)/cgroup.subtree_control").split { $0 == " " || $0 == "\n" }
        return handed.contains("pids") && handed.contains("memory")
    }
}
