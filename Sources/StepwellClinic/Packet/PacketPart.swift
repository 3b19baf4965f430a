import PathwayModel

/// A part of a packet that is of the whole case, and not of one instrument or field.
package enum PacketPart: String, CaseIterable, Hashable, Sendable {
    case course = "levels of care"
    case attendance
    case plan = "plan dates"
    case criteria = "unmet criteria"
    case missed = "no-shows"

    /// What a consent may call it.
    var names: [String] {
        switch self {
        case .course: ["level of care", "levels of care", "admission", "dates of treatment"]
        case .attendance: ["attendance", "sessions"]
        case .plan: ["plan dates", "plan", "treatment plan"]
        case .criteria: ["unmet criteria", "criteria", "medical necessity"]
        case .missed: ["no-shows", "missed sessions", "attendance"]
        }
    }
}

/// What somebody asks a packet for.
package struct PacketRequest: Hashable, Sendable {
    /// Who gets it, as settings and consents name them.
    package var recipient: String
    package var purpose: String
    /// Fields of the case that are asked for, such as a diagnosis: no other is told.
    package var fields: [String]
    /// Instruments that are not asked for.
    package var without: [String]

    package init(recipient: String, purpose: String, fields: [String] = [], without: [String] = []) {
        self.recipient = recipient
        self.purpose = purpose
        self.fields = fields
        self.without = without
    }
}
