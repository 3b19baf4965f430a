package import PathwayModel

/// A pathway, ready to run cases: the definition, and what follows from it that every step needs.
///
/// `step` answers an input with facts, `evolve` folds facts into a case, `explain` says what would move it, and
/// `nextWakeUp` when time will. None of them knows a clock, a file or a process.
package struct Machine: Sendable {
    /// An array of one: copying a machine counts one reference, not those of all its tables.
    private let boxed: [Tables]

    package init(_ pathway: Pathway) { boxed = [Tables(pathway)] }

    /// One that remembers more events than the pathway's own guards ask for.
    init(_ pathway: Pathway, remembering events: PlaceSet<Event>) { boxed = [Tables(pathway, remembering: events)] }

    // Yielded in place: returning them would copy all of them for each place that is looked up.
    package var pathway: Pathway { _read { yield boxed[0].pathway } }
    var tables: Tables { _read { yield boxed[0] } }
}
