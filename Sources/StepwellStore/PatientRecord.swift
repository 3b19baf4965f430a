/// What messages say about a patient. It can be corrected and erased; facts hold none of it.
public struct PatientRecord: Hashable, Sendable {
    public var id: String
    /// `first_name`, `email` and the like.
    public var values: [String: String]

    public init(id: String, values: [String: String]) {
        self.id = id
        self.values = values
    }
}
