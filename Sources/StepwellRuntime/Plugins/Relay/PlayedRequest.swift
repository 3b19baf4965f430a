import PathwayModel

/// An HTTP request on its way in: only where it ends is of interest.
struct PlayedRequest {
    private(set) var bytes: [UInt8] = []
    /// Where the body begins, once the head is there.
    private var body: Int?
    private var length: Int?
    private var isChunked = false
    private var waitsForGo = false

    /// The first byte of a TLS handshake.
    var isTLS: Bool { bytes.first == 0x16 }

    var isWhole: Bool {
        guard let body else { return false }
        if isChunked { return bytes[body...].suffix(5).elementsEqual(Array("0\r\n\r\n".utf8)) }
        return bytes.count - body >= length ?? 0
    }

    /// Whether it sends its body once it is told to go on; true once.
    var wantsToBeTold: Bool {
        mutating get {
            defer { waitsForGo = false }
            return waitsForGo && !isWhole
        }
    }

    mutating func take(_ more: ArraySlice<UInt8>) {
        // The end of the head may come in two pieces.
        let from = max(0, bytes.count - 3)
        bytes += more
        guard body == nil, let end = headEnd(from: from) else { return }
        body = end
        for line in String(decoding: bytes[..<end], as: UTF8.self).lowercased().split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "content-length": length = Int(parts[1])
            case "transfer-encoding": isChunked = parts[1].contains("chunked")
            case "expect": waitsForGo = parts[1].hasPrefix("100-")
            default: break
            }
        }
    }

    private func headEnd(from: Int) -> Int? {
        guard bytes.count >= from + 4 else { return nil }
        let end = Array("\r\n\r\n".utf8)
        return (from...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(end) }.map { $0 + 4 }
    }
}
