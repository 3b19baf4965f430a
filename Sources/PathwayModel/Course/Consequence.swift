/// Something that stands on an entry, and stays where the entry is put right or taken back.
package enum Consequence: Hashable, Sendable {
    /// A state that it led into, and that is active.
    case state(StateIndex)
    case taskOpened(TaskIndex)
    /// A task that it completed or ended.
    case taskClosed(TaskIndex)
    /// A transition that was taken with it, or later on what it recorded.
    case transition(TransitionIndex, entry: Int)
    /// A value that an action of a later entry may have made of it.
    case value(FieldIndex, entry: Int)
    /// A message that has gone, or that is on its way.
    case message(Effect, EffectPlace, isSent: Bool)
    /// A message that was withheld because of it, and did not go.
    case withheld(subject: String, recipient: String, EffectPlace)
    case linkedCase(pathway: String)
    /// A later entry that does nothing now that the case stands elsewhere.
    case idle(entry: Int, what: String)
}
