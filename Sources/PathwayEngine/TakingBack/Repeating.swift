import PathwayModel

/// What an entry that is judged again has done and still stands, so that nothing of it is done twice.
struct Repeating {
    private var effects: EffectsOut
    private(set) var fields = PlaceSet<Field>()
    private(set) var tasks = PlaceSet<TaskDefinition>()

    /// - Parameter steps: the entry, and what put it right.
    /// - Parameter setsAgain: whether what its actions set was taken back.
    init(_ steps: [PastStep], setsAgain: Bool) {
        // What was withheld with what put it right is not said again with what it was before.
        effects = EffectsOut(of: steps, without: [])
        for step in steps {
            if !setsAgain { fields.formUnion(step.fieldsOfActions) }
            for case .taskOpened(let opening) in step.facts { tasks.insert(opening.task) }
        }
    }

    mutating func takes(_ effect: Effect) -> Bool { effects.takes(effect) }
}
