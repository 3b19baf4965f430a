import CEL
import Crypto
import Foundation

/// That a patient's record was erased, without saying whose: a digest that only who knows the number can compare.
struct Erasure: Hashable, Sendable {
    /// Tells one erasure from another, also of the same patient.
    let id: String
    let date: CalendarDate
    /// What goes into the digest before the number.
    let key: String
    let digest: String

    /// - Parameter key: that of other erasures, so that many are compared at once; a new one without it.
    init(of number: String, key: String?, date: CalendarDate) {
        id = Self.random()
        self.date = date
        self.key = key ?? Self.random()
        digest = Self.digest(of: number, key: self.key)
    }

    /// What `line` wrote; nil for anything else.
    init?(line: Substring) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 4, let date = CalendarDate(words[0]), words[1].utf8.count == 32,
            words[2].utf8.count == 32, words[3].utf8.count == 64
        else { return nil }
        self.date = date
        (id, key, digest) = (words[1], words[2], words[3])
    }

    var line: String { "\(date) \(id) \(key) \(digest)" }

    func isOf(_ number: String) -> Bool { digest == Self.digest(of: number, key: key) }

    static func digest(of number: String, key: String) -> String {
        SHA256.hash(data: Data("\(key)\n\(number)".utf8)).hexadecimal
    }

    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }.hexadecimal
    }
}
