package import PathwayModel

/// The talk between Stepwell and a plugin process: JSON-RPC 2.0, a message a line, over standard input and output.
///
/// `docs/reference/plugin-protocol.md` shows every message; a test plays those examples.
package enum PluginProtocol {
    /// The version spoken here. A plugin picks one of those it is offered.
    package static let version = 1
    /// A line beyond this is refused, in both directions.
    package static let longestLine = 1 << 20

    package enum Method: String, Sendable {
        case initialize
        case evaluate = "rule/evaluate"
        case deliver = "channel/deliver"
        case shutdown
    }

    /// What is wrong with a message. The first four are JSON-RPC's own.
    package enum ErrorCode: Int, Sendable {
        case noJSON = -32_700
        case noRequest = -32_600
        case noSuchMethod = -32_601
        case badParameters = -32_602
        /// None of the protocol's versions that the host offers is spoken by the plugin.
        case wrongProtocol = -32_001
        /// Something was asked before `initialize`.
        case notInitialized = -32_002
    }

    // MARK: Answers

    package static func result(_ id: JSON, _ result: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    package static func error(_ id: JSON, _ code: ErrorCode, _ message: String) -> JSON {
        [
            "jsonrpc": "2.0", "id": id,
            "error": ["code": .int(Int64(code.rawValue)), "message": .string(message)],
        ]
    }
}
