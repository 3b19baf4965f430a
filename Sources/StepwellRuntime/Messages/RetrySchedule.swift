package import CEL

/// When a message is tried again: four times as long after each attempt, a day at most.
///
/// A fifth of each wait is drawn from the message's key, so that messages which failed together do not come back
/// together, and the same message is always tried at the same times.
package enum RetrySchedule {
    /// Seconds to wait after each attempt; after the last one a message is given up: a day and a half in all.
    package static let waits: [Int64] = [30, 120, 480, 1_920, 7_680, 30_720, 86_400]
    /// The longest that another side may have us wait.
    static let longest: Int64 = 86_400

    /// The next attempt after so many that failed; nil where there is none.
    ///
    /// - Parameter atLeast: seconds that the other side asks for.
    package static func next(after attempts: Int, key: String, from now: Timestamp, atLeast: Int? = nil) -> Timestamp? {
        guard attempts >= 1, attempts <= waits.count else { return nil }
        let wait = waits[attempts - 1]
        // From 90 to 110 percent.
        let spread = wait / 5
        let share = spread == 0 ? 0 : Int64(hash(key, attempts) % UInt64(spread + 1)) - spread / 2
        let asked = min(Int64(atLeast ?? 0), longest)
        return Timestamp(seconds: now.seconds + max(wait + share, asked), nanoseconds: now.nanoseconds)
    }

    /// FNV-1a, then one round of mixing: its low bits alone are too regular.
    private static func hash(_ key: String, _ attempt: Int) -> UInt64 {
        var mixed = FNV1a()
        mixed.combine("\(key)#\(attempt)".utf8)
        var hash = mixed.hash
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 33)
    }
}
