import PathwayModel

/// The lines of a file, found once: to look for each mistake's line from the file's beginning would take longer with
/// each mistake.
struct SourceLines {
    private let source: [UInt8]
    /// The bytes of each line, without its break.
    private var lines: [Range<Int>] = []

    /// - Parameter last: lines after this one are not asked for.
    init(_ source: [UInt8], upTo last: Int = .max) {
        self.source = source
        source.withUnsafeBufferPointer { buffer in
            var index = buffer.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            var start = index
            while index < buffer.count, lines.count < last {
                let length = TextPosition.lineBreak(at: index, in: buffer)
                guard length > 0 else {
                    index += 1
                    continue
                }
                lines.append(start..<index)
                index += length
                start = index
            }
            if lines.count < last { lines.append(start..<buffer.count) }
        }
    }

    /// The texts of lines, counted from 1, as far as there are such.
    func texts(from first: Int, to last: Int) -> [String] {
        guard first >= 1, first <= min(last, lines.count) else { return [] }
        return lines[(first - 1)..<min(last, lines.count)].map { String(decoding: source[$0], as: UTF8.self) }
    }
}
