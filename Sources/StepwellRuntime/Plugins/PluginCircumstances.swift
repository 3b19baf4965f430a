import Foundation

/// What `plugin check` changes around a plugin's process, to see whether its answers change with it.
package struct PluginCircumstances: Hashable, Sendable {
    /// Environment variables that are other than always.
    package var variables: [String: String] = [:]
    /// What the hosts of `sends_to` are. It takes the sandbox.
    package var network = RelayNetwork.open

    package init() {}

    /// An environment, `NAME=value` each, with these variables.
    func changing(_ environment: [String]) -> [String] {
        environment.filter { entry in variables[String(entry.prefix { $0 != "=" })] == nil }
            + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// Two seeds for the order of sets and dictionaries. Swift and many others draw their own with each process, unless
    /// told otherwise; Python is told the same always.
    static let seeds = [
        PluginCircumstances(variables: ["PYTHONHASHSEED": "1"]),
        PluginCircumstances(variables: ["PYTHONHASHSEED": "2", "SWIFT_DETERMINISTIC_HASHING": "1"]),
    ]

    /// Two dates: more than a year ahead and half a year back, on other days of the week and at other hours; nil where
    /// there is no libfaketime.
    static func dates() -> [PluginCircumstances]? {
        guard let library = fakeTime() else { return nil }
        return [(days: 400, hours: 9), (days: -200, hours: -5)].map { days, hours in
            let seconds = (days * 24 + hours) * 3_600
            return PluginCircumstances(variables: [
                "LD_PRELOAD": library, "FAKETIME": seconds < 0 ? "\(seconds)" : "+\(seconds)",
                // Semaphores and shared memory are not there in the sandbox.
                "FAKETIME_DISABLE_SHM": "1",
            ])
        }
    }

    private init(variables: [String: String]) { self.variables = variables }

    /// Where Debian and others have it, with what threads need.
    private static func fakeTime() -> String? {
        let name = "faketime/libfaketimeMT.so.1"
        var folders = ["/usr/lib", "/usr/lib64"]
        for architecture in ["x86_64", "aarch64"] { folders.append("/usr/lib/\(architecture)-linux-gnu") }
        return folders.map { "\($0)/\(name)" }.first { FileFacts.isFile($0) }
    }
}
