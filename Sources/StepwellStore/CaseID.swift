/// What a case is called: printed by `enroll`, given to every other command.
public struct CaseID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }
    public static func < (left: CaseID, right: CaseID) -> Bool { left.text < right.text }
}
