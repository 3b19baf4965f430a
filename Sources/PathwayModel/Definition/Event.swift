package import CEL

/// Something that may come to a case, declared or built in.
package struct Event: Sendable {
    package enum Kind: Hashable, Sendable {
        case declared
        case recordedField(FieldIndex)
        case recordedInstrument(InstrumentIndex)
        case session(AttendanceStatus)
        case taskDone(TaskIndex)
        case taskOverdue(TaskIndex)
        /// `kind` is nil for the kinds that the pathway does not name.
        case consented(kind: String?)
        case stateDone(StateIndex)
    }

    package struct Payload: Sendable {
        package var name: String
        package var type: FieldType
        package var defaultValue: Value?
        /// What people call it; nil where the author says nothing.
        package var label: String?

        package init(name: String, type: FieldType, defaultValue: Value?, label: String? = nil) {
            self.name = name
            self.type = type
            self.defaultValue = defaultValue
            self.label = label
        }
    }

    /// `contact`, `recorded.phq9`, `done.state.treatment`.
    package var name: String
    package var kind: Kind
    package var payload: [Payload]
    /// Roles that may send it; nil for any.
    package var by: [String]?
    /// Accepted and remembered in every open state, though nothing takes it.
    package var isLogged: Bool

    package init(name: String, kind: Kind, payload: [Payload], by: [String]?, isLogged: Bool) {
        self.name = name
        self.kind = kind
        self.payload = payload
        self.by = by
        self.isLogged = isLogged
    }
}
