/// What somebody may do in a clinic. The clinic's settings say of each whose it is, under `rights`.
package enum Right: String, CaseIterable, Hashable, Sendable {
    case enroll
    case send
    case record
    case attend
    case complete
    case decide
    case consent
    case extend
    case correct
    case withdraw
    case undo
    case mendClock = "mend_clock"
    case claim
    case assign
    case handOver = "hand_over"
    case snooze
    case notNeeded = "not_needed"
    case absence
    case advance
    case patient
    case merge
    case erase
    case release
    case disclosures
    case packet
    case outbox
    case downtime
    case backup
    case restore
    case plugin
    case approve
    case demoData = "demo_data"
    case read
    case audit
    case privacy
    case transfer
    case allSites = "all_sites"
}

/// Whose a right is.
package enum RightHolder: Hashable, Sendable {
    /// Whoever the settings name as a user.
    case anyone
    /// Whoever made the entry that it is about, or is away.
    case own
    case role(String)
    /// Whoever runs the command, a user or not: a timer's account is no person's. Settings cannot say so.
    case everyAccount
}

extension RightHolder {
    /// The role that holds what a clinic seldom does, unless its settings name others.
    package static let administrator = "administrator"

    /// As the settings write it; nil for `everyAccount`.
    package var word: String? {
        switch self {
        case .anyone: "anyone"
        case .own: "own"
        case .role(let role): role
        case .everyAccount: nil
        }
    }
}

extension Right {
    /// Whose it is once the settings name users, and nobody for it.
    package var usualHolders: [RightHolder] {
        switch self {
        case .enroll, .send, .record, .attend, .complete, .decide, .consent, .extend, .claim, .assign, .handOver,
            .snooze, .notNeeded, .patient, .release, .disclosures, .packet, .read, .transfer:
            [.anyone]
        case .correct, .withdraw, .undo, .absence: [.own, .role(RightHolder.administrator)]
        case .mendClock, .merge, .erase, .outbox, .downtime, .backup, .restore, .plugin, .approve, .demoData, .audit,
            .privacy, .allSites:
            [.role(RightHolder.administrator)]
        case .advance: [.everyAccount]
        }
    }

    /// Whether some of it is somebody's own: an entry of a case that they made, their absence.
    package var canBeOwn: Bool {
        switch self {
        case .correct, .withdraw, .undo, .absence: true
        case .enroll, .send, .record, .attend, .complete, .decide, .consent, .extend, .mendClock, .claim, .assign,
            .handOver, .snooze, .notNeeded, .advance, .patient, .merge, .erase, .release, .disclosures, .packet,
            .outbox, .downtime, .backup, .restore, .plugin, .approve, .demoData, .read, .audit, .privacy,
            .transfer, .allSites:
            false
        }
    }

    /// Whether who has it only looks.
    package var isOfReading: Bool {
        switch self {
        case .disclosures, .downtime, .read, .audit, .allSites: true
        case .enroll, .send, .record, .attend, .complete, .decide, .consent, .extend, .correct, .withdraw, .undo,
            .mendClock, .claim, .assign, .handOver, .snooze, .notNeeded, .absence, .advance, .patient, .merge, .erase,
            .release, .packet, .outbox, .backup, .restore, .plugin, .approve, .demoData, .privacy,
            .transfer:
            false
        }
    }

    /// What it lets somebody do, as a phrase.
    package var meaning: String {
        switch self {
        case .enroll: "Beginning a case"
        case .send: "Sending an event"
        case .record: "Recording results and values"
        case .attend: "Recording attendance"
        case .complete: "Completing a task; the task's role still counts"
        case .decide: "Deciding; the pathway's `by` still counts"
        case .consent: "Recording a consent, or that it is revoked"
        case .extend: "Letting a stay last longer; the state's `owner` still counts"
        case .correct: "Correcting what an entry recorded"
        case .withdraw: "Withdrawing what an entry recorded"
        case .undo: "Undoing an entry; with `--with-later` all that came later is to be the same person's"
        case .mendClock: "Putting right what a clock that was ahead has dated"
        case .claim: "Taking a piece of work"
        case .assign: "Giving a piece of work to somebody"
        case .handOver: "Handing work over"
        case .snooze: "Putting a piece of work off"
        case .notNeeded: "Saying that a task is not needed"
        case .absence: "Saying that somebody is away, or is back; `own` is one's own absence"
        case .advance: "Letting what is due happen (`advance`, `run`)"
        case .patient: "Seeing and changing a patient's record"
        case .merge: "Saying that two numbers are one patient's, or are not (`patient --same-as`, `--not-same`)"
        case .erase: "Erasing what is kept about a patient"
        case .release: "Keeping and revoking consents to disclose"
        case .disclosures: "Seeing what was disclosed"
        case .packet: "Making what a payer asks for of a case, which discloses it (`packet`)"
        case .outbox: "Trying a message again, letting go of it, opening a channel again"
        case .downtime: "Writing everything about every patient for a day without a computer"
        case .backup: "Copying the store"
        case .restore: "Putting a copy in the store's place"
        case .plugin: "Installing, changing and removing plugins, and reading their logs"
        case .approve: "Signing a pathway of the clinic's"
        case .demoData: "Filling the clinic with invented patients"
        case .read: "Looking at cases, lists and messages"
        case .audit: "Seeing who looked at what (`audit`) and what was refused (`history --refused`)"
        case .privacy: "Looking into what was seen in an emergency (`audit review`)"
        case .transfer: "Letting a case be of another site (`transfer`)"
        case .allSites: "Seeing the cases of every site, for who works at one"
        }
    }
}
