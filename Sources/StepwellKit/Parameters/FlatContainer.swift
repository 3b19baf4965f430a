/// A container of scalars by name, with the rest of what the standard library asks of one refused.
protocol FlatContainer: KeyedDecodingContainerProtocol {
    func scalar<Scalar>(_ type: Scalar.Type, _ key: Key) throws -> Scalar
}

extension FlatContainer {
    var codingPath: [any CodingKey] { [] }

    func decodeNil(forKey key: Key) -> Bool { !contains(key) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try scalar(type, key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try scalar(type, key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try scalar(type, key) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try scalar(Double.self, key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try scalar(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try narrowed(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try narrowed(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try narrowed(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try narrowed(key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try narrowed(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try narrowed(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try narrowed(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try narrowed(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try narrowed(key) }

    private func narrowed<Number: FixedWidthInteger>(_ key: Key) throws -> Number {
        guard let number = Number(exactly: try scalar(Int.self, key)) else {
            throw ParameterError.wrongType(key.stringValue)
        }
        return number
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ParameterError.notFlat }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw ParameterError.notFlat }
    func superDecoder() throws -> any Decoder { throw ParameterError.notFlat }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ParameterError.notFlat }
}
