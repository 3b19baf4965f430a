/// What events bring that is not in their declaration: every one its date and instant, built-in ones what they are about.
///
/// A result's scores and items stand beside these, by their own names.
package enum EventPart: String, Sendable, CaseIterable {
    /// When it happened, of every event.
    case date, at
    /// Of a result or a field: whether nothing on record is known to be later.
    case isNewest = "is_newest"
    /// Of a result or a field: whether it puts right what was recorded before.
    case corrects
    /// Of a field.
    case value
    /// Of a session.
    case type, late
    /// Of a consent.
    case granted
    /// Of a task, both dates.
    case due, opened
    /// Of a task that is done and names outcomes: the one that was said.
    case outcome
}
