import Foundation

/// A folder in which a control group may be made.
package struct ControlGroupPlace: Hashable, Sendable {
    package enum Controllers: Sendable {
        /// Version 1.
        case processes, memory
        /// Version 2.
        case both
    }

    package var controllers: Controllers
    package var path: String

    package init(controllers: Controllers, path: String) {
        self.controllers = controllers
        self.path = path
    }

    package static let all: [ControlGroupPlace] = read(
        mounts: SandboxProcesses.text("/proc/self/mountinfo"), members: SandboxProcesses.text("/proc/self/cgroup"))

    /// From what the system says is mounted, and which groups this program is in.
    package static func read(mounts: String, members: String) -> [ControlGroupPlace] {
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
