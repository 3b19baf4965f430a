package import CEL

/// A checked definition of a care pathway: what the compiler makes and the engine runs.
///
/// States stand in document order, so that what is inside a state is a run of places after it. State 0 is the
/// pathway itself.
package struct Pathway: Sendable {
    package var identifier: String
    package var version: String
    package var title: String
    package var description: String?
    /// Whom it is for, and where it ends; nil where the author says nothing.
    package var intendedUse: IntendedUse?
    /// SHA-256 over the pathway and everything it includes, in hexadecimal: what a case is pinned to.
    package var digest: String
    /// Who approved it for use, and until when; nil where the author says nothing.
    package var approval: Approval?
    package var calendar: WorkCalendar
    package var roles: [String]
    /// Enrollment fields and data, in that order.
    package var fields: [Field]
    package var instruments: [Instrument]
    /// Declared events first, then every built-in one that this pathway can see.
    package var events: [Event]
    /// Declared tasks, then `incident` and `undelivered`, which every pathway has.
    package var tasks: [TaskDefinition]
    package var messages: [Message]
    /// The languages messages are written in, the one that stands for all others first.
    package var languages: [String]
    /// What kind of secret it is that somebody is on this pathway.
    package var sensitivity: Sensitivity
    package var guards: [NamedGuard]
    package var decisions: [DecisionTable]
    package var states: [State]
    /// In document order; the pathway's own stand last.
    package var transitions: [Transition]
    /// In document order; the pathway's own stand first.
    package var reactions: [Reaction]
    package var ruleUses: [RuleUse]
    /// What the variables in expressions stand for: `Variable.id` is a place here.
    package var variables: [VariableReference]
    /// What `fresh(x)` and the like may name: a reference's number is a place here.
    package var references: [RecordReference]
    /// What texts written out in expressions were resolved to where they are no place in another table.
    package var taskGlobs: [TaskGlob]
    package var consentKinds: [String]
    package var sessionTypes: [String]
    package var objectTypes: [ObjectType]
    /// In document order.
    package var promises: [Promise]
    /// Whether a patient may have one open case on it at a time.
    package var hasOneOpenCase: Bool
    /// The levels of care that states name, the lowest first.
    package var levels: [String] = []

    package init(
        identifier: String, version: String, title: String, description: String?, digest: String,
        approval: Approval?, calendar: WorkCalendar, roles: [String], fields: [Field], instruments: [Instrument],
        events: [Event],
        tasks: [TaskDefinition], messages: [Message], guards: [NamedGuard], decisions: [DecisionTable],
        states: [State], transitions: [Transition], reactions: [Reaction], ruleUses: [RuleUse],
        variables: [VariableReference], references: [RecordReference], taskGlobs: [TaskGlob],
        consentKinds: [String], sessionTypes: [String], objectTypes: [ObjectType],
        languages: [String] = [], sensitivity: Sensitivity = .clinical, intendedUse: IntendedUse? = nil,
        promises: [Promise] = [], hasOneOpenCase: Bool = false
    ) {
        self.identifier = identifier
        self.version = version
        self.title = title
        self.description = description
        self.digest = digest
        self.approval = approval
        self.calendar = calendar
        self.roles = roles
        self.fields = fields
        self.instruments = instruments
        self.events = events
        self.tasks = tasks
        self.messages = messages
        self.guards = guards
        self.decisions = decisions
        self.states = states
        self.transitions = transitions
        self.reactions = reactions
        self.ruleUses = ruleUses
        self.variables = variables
        self.references = references
        self.taskGlobs = taskGlobs
        self.consentKinds = consentKinds
        self.sessionTypes = sessionTypes
        self.objectTypes = objectTypes
        self.languages = languages
        self.sensitivity = sensitivity
        self.intendedUse = intendedUse
        self.promises = promises
        self.hasOneOpenCase = hasOneOpenCase
    }
}

extension Pathway {
    package static let root = StateIndex(0)

    /// Whether a state stands inside another, at any depth.
    package func isDescendant(_ state: StateIndex, of ancestor: StateIndex) -> Bool {
        state > ancestor && state.position < states[ancestor].end
    }

    /// The positions of what stands inside a state, at any depth.
    package func inside(_ state: StateIndex) -> Range<Int> {
        (state.position + 1)..<max(state.position + 1, states[state].end)
    }

    /// A transition's id where the author gave one, else how it is shown.
    package func shortName(of index: TransitionIndex) -> String {
        transitions[index].givenID ?? name(of: index)
    }

    /// How a transition is shown: its state's path and its id, or what it waits for where the author gave none.
    package func name(of index: TransitionIndex) -> String {
        let transition = transitions[index]
        let path = states[transition.source].path
        if let id = transition.givenID { return path.isEmpty ? id : "\(path)#\(id)" }
        let what: String
        switch transition.trigger {
        case .event(let set) where set.count <= 2: what = set.map { events[$0].name }.joined(separator: " or ")
        case .event: what = "one of several events"
        case .automatic, .decision:
            what = transition.after.map { "after \($0.text)" } ?? "way \(transition.id.dropFirst())"
        }
        return path.isEmpty ? what : "\(path): \(what)"
    }
}

/// A guard with a name, used in any `when`.
package struct NamedGuard: Sendable {
    package var name: String
    package var program: Program

    package init(name: String, program: Program) {
        self.name = name
        self.program = program
    }
}

/// A decision table, as one expression: the answer of the first row whose cells all hold.
package struct DecisionTable: Sendable {
    package var name: String
    /// What people call it; nil where the author says nothing.
    package var title: String?
    package var program: Program

    package init(name: String, title: String? = nil, program: Program) {
        self.name = name
        self.title = title
        self.program = program
    }
}

/// A pattern of task names, and the tasks it matches.
package struct TaskGlob: Hashable, Sendable {
    package var pattern: String
    package var tasks: [TaskIndex]

    package init(pattern: String, tasks: [TaskIndex]) {
        self.pattern = pattern
        self.tasks = tasks
    }
}
