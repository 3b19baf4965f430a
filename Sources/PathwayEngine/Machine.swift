package import PathwayModel

/// A pathway, ready to run cases: the definition, and what follows from it that every step needs.
///
/// `step` answers an input with facts, `evolve` folds facts into a case, `explain` says what would move it, and
/// `nextWakeUp` when time will. None of them knows a clock, a file or a process.
package struct Machine: Sendable {
    let tables: Tables

    package init(_ pathway: Pathway) { tables = Tables(pathway) }

    /// One that remembers more events than the pathway's own guards ask for.
    init(_ pathway: Pathway, remembering events: PlaceSet<Event>) { tables = Tables(pathway, remembering: events) }

    // Yielded in place: returning it would copy all of it for each place that is looked up.
    package var pathway: Pathway { _read { yield tables.pathway } }
}
