import Foundation
import PathwayModel

/// How a plugin's process is walled in.
package enum PluginSandbox: Hashable, Sendable {
    /// Own namespaces for everything: of the network only the relay to the hosts of `sends_to`, no other process in
    /// sight, and of the files only its own folder and the system's programs and libraries, all read-only.
    case sealed
    /// None: what the clinic's settings say with `sandbox: off`. As root only where they say that too.
    case off(asRoot: Bool)
    /// None: a program of ours, which came with this one.
    case ours

    /// None, for an account that is not root.
    package static let off = PluginSandbox.off(asRoot: false)
}

/// The command that starts a plugin: the sandbox, then the plugin itself.
package struct PluginCommand: Hashable, Sendable {
    package var arguments: [String]
    package var environment: [String]
    /// What it may read from descriptors 3 and on.
    var handed: [[UInt8]] = []
    /// The hosts that it may speak to. Then two more descriptors follow: ``RelayGate``.
    var relay: [RelayTarget] = []
    /// What they lead to.
    var network = RelayNetwork.open
    /// Whether it dies with this program by the system's means, and gains no rights: without a sandbox that does.
    var isBound = false

    static let folderInside = "/plugin"

    package init(arguments: [String], environment: [String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// - Parameters:
    ///   - folder: the plugin's folder.
    ///   - readable: further folders that it may read: an interpreter's, a library's.
    ///   - variables: what of the environment the manifest names.
    ///   - circumstances: what a check changes.
    static func make(
        _ manifest: PluginManifest, in folder: PluginFolder, _ sandbox: PluginSandbox, readable: [String],
        variables: [String: String], _ limits: PluginLimits, _ circumstances: PluginCircumstances
    ) throws(PluginFailure) -> PluginCommand {
        var environment = [
            "PATH=\(searched.joined(separator: ":"))", "LANG=C.UTF-8", "HOME=/tmp", "TMPDIR=/tmp",
            "SWIFT_BACKTRACE=enable=no", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0",
        ]
        for name in manifest.environment {
            if let value = variables[name] { environment.append("\(name)=\(value)") }
        }
        let program = "\(folder.path)/\(manifest.executable)"
        let changed = circumstances.changing(environment)
        var command: PluginCommand
        switch sandbox {
        case .off(let asRoot):
            guard asRoot || geteuid() != 0 else { throw .unwalledRoot }
            try ProgramInterpreter.check(program, in: nil)
            command = PluginCommand(arguments: [program], environment: changed)
            command.isBound = true
        case .ours:
            command = PluginCommand(arguments: [program], environment: changed)
            command.isBound = true
        case .sealed:
            let walls = try PluginWalls(manifest, in: folder, readable: readable)
            try ProgramInterpreter.check(program, in: walls)
            command = try walls.command(environment, limits, circumstances)
        }
        return command
    }

    /// Where programs are looked for by name.
    static let searched = ["/usr/local/bin", "/usr/bin", "/bin"]
}

/// Why a plugin cannot be used, or gave no answer: a sentence for a person.
package struct PluginFailure: Error, Hashable, Sendable {
    package var reason: String
    package var hint: String?

    package init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }
}

extension PluginFailure {
    static let unwalledRoot = PluginFailure(
        "it is to run without a sandbox as root, where it could change the whole machine",
        hint: "run Stepwell as an account of its own; 'as_root: true' beside 'sandbox: off' insists")

    /// What bubblewrap complained of before the plugin began.
    static func noSandbox(_ complaint: Substring) -> PluginFailure {
        let reason = "the sandbox cannot be set up: \(complaint)"
        if complaint.contains("Unknown option") {
            return PluginFailure(reason, hint: "it takes bubblewrap 0.8 or a newer one")
        }
        if complaint.contains("namespace failed: Resource temporarily unavailable") {
            return PluginFailure(reason, hint: notStarted(EAGAIN).hint)
        }
        if complaint.contains("namespace") || complaint.contains("uid map") {
            return PluginFailure(
                reason,
                hint: "the system lets this account make no namespaces: 'sysctl user.max_user_namespaces', "
                    + "'kernel.unprivileged_userns_clone' and 'kernel.apparmor_restrict_unprivileged_userns' tell")
        }
        return PluginFailure(reason)
    }
}

/// What running without a sandbox gives away.
package enum WithoutSandbox {
    package static let sentence =
        "it can read and change every file and secret of this account, reach the whole network, see and stop this "
        + "account's other processes, and no limit holds for its processes together"
}

/// Programs of the system, looked for where only the system's owner puts them.
enum SystemProgram {
    static func path(_ name: String) -> String? {
        ["/usr/bin/\(name)", "/bin/\(name)", "/usr/sbin/\(name)"].first { access($0, X_OK) == 0 }
    }
}
