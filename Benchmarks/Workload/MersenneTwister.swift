/// Python's generator, so that a seed gives here the streams it gives everywhere.
struct MersenneTwister {
    private var words = [UInt32](repeating: 0, count: 624)
    private var position = 624

    /// Seeded as `random.Random(seed)` is, for seeds of 32 bits.
    init(seed: UInt32) {
        words[0] = 19_650_218
        for place in 1..<624 {
            words[place] = 1_812_433_253 &* (words[place - 1] ^ (words[place - 1] >> 30)) &+ UInt32(place)
        }
        var place = 1
        for _ in 0..<624 {
            mix(place, 1_664_525) { $0 &+ seed }
            advance(&place)
        }
        for _ in 0..<623 {
            let less = UInt32(place)
            mix(place, 1_566_083_941) { $0 &- less }
            advance(&place)
        }
        words[0] = 0x8000_0000
    }

    private mutating func mix(_ place: Int, _ factor: UInt32, _ change: (UInt32) -> UInt32) {
        words[place] = change(words[place] ^ ((words[place - 1] ^ (words[place - 1] >> 30)) &* factor))
    }

    private mutating func advance(_ place: inout Int) {
        place += 1
        guard place >= 624 else { return }
        words[0] = words[623]
        place = 1
    }

    private mutating func next() -> UInt32 {
        if position == 624 { refill() }
        var word = words[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private mutating func refill() {
        for place in 0..<624 {
            let mixed = (words[place] & 0x8000_0000) | (words[(place + 1) % 624] & 0x7FFF_FFFF)
            words[place] = words[(place + 397) % 624] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        position = 0
    }

    /// From 0 up to but not including 1.
    mutating func fraction() -> Double {
        let high = UInt64(next() >> 5)
        let low = UInt64(next() >> 6)
        return Double(high << 26 | low) / 9_007_199_254_740_992
    }

    /// One of the integers of a range.
    mutating func integer(in range: ClosedRange<Int>) -> Int {
        let width = UInt32(range.count)
        let shift = UInt32(width.leadingZeroBitCount)
        var drawn = next() >> shift
        while drawn >= width { drawn = next() >> shift }
        return range.lowerBound + Int(drawn)
    }
}
