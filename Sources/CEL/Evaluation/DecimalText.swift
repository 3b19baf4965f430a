/// Writes numbers in decimal digits, exactly: every binary fraction has a finite decimal one, and rounding looks at
/// all of it. Halves go to the even digit.
enum DecimalText {
    /// `-12.50`, with so many digits behind the point.
    static func fixed(_ number: Double, _ precision: Int) -> String {
        guard let digits = Digits(number) else { return special(number) }
        return sign(number) + digits.rounded(to: digits.point + precision).text(precision)
    }

    /// `-1.250000e+01`, with so many digits behind the point.
    static func scientific(_ number: Double, _ precision: Int) -> String {
        guard let digits = Digits(number) else { return special(number) }
        return scientific(digits.rounded(to: precision + 1), number, precision)
    }

    private static func scientific(_ digits: Digits, _ number: Double, _ precision: Int) -> String {
        var digits = digits
        let exponent = digits.isZero ? 0 : digits.point - 1
        digits.point = 1
        let size = String(exponent.magnitude)
        return sign(number) + digits.text(precision) + "e\(exponent < 0 ? "-" : "+")\(size.count < 2 ? "0" : "")\(size)"
    }

    /// The fewest digits that read as the same number, without an exponent.
    static func plain(_ number: Double) -> String {
        guard let digits = shortestDigits(of: number) else { return special(number) }
        return sign(number) + digits.text(max(0, digits.digits.count - digits.point))
    }

    /// The same, where very large and very small numbers have an exponent, as C's `%g` writes them: `1e+06`.
    static func shortest(_ number: Double) -> String {
        guard let digits = shortestDigits(of: number) else { return special(number) }
        guard !digits.isZero, !(-4..<6).contains(digits.point - 1) else { return plain(number) }
        return scientific(digits, number, digits.digits.count - 1)
    }

    private static func shortestDigits(of number: Double) -> Digits? {
        guard number.isFinite else { return nil }
        if number == 0 { return Digits(digits: [0], point: 1) }
        let parts = String(number.magnitude).utf8.split(separator: UInt8(ascii: "e"))
        let mantissa = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : 0
        let all = mantissa.joined().map { $0 - UInt8(ascii: "0") }
        var digits = Digits(digits: all, point: mantissa[0].count + exponent)
        // A number below one begins with the zeros before its point.
        let zeros = min(digits.digits.prefix { $0 == 0 }.count, digits.digits.count - 1)
        digits.digits.removeFirst(zeros)
        digits.point -= zeros
        while digits.digits.count > 1, digits.digits.last == 0 { digits.digits.removeLast() }
        return digits
    }

    private static func special(_ number: Double) -> String {
        number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }

    private static func sign(_ number: Double) -> String { number.sign == .minus ? "-" : "" }
}

/// 0.d₁d₂d₃… × 10^point.
private struct Digits {
    var digits: [UInt8]
    var point: Int

    init(digits: [UInt8], point: Int) {
        self.digits = digits
        self.point = point
    }

    /// All digits of a number without its sign; nil where it has none.
    init?(_ number: Double) {
        guard number.isFinite else { return nil }
        let isNormal = number.exponentBitPattern != 0
        let significand = number.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let exponent = Int(isNormal ? number.exponentBitPattern : 1) - 1_075
        // m × 2^-e is m × 5^e with the point e places further left.
        var whole = BigNumber(significand)
        whole.multiply(by: exponent < 0 ? 5 : 2, times: Int(exponent.magnitude))
        digits = whole.digits
        point = digits.count + min(exponent, 0)
        let zeros = min(digits.prefix { $0 == 0 }.count, digits.count - 1)
        digits.removeFirst(zeros)
        point -= zeros
    }

    var isZero: Bool { digits.allSatisfy { $0 == 0 } }

    /// With at most so many digits.
    func rounded(to count: Int) -> Digits {
        guard count < digits.count else { return self }
        guard count >= 0 else { return Digits(digits: [0], point: 1) }
        var kept = Array(digits[..<count])
        let next = digits[count]
        let isHalf = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
        guard isHalf ? (kept.last ?? 0) % 2 == 1 : next >= 5 else {
            return Digits(digits: kept.isEmpty ? [0] : kept, point: kept.isEmpty ? 1 : point)
        }
        for place in kept.indices.reversed() {
            if kept[place] < 9 {
                kept[place] += 1
                return Digits(digits: kept, point: point)
            }
            kept[place] = 0
        }
        return Digits(digits: [1] + kept, point: point + 1)
    }

    /// With so many digits behind the point, 0 where there are no more.
    func text(_ precision: Int) -> String {
        func digit(_ place: Int) -> UInt8 { UInt8(ascii: "0") + (digits.indices.contains(place) ? digits[place] : 0) }
        var bytes: [UInt8] = []
        if point <= 0 { bytes.append(UInt8(ascii: "0")) }
        for place in 0..<max(point, 0) { bytes.append(digit(place)) }
        if precision > 0 { bytes.append(UInt8(ascii: ".")) }
        for place in 0..<precision { bytes.append(digit(point + place)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A whole number of any size, nine decimal digits a limb, the lowest first.
private struct BigNumber {
    private var limbs: [UInt64]
    private static let base: UInt64 = 1_000_000_000

    init(_ number: UInt64) {
        limbs = [number % Self.base, number / Self.base % Self.base, number / Self.base / Self.base]
    }

    mutating func multiply(by factor: UInt64, times: Int) {
        // As many factors at once as a limb has room for.
        for start in stride(from: 0, to: times, by: 12) {
            let power = (0..<min(12, times - start)).reduce(into: UInt64(1)) { power, _ in power *= factor }
            var carry: UInt64 = 0
            for place in limbs.indices {
                let product = limbs[place] * power + carry
                limbs[place] = product % Self.base
                carry = product / Self.base
            }
            if carry > 0 { limbs.append(carry) }
        }
    }

    var digits: [UInt8] {
        var digits: [UInt8] = []
        for limb in limbs {
            var rest = limb
            for _ in 0..<9 {
                digits.append(UInt8(rest % 10))
                rest /= 10
            }
        }
        return digits.reversed()
    }
}
