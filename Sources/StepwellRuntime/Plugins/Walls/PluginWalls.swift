import CProcess
import Foundation
import PathwayModel

/// The sandbox of one plugin, as arguments of bubblewrap.
///
/// Nothing is shared with this system but the kernel: no network, no process, no name, no user. Inside, the plugin is
/// nobody without any right, the whole tree of files is read-only but `/tmp`, and what reaches out of it by a system
/// call is refused.
struct PluginWalls {
    private let folder: PluginFolder
    private let program: String
    private let relay: [RelayTarget]
    /// Folders of this system that can be read inside, by their own paths.
    let readable: [String]
    /// What of the plugin's folder was not looked at, and is not there inside.
    private let hidden: [String]

    private static let links = ["/bin", "/lib", "/lib64", "/lib32", "/sbin"]
    private static let devices = ["null", "zero", "full", "random", "urandom"]
    /// What the system tells of itself to its owner: as root the plugin would be taken for that.
    private static let secrets = [
        "acpi", "kallsyms", "kcore", "key-users", "keys", "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "mtrr",
        "pagetypeinfo", "sched_debug", "slabinfo", "sysrq-trigger", "timer_list", "vmallocinfo",
    ]

    init(
        _ manifest: PluginManifest, in folder: PluginFolder, readable: [String]
    ) throws(PluginFailure) {
        self.folder = folder
        program = manifest.executable
        self.readable = readable + [SwiftLibraries.folder].compactMap { $0 }
        hidden = try folder.survey().hidden
        var relay: [RelayTarget] = []
        for text in manifest.channels.flatMap(\.sendsTo) {
            let target = try RelayTarget(text)
            if !relay.contains(target) { relay.append(target) }
        }
        guard relay.count <= RelayTarget.most else {
            throw PluginFailure("it names more than \(RelayTarget.most) hosts to send to")
        }
        self.relay = relay
    }

    func command(
        _ environment: [String], _ limits: PluginLimits, _ circumstances: PluginCircumstances
    ) throws(PluginFailure) -> PluginCommand {
        guard let bwrap = SystemProgram.path("bwrap") else {
            throw PluginFailure(
                "the sandbox cannot be set up: there is no 'bwrap' (Debian's bubblewrap)", hint: "install bubblewrap")
        }
        var command = PluginCommand(arguments: [bwrap], environment: environment)
        command.relay = relay
        command.network = circumstances.network
        command.arguments += [
            "--unshare-all", "--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534", "--hostname",
            "plugin", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        ]
        command.hand(try SystemCallFilter.program(), as: "--seccomp")
        command.arguments += system + devices + processes
        command.arguments += ["--perms", "1777", "--size", "\(limits.temporary)", "--tmpfs", "/tmp"]
        for path in readable { command.arguments += ["--ro-bind", path, path] }
        command.arguments += ["--ro-bind", folder.path, PluginCommand.folderInside]
        for name in hidden { command.arguments += Self.emptied("\(PluginCommand.folderInside)/\(name)") }
        if !relay.isEmpty { names(&command) }
        command.arguments += ["--remount-ro", "/", "--chdir", PluginCommand.folderInside]
        if !relay.isEmpty {
            // Behind the three streams and what is handed over: see ``RelayGate``.
            let first = 3 + command.handed.count
            command.arguments += ["--info-fd", "\(first)", "--block-fd", "\(first + 1)"]
        }
        // Not in bubblewrap's own environment: what is preloaded there would change the sandbox itself.
        for (name, value) in circumstances.variables.sorted(by: { $0.key < $1.key }) {
            command.arguments += ["--setenv", name, value]
        }
        command.arguments += ["--"] + (try counting(limits)) + ["\(PluginCommand.folderInside)/\(program)"]
        return command
    }

    /// Linux counts an account's processes for each namespace of users since 5.14: set inside, the limit counts what
    /// is inside. It does not hold for root, and before that it counted what the account runs elsewhere.
    private func counting(_ limits: PluginLimits) throws(PluginFailure) -> [String] {
        guard KernelVersion.running >= KernelVersion(major: 5, minor: 14) else { return [] }
        guard let prlimit = SystemProgram.path("prlimit") else {
            throw PluginFailure("'prlimit' (Debian's util-linux) is not there, and plugins run under its limits")
        }
        return [prlimit, "--nproc=\(limits.processes)", "--"]
    }

    // MARK: Files

    private var system: [String] {
        var walls = ["--ro-bind", "/usr", "/usr"]
        for link in Self.links {
            // On a merged system these are links into /usr; elsewhere folders of their own.
            if let target = FileFacts.link(link) {
                walls += ["--symlink", target, link]
            } else {
                walls += ["--ro-bind-try", link, link]
            }
        }
        for file in ["/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives"] {
            walls += ["--ro-bind-try", file, file]
        }
        return walls
    }

    private var devices: [String] {
        Self.devices.flatMap { ["--dev-bind", "/dev/\($0)", "/dev/\($0)"] }
            + [("/proc/self/fd", "fd"), ("fd/0", "stdin"), ("fd/1", "stdout"), ("fd/2", "stderr")].flatMap {
                ["--symlink", $0.0, "/dev/\($0.1)"]
            }
    }

    /// Of the system's processes its own; nothing there is written to. Of settings of the kernel, which would obey
    /// root, nothing is there to be read either where it takes root to read it.
    private var processes: [String] {
        let secrets = Self.secrets.map { "/proc/\($0)" }.filter { FileFacts.isFile($0) }
        return ["--proc", "/proc"] + secrets.flatMap { ["--ro-bind", "/dev/null", $0] } + ["--remount-ro", "/proc"]
    }

    private static func emptied(_ path: String) -> [String] {
        ["--perms", "0555", "--size", "4096", "--tmpfs", path, "--remount-ro", path]
    }

    /// Its hosts by name, as addresses of the loopback network where the relay listens; and whom to trust there.
    private func names(_ command: inout PluginCommand) {
        command.hand(Array(RelayTarget.hosts(relay).utf8), as: "--ro-bind-data", "/etc/hosts")
        command.hand(Array("hosts: files\n".utf8), as: "--ro-bind-data", "/etc/nsswitch.conf")
        for path in ["/etc/ssl", "/etc/ca-certificates", "/etc/pki"] {
            command.arguments += ["--ro-bind-try", path, path]
        }
    }

    /// Whether a path of this system is there inside; what lies in the plugin's folder is there by another.
    func shows(_ path: String) -> Bool {
        let folders = ["/usr"] + Self.links + readable
        return folders.contains { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : "\($0)/") }
    }
}

extension PluginCommand {
    /// Hands bytes over: an option of bubblewrap's names the descriptor that they are read from.
    fileprivate mutating func hand(_ bytes: [UInt8], as option: String, _ further: String...) {
        arguments += [option, "\(3 + handed.count)"] + further
        handed.append(bytes)
    }
}

/// The system calls that the sandbox refuses.
enum SystemCallFilter {
    private static let room = 8_192

    static func program() throws(PluginFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: room)
        let count = stepwell_filter(&bytes, room)
        guard count > 0 else {
            throw PluginFailure("the sandbox cannot be set up: its system calls are not known for this processor")
        }
        return Array(bytes[..<count])
    }
}

/// The version of the kernel that runs.
struct KernelVersion: Hashable, Comparable, Sendable {
    var major: Int
    var minor: Int

    static let running: KernelVersion = {
        let text = SandboxProcesses.text("/proc/sys/kernel/osrelease")
        let numbers = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return KernelVersion(major: numbers.first ?? 0, minor: numbers.count > 1 ? numbers[1] : 0)
    }()

    static func < (one: Self, other: Self) -> Bool { (one.major, one.minor) < (other.major, other.minor) }
}
