package import PathwayModel
import StepwellKit
package import StepwellRuntime

/// What a plugin gets of the clinic beyond the facts that its rules read.
package struct PluginGrants: Hashable, Sendable {
    /// Variables of the environment, by name.
    package var environment: [String] = []
    /// The hosts that it may reach.
    package var hosts: [String] = []
    /// Folders beside its own that it may read.
    package var readable: [String] = []
    /// Secrets that its channels are handed where the clinic's settings say where they stand: `matrix.token`. To say so
    /// is to agree to it.
    package var secrets: [String] = []
    /// It runs without a sandbox: it gets everything that the account has.
    package var isUnwalled = false

    package init(_ manifest: PluginManifest, _ setting: Settings.PluginSetting?) {
        environment = manifest.environment
        hosts = Array(Set(manifest.channels.flatMap(\.sendsTo))).sorted()
        readable = setting?.readable ?? []
        secrets = manifest.channels.flatMap { channel in
            channel.settings.filter { $0.kind == .secret }.map { "\(channel.name).\($0.name)" }
        }
        isUnwalled = setting?.isUnwalled ?? false
    }

    /// Whether a clinic that let others in has to be asked again.
    package func goBeyond(_ others: PluginGrants?) -> Bool {
        func adds(_ names: [String], _ known: [String]?) -> Bool { !Set(names).isSubset(of: known ?? []) }
        return adds(environment, others?.environment) || adds(hosts, others?.hosts)
            || adds(readable, others?.readable) || (isUnwalled && !(others?.isUnwalled ?? false))
    }

    package var json: JSON {
        [
            "environment": JSON(environment), "hosts": JSON(hosts), "readable": JSON(readable),
            "secrets": JSON(secrets),
            "writable": JSON(["/tmp"]), "sandbox": .bool(!isUnwalled),
        ]
    }
}
