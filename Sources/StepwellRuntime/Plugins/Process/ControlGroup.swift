import Foundation
import PathwayModel
import Synchronization

/// A control group for one plugin's processes, where this account may make one: Linux then holds how many they are
/// and what memory they take together.
///
/// Version 1 keeps a hierarchy for each controller, version 2 one for all. Version 2 was not tried when this was
/// written, for want of a system that uses it; where it fails, the host counts.
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
        for name in FileFacts.entries(of: place) {
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
