/// The workload's chart, written out by hand: what every engine that runs the streams has to agree with.
struct ReferenceCase {
    private(set) var care = "referral"
    private(set) var auth = "pending"
    private(set) var consent = 0
    private(set) var phq9 = -1
    private(set) var gad7 = -1
    private(set) var risk = 0
    private(set) var attended = 0
    private(set) var scheduled = 0
    private(set) var days = 0
    private(set) var isAuthorized = false
    private(set) var transitions = 0

    var isDone: Bool { care == "completed" || care == "discharged_early" }
    var isInProgram: Bool { care == "phase1" || care == "phase2" }
    var isInStepDown: Bool { care == "two_per_week" || care == "one_per_week" }
    var isInFollowUp: Bool { care == "day7" || care == "day30" || care == "day90" }

    /// `care|auth|phq9|gad7|risk|attended|scheduled|days|transitions`
    var record: String {
        let numbers = [phq9, gad7, risk, attended, scheduled, days, transitions]
        return "\(care)|\(auth)|" + numbers.map(String.init).joined(separator: "|")
    }

    mutating func take(_ event: StreamEvent) {
        let value = event.value
        switch event.name {
        case "phq9": phq9 = value
        case "gad7": gad7 = value
        case "risk": risk = value
        case "consent": consent = value
        case "session":
            scheduled += 1
            attended += value
        case "tick": days += value
        case "auth_approved": if !isAuthorized { authorize(true) }
        case "auth_expired": if isAuthorized { authorize(false) }
        default: if let target = target(of: event.name) { go(target) }
        }
    }

    private mutating func authorize(_ isApproved: Bool) {
        auth = isApproved ? "approved" : "expired"
        isAuthorized = isApproved
        transitions += 1
    }

    private mutating func go(_ target: String) {
        let wasInProgram = isInProgram
        care = target
        transitions += 1
        if target == "phase1", !wasInProgram {
            attended = 0
            scheduled = 0
            days = 0
        }
        if target == "two_per_week" || target == "waitlist" { days = 0 }
    }

    private func target(of event: String) -> String? {
        switch (care, event) {
        case ("referral", "schedule_intake"): "intake"
        case ("intake", "intake_done"): consent == 1 ? "assessment" : nil
        case ("assessment", "assess_done"): phq9 >= 0 && gad7 >= 0 ? "level_of_care_decision" : nil
        case ("level_of_care_decision", "decide"):
            if risk >= 2 {
                "inpatient"
            } else if phq9 < 5, gad7 < 5 {
                "discharged_early"
            } else {
                (phq9 >= 10 || gad7 >= 10) && isAuthorized ? "phase1" : "waitlist"
            }
        case ("waitlist", "slot_open"): isAuthorized ? "phase1" : nil
        case ("waitlist", "review"): days > 30 ? "discharged_early" : nil
        case ("inpatient", "stabilised"): risk == 0 ? (isAuthorized ? "phase1" : "waitlist") : nil
        case ("inpatient", "transfer_out"): "discharged_early"
        case (_, "crisis"): isInProgram || isInStepDown || isInFollowUp ? "inpatient" : nil
        case (_, "contact"): afterContact
        case (_, "review"): afterReview
        default: nil
        }
    }

    private var afterContact: String? {
        switch care {
        case "day7": "day30"
        case "day30": "day90"
        case "day90": phq9 < 10 ? "completed" : "phase1"
        default: nil
        }
    }

    /// Inner transitions first, then those of the state around.
    private var afterReview: String? {
        if care == "phase1", days >= 7, phq9 <= 20, attended * 5 >= scheduled * 4 { return "phase2" }
        if care == "phase2", days >= 14, phq9 <= 12, attended * 4 >= scheduled * 3 { return "two_per_week" }
        if isInProgram { return days >= 14 && attended * 2 < scheduled ? "discharged_early" : nil }
        if care == "two_per_week", phq9 <= 9 { return "one_per_week" }
        if care == "one_per_week", phq9 <= 7, gad7 <= 9 { return "day7" }
        return isInStepDown && phq9 >= 20 ? "phase1" : nil
    }
}
