package import CEL
package import PathwayModel
package import StepwellKit

/// What the host says to a plugin process.
extension PluginProtocol {
    package static func request(_ id: Int, _ method: Method, _ parameters: JSON) -> JSON {
        [
            "jsonrpc": "2.0", "id": .int(Int64(id)), "method": .string(method.rawValue), "params": parameters,
        ]
    }

    /// What the host says first.
    package static func initialize(_ id: Int, hostVersion: String) -> JSON {
        request(
            id, .initialize,
            [
                "protocols": [.int(Int64(version))],
                "host": ["name": "stepwell", "version": .string(hostVersion)],
            ])
    }

    package static func evaluate(
        _ id: Int, rule: String, parameters: [String: Value], facts: RuleFacts, reads: RuleReads
    ) -> JSON {
        let names = parameters.keys.sorted()
        return request(
            id, .evaluate,
            [
                "rule": .string(rule),
                "parameters": .object(
                    names.compactMap { name in
                        parameters[name].map { JSON.Member(name, WireValue.plain($0)) }
                    }),
                "facts": facts.json(reads),
            ])
    }

    package static func deliver(
        _ id: Int, channel: String, _ message: OutgoingMessage, settings: JSON = [:], key: String, attempt: Int
    ) -> JSON {
        request(
            id, .deliver,
            .compact([
                "channel": .string(channel), "settings": settings == [:] ? .null : settings, "message": message.json,
                "key": .string(key), "attempt": .int(Int64(attempt)),
            ]))
    }
}
