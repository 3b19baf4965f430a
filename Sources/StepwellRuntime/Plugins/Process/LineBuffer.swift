import Foundation

/// Lines as they come in pieces.
struct LineBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Up to here there is no end of a line.
    private var searched = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: ArraySlice<UInt8>) {
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            (start, searched) = (0, 0)
        }
        bytes += more
    }

    mutating func end() { bytes.append(0x0A) }

    mutating func take() -> [UInt8]? {
        let found = bytes.withUnsafeBufferPointer { bytes -> Int? in
            guard searched < bytes.count, let base = bytes.baseAddress,
                let place = memchr(base + searched, 0x0A, bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(place))
        }
        guard let found else {
            searched = bytes.count
            if start > 65_536 {
                bytes.removeFirst(start)
                searched -= start
                start = 0
            }
            return nil
        }
        defer {
            start = found + 1
            searched = start
        }
        return Array(bytes[start..<found])
    }
}
