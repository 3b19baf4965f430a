import Foundation
public import StepwellKit

/// Writes each message into a file of its own, named by its key: a message that comes twice is one file.
public struct FileChannel: Channel {
    public let name = "file"
    private let folder: String

    /// - Parameter folder: where the files go; made where it is missing.
    public init(folder: String) { self.folder = folder }

    public static func plugin(folder: String) -> Plugin {
        Plugin(name: "file", version: "1.0.0", channels: [FileChannel(folder: folder)])
    }

    public func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        let name = String(key.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
        let address = message.address.map { " <\(Self.oneLine($0))>" } ?? ""
        let text = """
            To: \(Self.oneLine(message.recipient))\(address)
            Subject: \(Self.oneLine(message.subject))
            Case: \(Self.oneLine(message.caseID))
            Key: \(Self.oneLine(key))

            \(message.body)

            """
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let url = URL(fileURLWithPath: folder).appendingPathComponent("\(name).txt")
            try Data(text.utf8).write(to: url, options: .atomic)
            return .sent
        } catch {
            return .retry(reason: "the folder of messages cannot be written to")
        }
    }

    /// A head line is one line, whatever a name holds.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
