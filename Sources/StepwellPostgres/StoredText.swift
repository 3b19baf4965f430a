/// How words are kept in columns of type `text`, which hold no U+0000.
///
/// U+0000 is kept as U+0001 U+0001 and U+0001 as U+0001 U+0002; everything else as it is. The order of what is kept is the
/// order of the words' bytes, and what begins with a word begins with what is kept of it.
enum StoredText {
    private static let zero: UInt8 = 0
    private static let mark: UInt8 = 1
    private static let markedOne: UInt8 = 2

    static func kept(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 <= mark }) else { return bytes }
        return bytes.flatMap { byte in
            switch byte {
            case zero: [mark, mark]
            case mark: [mark, markedOne]
            default: [byte]
            }
        }
    }

    /// Nil for what is no UTF-8, or was not kept by this.
    static func text(_ kept: UnsafeRawBufferPointer) -> String? {
        guard kept.contains(mark) else { return String(validating: kept, as: UTF8.self) }
        var bytes: [UInt8] = []
        var isMarked = false
        for byte in kept {
            if isMarked {
                guard byte == mark || byte == markedOne else { return nil }
                bytes.append(byte == mark ? zero : mark)
                isMarked = false
            } else if byte == mark {
                isMarked = true
            } else {
                bytes.append(byte)
            }
        }
        return isMarked ? nil : String(validating: bytes, as: UTF8.self)
    }
}
