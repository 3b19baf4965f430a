import PathwayModel

/// Everything an author wrote for one pathway: its file and what it includes, read form by form. Names in it are still
/// names.
struct Declarations {
    /// The pathway's own file.
    var head: PathwayDeclaration
    // Those of included files after the pathway's own.
    var data: [Named<FieldDeclaration>] = []
    var instruments: [UsedInstrument] = []
    var events: [Named<EventDeclaration>] = []
    var tasks: [Named<TaskDeclaration>] = []
    var messages: [Named<MessageDeclaration>] = []
    var guards: [Named<YAMLNode>] = []
    var decisions: [Named<DecisionTableDeclaration>] = []
    var states: [Named<StateDeclaration>] = []
    var reactions: [Item<ReactionDeclaration>] = []
    var transitions: [Item<TransitionDeclaration>] = []
    /// The pathway's document.
    var main: YAMLNode

    init(head: PathwayDeclaration, main: YAMLNode) {
        self.head = head
        self.main = main
    }

    var enrollment: [Named<FieldDeclaration>] { head.enrollment.value ?? [] }

    /// All that was written, section by section: what is found in it stands in the same order in every process.
    var nodes: [YAMLNode] {
        [main] + data.map(\.node) + instruments.map(\.use.node) + events.map(\.node) + tasks.map(\.node)
            + messages.map(\.node) + guards.map(\.node) + decisions.map(\.node) + states.map(\.node)
            + reactions.map(\.node) + transitions.map(\.node)
    }
}

/// An instrument that a pathway uses, and the file that defines it; no definition where a mistake in it is reported.
struct UsedInstrument {
    var use: Named<InstrumentUseDeclaration>
    var definition: InstrumentDeclaration?
}
