public import CEL

/// A rule's parameter may be a date. It is read from `2026-01-31`.
extension CalendarDate: Decodable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a date is written like 2026-01-31"))
        }
        self = date
    }
}
