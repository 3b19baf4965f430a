/// What identifies an effect: the idempotency key of its delivery.
public struct EffectID: Hashable, Sendable, CustomStringConvertible {
    public var id: CaseID
    public var sequence: Int
    /// Its place among the effects of the step.
    public var index: Int

    public init(id: CaseID, sequence: Int, index: Int) {
        self.id = id
        self.sequence = sequence
        self.index = index
    }

    /// The effect that a text names as `description` does.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let id = parts.dropLast(2).joined(separator: "/")
        guard !id.isEmpty, let sequence = Int(parts[parts.count - 2]), let index = Int(parts[parts.count - 1]) else {
            return nil
        }
        self.init(id: CaseID(id), sequence: sequence, index: index)
    }

    public var description: String { "\(id)/\(sequence)/\(index)" }
}
