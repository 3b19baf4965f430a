/// A decoder of flat records by name, with the rest of what the standard library asks of one refused.
protocol FlatDecoder: Decoder {}

extension FlatDecoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw ParameterError.notFlat }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw ParameterError.notFlat }
}
