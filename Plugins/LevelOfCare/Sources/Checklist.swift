import StepwellKit

/// `level_of_care.checklist`: every answer a clinician gave speaks for an intensive outpatient program.
///
/// Each parameter names a boolean field. What is left out is not looked at, and nothing is weighed or summed: one
/// answer that speaks against it is enough, and one that is missing is waited for.
struct Checklist: Rule {
    struct Parameters: Decodable, Sendable {
        /// Impaired at work, school, home or with others.
        let impaired: TypedField<Bool>?
        /// Weekly care is not enough, or a higher level is being left.
        let needsMoreThanWeekly: TypedField<Bool>?
        /// Can come, and take part in a group.
        let canTakePart: TypedField<Bool>?
        /// Somebody or something outside the program's hours.
        let supported: TypedField<Bool>?
        /// Imminent danger to self or others.
        let imminentDanger: TypedField<Bool>?
        /// Withdrawal that nobody treats.
        let unmanagedWithdrawal: TypedField<Bool>?
        /// A medical condition that is not stable.
        let medicallyUnstable: TypedField<Bool>?
    }

    private struct Item {
        let field: TypedField<Bool>?
        let wanted: Bool
        let met: String
        let unmet: String
    }

    let name = "checklist"
    let reads: RuleReads = .data

    private func items(_ parameters: Parameters) -> [Item] {
        [
            Item(field: parameters.impaired, wanted: true, met: "impaired", unmet: "not impaired in any area"),
            Item(
                field: parameters.needsMoreThanWeekly, wanted: true, met: "weekly care is not enough",
                unmet: "weekly care is enough"),
            Item(field: parameters.canTakePart, wanted: true, met: "can take part", unmet: "cannot take part"),
            Item(
                field: parameters.supported, wanted: true, met: "supported outside hours",
                unmet: "no support outside hours"),
            Item(
                field: parameters.imminentDanger, wanted: false, met: "no imminent danger", unmet: "imminent danger"),
            Item(
                field: parameters.unmanagedWithdrawal, wanted: false, met: "no unmanaged withdrawal",
                unmet: "unmanaged withdrawal"),
            Item(
                field: parameters.medicallyUnstable, wanted: false, met: "medically stable",
                unmet: "medically unstable"),
        ]
    }

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        var (against, missing, good, evidence): ([String], [String], [String], [String]) = ([], [], [], [])
        for item in items(parameters) {
            guard let field = item.field else { continue }
            guard let value = facts[field] else {
                missing.append("waiting for \(field.text)")
                continue
            }
            evidence.append("\(field.text) \(value)")
            if value == item.wanted { good.append(item.met) } else { against.append(item.unmet) }
        }
        if !against.isEmpty { return Verdict(.notMet, reasons: against, evidence: evidence) }
        if !missing.isEmpty { return Verdict(.unknown, reasons: missing, evidence: evidence) }
        guard !good.isEmpty else { return .unknown("no field is named") }
        return Verdict(.met, reasons: good, evidence: evidence)
    }
}
