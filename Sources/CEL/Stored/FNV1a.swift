/// FNV-1a, 64 bits: the same in every process and on every machine. Against accidents, not against an attacker.
@usableFromInline package struct FNV1a {
    @usableFromInline package internal(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable package init() {}

    @inlinable package mutating func combine(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    @inlinable package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { combine(byte) }
    }
}
