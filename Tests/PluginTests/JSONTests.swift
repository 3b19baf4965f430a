import PathwayModel
import Testing

/// JSON that others write is read strictly: what could be read in two ways is refused.
@Suite("JSON")
struct JSONTests {
    @Test("a name that stands twice is refused, however deep and however late")
    func twice() throws {
        let many = (0..<40).map { "\"n\($0)\": 1" }.joined(separator: ", ")
        for text in [
            #"{"a": 1, "a": 1}"#, #"{"a": {"b": 1, "c": 2, "b": 3}}"#, #"[{"a": 1, "\u0061": 2}]"#,
            "{\(many), \"n0\": 2}", "{\(many), \"n39\": 2}",
        ] {
            #expect(throws: (any Error).self, "\(text)") { try JSON.parse(text) }
        }
        #expect(try JSON.parse("{\(many), \"n40\": 2}")["n40"]?.int == 2)
        #expect(try JSON.parse(#"{"a": {"a": [{"a": 1}, {"a": 2}]}}"#)["a"]?["a"]?.array?.count == 2)
    }
}
