import Foundation
import PathwayCompiler
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// The plugin `stepwell-channels`, which has what reaches the network. It lies beside this program, is run by the host
/// that runs every plugin, and is started when the first message needs it, so that no other command pays for what it
/// links.
final class NetworkChannels: Sendable {
    private static let program = "stepwell-channels"

    /// What it says of itself, too.
    private static let manifest = PluginManifest(
        name: "stepwell_channels", version: "1.0.0", protocolVersion: 1, executable: program,
        channels: ChannelType.allCases.filter(\.isNetworked).map(kind))

    private static func kind(_ type: ChannelType) -> PluginManifest.Channel {
        PluginManifest.Channel(name: type.rawValue, summary: nil, sendsTo: [], settings: type.settings)
    }

    private let host: Result<PluginHost, PluginFailure>

    init() {
        host = Result { () throws(PluginFailure) in
            var limits = PluginLimits.standard
            // Longer than any channel's own.
            limits.delivery = 90_000
            return PluginHost(
                PluginHost.Setup(
                    manifest: Self.manifest, folder: try PluginFolder(Self.folder), sandbox: .ours, limits: limits,
                    hostVersion: Stepwell.version, log: { Program.parts.log("[\(Self.program)] \($0)") }))
        }
    }

    func channel(_ type: ChannelType, named name: String, _ configuration: ChannelConfiguration) -> any Channel {
        do throws(PluginFailure) {
            return try host.get().channel(Self.kind(type), named: name, configuration)
        } catch {
            return Missing(name: name, reason: error.reason)
        }
    }

    /// A channel whose program is not there.
    private struct Missing: Channel {
        let name: String
        let reason: String

        func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery { .retry(reason: reason) }
    }

    /// The folder of this program.
    private static var folder: String {
        let own = RealPath.ifAny("/proc/self/exe") ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }
}

extension ChannelType {
    fileprivate var isNetworked: Bool {
        switch self {
        case .console, .file: false
        case .email, .webhook, .sms, .slack: true
        }
    }
}
