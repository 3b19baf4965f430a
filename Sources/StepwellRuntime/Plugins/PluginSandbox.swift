import Foundation
import PathwayModel

/// How a plugin's process is walled in.
package enum PluginSandbox: Hashable, Sendable {
    /// Own namespaces for everything: no network, no other process in sight, and of the files only its own folder and
    /// the system's programs and libraries, all read-only.
    case sealed
    /// As sealed, with the network: what a channel needs to send.
    case networked
    /// None: what the clinic's settings say with `sandbox: off`.
    case off
    /// None: a program of ours, which came with this one.
    case ours
}

/// The command that starts a plugin: limits in front, then the sandbox, then the plugin itself.
package struct PluginCommand: Hashable, Sendable {
    package var arguments: [String]
    package var environment: [String]

    static let folderInside = "/plugin"

    package init(arguments: [String], environment: [String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// - Parameters:
    ///   - folder: the plugin's folder, an absolute path.
    ///   - readable: further folders that it may read: an interpreter's, a library's.
    ///   - variables: what of the environment the manifest names.
    static func make(
        _ manifest: PluginManifest, in folder: String, _ sandbox: PluginSandbox, readable: [String],
        variables: [String: String], _ limits: PluginLimits
    ) throws(PluginFailure) -> PluginCommand {
        guard let prlimit = SystemProgram.path("prlimit") else {
            throw PluginFailure("'prlimit' (Debian's util-linux) is not there, and plugins run under its limits")
        }
        var arguments = [prlimit] + limits.arguments
        switch sandbox {
        case .off, .ours:
            if let setpriv = SystemProgram.path("setpriv") { arguments += [setpriv, "--pdeathsig", "KILL", "--"] }
            arguments.append("\(folder)/\(manifest.executable)")
        case .sealed, .networked:
            guard let bwrap = SystemProgram.path("bwrap") else {
                throw PluginFailure(
                    "the sandbox cannot be set up: there is no 'bwrap' (Debian's bubblewrap)",
                    hint: "install bubblewrap; only 'sandbox: off' for this plugin in stepwell.yaml runs it without")
            }
            arguments.append(bwrap)
            arguments += walls(folder, sandbox, readable)
            arguments += ["--", "\(folderInside)/\(manifest.executable)"]
        }
        var environment = [
            "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/tmp", "TMPDIR=/tmp", "SWIFT_BACKTRACE=enable=no",
            "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0",
        ]
        for name in manifest.environment {
            if let value = variables[name] { environment.append("\(name)=\(value)") }
        }
        return PluginCommand(arguments: arguments, environment: environment)
    }

    private static func walls(_ folder: String, _ sandbox: PluginSandbox, _ readable: [String]) -> [String] {
        var walls = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        if sandbox == .networked { walls.append("--share-net") }
        walls += ["--ro-bind", "/usr", "/usr"]
        for link in ["/bin", "/lib", "/lib64", "/lib32", "/sbin"] {
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
        if sandbox == .networked {
            for file in ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl", "/etc/ca-certificates"] {
                walls += ["--ro-bind-try", file, file]
            }
        }
        walls += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
        for path in readable + [SwiftLibraries.folder].compactMap({ $0 }) { walls += ["--ro-bind", path, path] }
        walls += ["--ro-bind", folder, folderInside, "--chdir", folderInside]
        // What is no part of what was checked is not there either.
        for name in PluginFolder.unchecked where FileFacts.isFolder("\(folder)/\(name)") {
            walls += ["--tmpfs", "\(folderInside)/\(name)"]
        }
        return walls
    }
}

extension PluginLimits {
    fileprivate var arguments: [String] {
        [
            "--as=\(memory)", "--cpu=\(processor)", "--fsize=\(file)", "--nofile=\(openFiles)",
            "--nproc=\(processes)", "--core=0", "--",
        ]
    }
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

/// Programs of the system, looked for where only the system's owner puts them.
enum SystemProgram {
    static func path(_ name: String) -> String? {
        ["/usr/bin/\(name)", "/bin/\(name)", "/usr/sbin/\(name)"].first { access($0, X_OK) == 0 }
    }
}

/// Where the Swift libraries of this program lie, if not under /usr: a Swift plugin of the same toolchain needs them.
enum SwiftLibraries {
    static let folder: String? = {
        // The file says that it is empty: it is read until it ends.
        guard let maps = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() else { return nil }
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n")
        where line.hasSuffix("/libswiftCore.so") {
            guard let start = line.firstIndex(of: "/") else { continue }
            let path = line[start...].dropLast("/libswiftCore.so".count)
            return path.hasPrefix("/usr/") ? nil : String(path)
        }
        return nil
    }()
}
