/// A parameter of a statement.
enum SQLValue {
    case null
    case int(Int64)
    case bool(Bool)
    case text(String)
    case bytes([UInt8])

    init<Number: BinaryInteger>(_ number: Number?) { self = number.map { .int(Int64(clamping: $0)) } ?? .null }
    init(_ flag: Bool) { self = .bool(flag) }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ bytes: [UInt8]?) { self = bytes.map { .bytes($0) } ?? .null }
}

/// Parameters as libpq takes them: one after the other in one piece of memory.
struct SQLParameters {
    private(set) var bytes: [CChar] = []
    private(set) var offsets: [Int] = []
    private(set) var lengths: [Int32] = []
    private(set) var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        for value in values {
            switch value {
            case .null: add(nil, isText: true)
            case .int(let number): add(String(number).utf8, isText: true)
            case .bool(let flag): add((flag ? "t" : "f").utf8, isText: true)
            case .text(let text): add(StoredText.kept(text), isText: true)
            case .bytes(let bytes): add(bytes, isText: false)
            }
        }
    }

    private mutating func add(_ value: (some Sequence<UInt8>)?, isText: Bool) {
        guard let value else {
            offsets.append(-1)
            lengths.append(0)
            formats.append(0)
            return
        }
        let start = bytes.count
        bytes.append(contentsOf: value.lazy.map { CChar(bitPattern: $0) })
        offsets.append(start)
        lengths.append(Int32(clamping: bytes.count - start))
        formats.append(isText ? 0 : 1)
        if isText { bytes.append(0) }
    }

    private mutating func add(_ value: [UInt8]?, isText: Bool) { add(value.map { $0[...] }, isText: isText) }
}
