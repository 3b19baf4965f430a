import CEL
import PathwayModel

/// What the world has to be told.
extension FactWriter {
    func json(_ effect: Effect) -> JSON {
        switch effect {
        case .message(let message, let recipient, let via):
            .compact([
                "fact": word(.effect), "effect": "message", "message": .string(pathway.messages[message].name),
                "recipient": .string(recipient), "via": JSON(via),
            ])
        case .reminder(let task, let role):
            ["fact": word(.effect), "effect": "reminder", "task": name(task), "role": .string(role)]
        case .escalation(let task, let role):
            ["fact": word(.effect), "effect": "escalation", "task": name(task), "role": .string(role)]
        case .decisionReminder(let index, let role): decisionEffect("decision_reminder", index, role)
        case .decisionEscalation(let index, let role): decisionEffect("decision_escalation", index, role)
        case .page(let task, let recipient, let via):
            [
                "fact": word(.effect), "effect": "page", "task": name(task), "recipient": .string(recipient),
                "via": .string(via),
            ]
        case .enroll(let pathway, let with):
            [
                "fact": word(.effect), "effect": "enroll", "pathway": .string(pathway),
                "with": .object(with.map { JSON.Member($0.name, .string($0.text)) }),
            ]
        }
    }

    private func decisionEffect(_ kind: String, _ index: TransitionIndex, _ role: String) -> JSON {
        [
            "fact": word(.effect), "effect": .string(kind), "state": name(pathway.transitions[index].source),
            "decision": .string(pathway.transitions[index].id), "role": .string(role),
        ]
    }
}
