import PathwayModel
import StepwellClinic

/// `name=value` on a command line, or on standard input where `-` stands in their place.
enum NamedValues {
    static func parse(_ texts: [String], _ what: String) throws -> [Input.NamedText] {
        if texts == ["-"] { return try GivenValues.read() }
        return try once(
            texts.map { text in
                guard let value = named(text) else {
                    throw Failure(.usage, "bad_value", "\(what): '\(text)' is no name=value")
                }
                return value
            }, what)
    }

    static func named(_ text: some StringProtocol) -> Input.NamedText? {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
        return Input.NamedText(String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    /// The values, if no name stands there twice.
    private static func once(_ values: [Input.NamedText], _ what: String) throws(Failure) -> [Input.NamedText] {
        var names: Set<String> = []
        for value in values where !names.insert(value.name).inserted {
            throw .givenTwice(value.name, what)
        }
        return values
    }
}

extension Failure {
    static func givenTwice(_ name: String, _ place: String) -> Failure {
        Failure(.usage, "given_twice", "\(place): '\(name)' is given twice", hint: "say which one is meant")
    }
}
