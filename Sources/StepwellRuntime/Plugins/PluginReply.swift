package import PathwayModel

/// An answer as it stands on a line.
package enum PluginReply {
    package static func read(_ line: [UInt8]) throws(PluginFailure) -> (id: Int, reply: Result<JSON, PluginFailure>) {
        let json: JSON
        do throws(JSONError) { json = try JSON.parse(line) } catch {
            throw PluginFailure("its answer is no JSON: \(error.message)")
        }
        guard json["jsonrpc"]?.string == "2.0" else { throw PluginFailure("its answer is no JSON-RPC 2.0") }
        guard let id = json["id"]?.int else {
            let detail = json["error"]?["message"]?.string.map { ": \(PluginText.reason($0))" } ?? ""
            throw PluginFailure("it answered without saying what\(detail)")
        }
        if let error = json["error"] {
            guard json["result"] == nil else { throw PluginFailure("its answer is both a result and an error") }
            let message = error["message"]?.string.map { PluginText.reason($0) } ?? "no message"
            return (id, .failure(PluginFailure("it refused: \(message)")))
        }
        guard let result = json["result"] else { throw PluginFailure("its answer is neither a result nor an error") }
        return (id, .success(result))
    }
}
