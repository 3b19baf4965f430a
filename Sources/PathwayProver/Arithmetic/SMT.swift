/// A formula or a number, written in SMT-LIB.
struct SMT: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    init(_ number: Int64) {
        text = number < 0 ? "(- \(number.magnitude))" : "\(number)"
    }

    /// The fraction that a number with a fraction stands for, to the last bit.
    init(exactly number: Double) {
        let shift = number == 0 ? 0 : Int(number.exponent) - 52
        let whole = Int64(number == 0 ? 0 : number.significand * 0x1p52)
        var text = "\(whole).0"
        var left = abs(shift)
        while left > 0 {
            let step = min(left, 62)
            text = "(\(shift < 0 ? "/" : "*") \(text) \(Int64(1) << step).0)"
            left -= step
        }
        self.text = number.sign == .minus ? "(- \(text))" : text
    }

    static let yes = SMT("true")
    static let no = SMT("false")

    static func all(_ parts: [SMT]) -> SMT { joined(parts, "and", neutral: .yes, settling: .no) }
    static func any(_ parts: [SMT]) -> SMT { joined(parts, "or", neutral: .no, settling: .yes) }

    private static func joined(_ parts: [SMT], _ name: String, neutral: SMT, settling: SMT) -> SMT {
        if parts.contains(settling) { return settling }
        let kept = parts.filter { $0 != neutral }
        if kept.count < 2 { return kept.first ?? neutral }
        return SMT("(\(name) \(kept.map(\.text).joined(separator: " ")))")
    }

    static prefix func ! (part: SMT) -> SMT {
        switch part {
        case .yes: .no
        case .no: .yes
        default: part("not")
        }
    }

    func implies(_ other: SMT) -> SMT { .any([!self, other]) }

    func chooses(_ one: SMT, else other: SMT) -> SMT {
        one == other ? one : SMT("(ite \(text) \(one.text) \(other.text))")
    }

    /// An operation of SMT-LIB on this and on more.
    func callAsFunction(_ name: String, _ others: SMT...) -> SMT {
        SMT("(\(name) \(([self] + others).map(\.text).joined(separator: " ")))")
    }
}
