package import PathwayModel

/// A screen on which something about patients is seen.
package enum Door: String, CaseIterable, Sendable {
    case why
    case whyNot = "why_not"
    case show
    case history
    case refusedInputs = "history_refused"
    case list
    case lost
    case worklist
    /// Pages to print for a day without a computer.
    case downtime
    case patient
    /// A patient's record after somebody changed it.
    case changedPatient = "patient_change"
    case find
    case disclosures
    /// What a payer gets of a case.
    case packet
    case releases = "release_list"
    case messages = "outbox_list"
    case message = "outbox_show"
    /// A message that somebody tries again or lets go.
    case mendedMessage = "outbox_mend"
    case drawing = "draw"
    case evaluation = "eval"
    /// What an input would do.
    case dryRun = "dry_run"
    /// Numbers that look like the one of somebody who was enrolled.
    case numbersAlike = "enroll"
    case audit
    /// That somebody looked into an access in an emergency.
    case review = "audit_review"

    /// What it takes, all of it; nothing where it shows what somebody does, which takes a right of its own.
    package var rights: [Right] {
        switch self {
        case .why, .whyNot, .show, .history, .list, .lost, .worklist, .releases, .messages, .message, .drawing,
            .evaluation:
            [.read]
        // Names are of the record, and all else of cases.
        case .patient, .find: [.patient, .read]
        case .disclosures: [.disclosures]
        case .refusedInputs, .audit: [.audit]
        case .downtime, .changedPatient, .packet, .mendedMessage, .review, .dryRun, .numbersAlike: []
        }
    }

    /// Whether it is about who works at the clinic, wherever that is, or about numbers alone, rather than about cases.
    var isOfAllSites: Bool {
        switch self {
        case .audit, .review, .numbersAlike: true
        case .why, .whyNot, .show, .history, .refusedInputs, .list, .lost, .worklist, .downtime, .patient,
            .changedPatient, .find, .packet, .disclosures, .releases, .messages, .message, .mendedMessage, .drawing,
            .evaluation, .dryRun:
            false
        }
    }

    /// Whether it shows what care may need at once. Who looked at whom is not that.
    package var opensInEmergency: Bool {
        switch self {
        case .why, .whyNot, .show, .history, .list, .lost, .worklist, .patient, .find, .disclosures, .releases,
            .messages, .message, .drawing, .evaluation:
            true
        case .downtime, .refusedInputs, .changedPatient, .packet, .mendedMessage, .dryRun, .numbersAlike, .audit,
            .review:
            false
        }
    }
}
