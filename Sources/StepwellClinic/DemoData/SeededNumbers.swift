/// Numbers that are the same in every run: Steele, Lea and Flood's generator.
struct SeededNumbers: RandomNumberGenerator, Sendable {
    /// What the numbers are for.
    enum Use: UInt64 {
        case days, names, patient, arrival, course
    }

    private var state: UInt64

    /// - Parameter place: of one seed, each use has numbers of its own at each place.
    init(_ use: Use, _ place: Int, seed: UInt64) {
        state = seed
        state = next() ^ (use.rawValue << 48 | UInt64(place)) &* 0xD6E8_FEB8_6659_FD93
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that does in this share of cases.
    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: list.indices, using: &self)] }

    /// A number around 0, mostly near it, between -1 and 1.
    mutating func wobble() -> Double {
        (0..<3).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &self) } / 3
    }

    /// The place of one of several things, each as likely as its weight says.
    mutating func place(by weights: [Double]) -> Int {
        var left = Double.random(in: 0..<1, using: &self) * weights.reduce(0, +)
        for (place, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return place }
        }
        return weights.count - 1
    }
}
