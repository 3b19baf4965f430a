import PathwayModel

/// Lines and columns of a file's bytes, counted as the YAML parser counts them.
enum TextPosition {
    /// The place of a byte. Bytes before it that are no UTF-8 count one column each.
    static func position(ofByte offset: Int, in source: UnsafeBufferPointer<UInt8>) -> SourceSpan.Position {
        var position = SourceSpan.Position(line: 1, column: 1)
        var index = 0
        while index < min(offset, source.count) {
            let length = lineBreak(at: index, in: source)
            if length > 0 {
                position.line += 1
                position.column = 1
                index += length
            } else {
                if source[index] & 0xC0 != 0x80 { position.column += 1 }
                index += 1
            }
        }
        return position
    }

    /// The text of a line, counted from 1; nil beyond the last.
    static func line(_ number: Int, of source: [UInt8]) -> String? { lines(from: number, to: number, of: source).first }

    /// The texts of lines, counted from 1, as far as there are such.
    static func lines(from first: Int, to last: Int, of source: [UInt8]) -> [String] {
        SourceLines(source, upTo: last).texts(from: first, to: last)
    }

    /// The bytes of a line break; 0 where there is none. YAML knows CR, LF, CR LF, U+0085, U+2028 and U+2029.
    static func lineBreak(at index: Int, in source: UnsafeBufferPointer<UInt8>) -> Int {
        func byte(_ offset: Int) -> UInt8? { index + offset < source.count ? source[index + offset] : nil }
        switch source[index] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
