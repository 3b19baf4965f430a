public import StepwellKit

/// Writes each message into a file of its own, named by its key: a message that comes twice is one file.
public struct FileChannel: Channel {
    public let name = "file"
    private let folder: MessageFolder

    /// - Parameter folder: where the files go; made for its owner alone where it is missing.
    public init(folder: String) { self.folder = MessageFolder(folder) }

    public static func plugin(folder: String) -> Plugin {
        Plugin(name: "file", version: "1.0.0", channels: [FileChannel(folder: folder)])
    }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let name = Self.fileName(key)
        let address = message.address.map { " <\(Self.oneLine($0))>" } ?? ""
        let text = """
            To: \(Self.oneLine(message.recipient))\(address)
            Subject: \(Self.oneLine(message.subject))
            \(Self.caseLine(message.caseID))
            Key: \(Self.oneLine(key))

            \(message.body)

            """
        do {
            try folder.put(Array(text.utf8), as: "\(name).txt")
            return .sent
        } catch {
            return .retry(reason: "the folder of messages cannot be written to")
        }
    }

    public func erase(aboutCase id: String) -> Int? {
        folder.remove(named: "\(Self.fileName(id))_", withLine: Self.caseLine(id))
    }

    /// A key, or the beginning of one, as it stands in a name.
    private static func fileName(_ key: String) -> String {
        String(key.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    }

    private static func caseLine(_ id: String) -> String { "Case: \(oneLine(id))" }

    /// A head line is one line, whatever a name holds.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
