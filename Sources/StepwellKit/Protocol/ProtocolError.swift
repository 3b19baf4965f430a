/// A message that says something else than it should.
package struct ProtocolError: Error, Hashable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
