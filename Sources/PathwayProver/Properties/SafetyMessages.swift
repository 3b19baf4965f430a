import CEL
import PathwayEngine
import PathwayModel

/// What tells staff of somebody's danger goes out, whatever is on record and whatever is not.
extension Proving {
    func findWithheldMessages() {
        for message in pathway.messages where message.isSafety {
            if let condition = message.condition, canFail(condition) {
                add(withheld: message, "it is withheld where '\(condition.source)' is not so")
            }
            for name in message.names.sorted() where message.isWithheld(without: name, in: pathway) {
                let why = "it is withheld where \(name) is not on record: say what stands there without it"
                add(withheld: message, why)
            }
        }
    }

    private func add(withheld message: Message, _ why: String) {
        add(
            Finding(
                .safeguard, "message \(message.name)", .violated,
                "'\(message.name)' tells of somebody's danger, and \(why)"))
    }

    private func canFail(_ condition: Program) -> Bool {
        nodes.contains { node in
            let claim = open.claim(of: condition, course.nodes[node].state)
            return open.solver.allowsAll([Solver.Constraint(claim: claim, holds: false)])
        }
    }
}

extension Message {
    private var templates: [MessageTemplate] {
        ([subject, body] + [html].compactMap { $0 }).flatMap { $0.texts.map(\.template) }
    }

    /// What it names of the case and of the patient's record.
    fileprivate var names: Set<String> { Set(templates.flatMap { MessageTemplate.names(in: $0.parts) }) }

    /// Whether it does not go where something that it names may be missing, and is.
    fileprivate func isWithheld(without name: String, in pathway: Pathway) -> Bool {
        guard pathway.mayLack(name) else { return false }
        // Each thing by itself, and all at once: a text may stand for what is missing that names another such thing.
        return templates.contains { template in
            [{ $0 == name }, { $0 == name || pathway.mayLack($0) }].contains { isMissing in
                template.render(.text, isNeeded: { $0 == name }, { isMissing($0) ? nil : "so" }) == nil
            }
        }
    }
}

extension MessageTemplate {
    fileprivate static func names(in parts: [Part]) -> [String] {
        parts.flatMap { part in
            switch part {
            case .text: [String]()
            case .value(let name): [name]
            case .section(let name, _, let inner): [name] + names(in: inner)
            }
        }
    }
}

extension Pathway {
    /// Whether what a message names may not be there when it leaves.
    fileprivate func mayLack(_ name: String) -> Bool {
        if Message.namesOfEveryCase.contains(name) { return false }
        guard let place = fields.firstIndex(where: { "data.\($0.name)" == name }), fields[place].defaultValue != nil
        else {
            return true
        }
        // What is set from something unknown is unknown.
        return assignments.contains { assignment in
            guard assignment.field.position == place else { return false }
            if case .constant = assignment.program.shape(of: assignment.program.root) { return false }
            return true
        }
    }
}
