/// What a plugin says, made fit for a log and a terminal.
enum LogText {
    static let longest = 1_000

    static func safe(_ bytes: [UInt8]) -> String { safe(String(decoding: bytes.prefix(longest), as: UTF8.self)) }

    /// Control characters, and the signs that turn text around, as escapes.
    static func safe(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars.prefix(longest) {
            if scalar.actsOnTerminal {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
