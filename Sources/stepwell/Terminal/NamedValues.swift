import PathwayModel
import StepwellClinic

/// `name=value` on a command line.
enum NamedValues {
    static func parse(_ texts: [String], _ what: String) throws -> [Input.NamedText] {
        try texts.map { text in
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw Failure(.usage, "bad_value", "\(what): '\(text)' is no name=value")
            }
            return Input.NamedText(String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }
}
