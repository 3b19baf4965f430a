import PathwayModel

/// What an entry that is judged again has done and still stands, so that nothing of it is done twice.
struct Repeating {
    private var effects: [Effect: Int] = [:]
    private(set) var fields = PlaceSet<Field>()
    private(set) var tasks = PlaceSet<TaskDefinition>()
    /// Who entered it.
    let actor: Actor

    /// - Parameter steps: the entry, and what put it right.
    /// - Parameter setsAgain: whether what its actions set was taken back.
    init(_ steps: [PastStep], setsAgain: Bool) {
        actor = steps.first?.actor ?? .anyone
        for step in steps {
            // What was withheld with what put it right is not said again with what it was before.
            for effect in step.facts.effects { effects[effect, default: 0] += 1 }
            if !setsAgain { fields.formUnion(step.fieldsOfActions) }
            for case .taskOpened(let opening) in step.facts { tasks.insert(opening.task) }
        }
    }

    /// Whether an effect is out already; one stands for one.
    mutating func takes(_ effect: Effect) -> Bool {
        guard let count = effects[effect], count > 0 else { return false }
        effects[effect] = count - 1
        return true
    }
}
