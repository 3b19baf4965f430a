import CEL
import PathwayEngine
import PathwayModel

/// What a search knows of a pathway's expressions: their formulas, and the figures these ask for.
struct FigureTable {
    /// What an action gives a field.
    enum Assigned {
        /// Nothing of it is free.
        case kept
        case sampled([Value?])
        /// Of a field that is not kept.
        case free
    }

    let pathway: Pathway
    private(set) var figures: [Figure]
    /// Figures as they would be if nothing of the record were kept: what is kept is recorded with their samples.
    private let recorded: [Figure]
    /// By the expression's identity.
    let formulas: [Int: Formula]
    /// What actions give fields, by the expression's identity.
    let sources: [Int: Assigned]
    /// Those about the same record or the same elements, by figure.
    let alike: [[FigureIndex]]
    /// Those that ask for an element of a list.
    let existences: Existences
    /// What changes them in the midst of a step.
    let rhythms: [Rhythm]
    /// What steps do to tasks, and the tasks of which figures ask.
    let changes: TaskChanges
    let askedAbout: PlaceSet<TaskDefinition>
    let someDate: CalendarDate
    private let blank: [Bool]
    let reading: RecordReading
    /// How many days a stay lasts at most, where time ends it.
    private let longestStays: [Int64?]
    /// What automatic transitions read, by transition.
    let reads: [Set<Reading>]
    private let slice: Slice
    private let keptEvents: PlaceSet<Event>
    private var tests: [[Sampling.Test?]]

    /// - Parameter whole: the pathway of which this is a slice.
    init(_ pathway: Pathway, _ slice: Slice, of whole: Pathway) {
        self.pathway = pathway
        self.slice = slice
        var builder = FormulaBuilder(pathway, slice)
        let built = builder.build(pathway.programs)
        var bare = slice
        (bare.fields, bare.instruments) = (PlaceSet(), PlaceSet())
        var all = FormulaBuilder(pathway, bare)
        let recorded = bare == slice ? built.figures : all.build(pathway.programs).figures
        self.recorded = recorded
        figures = built.figures
        formulas = built.formulas
        tests = built.tests
        let places = built.figures.indices.map { FigureIndex($0) }
        let bySource = Dictionary(grouping: places) { built.figures[$0].source }
        let existences = Existences(built.figures)
        self.existences = existences
        alike = places.map { place in
            guard let source = built.figures[place].source else { return existences.related(to: place) }
            return (bySource[source] ?? []).filter { $0 != place }
        }
        let rhythms = pathway.rhythms(of: built.figures, existences)
        self.rhythms = rhythms
        changes = TaskChanges(whole, merged: slice.merged)
        askedAbout = PlaceSet(rhythms.flatMap(\.tasks))
        someDate = CalendarDate(daysSinceEpoch: 0)
        blank = built.figures.map { figure in
            guard figure.ordered == nil else { return false }
            let readings = pathway.readings(of: figure.program)
            return !readings.isEmpty
                && readings.allSatisfy { reading in
                    switch reading {
                    case .field(let field): !pathway.fields[field].isEnrollment
                    case .instrument, .event, .consent, .attendance: true
                    case .course: false
                    }
                }
        }
        longestStays = pathway.states.indices.map { pathway.longestStay(in: StateIndex($0)) }
        reads = pathway.transitions.map { transition in
            guard case .automatic = transition.trigger else { return [] }
            return pathway.readings(of: transition.when)
        }
        keptEvents = PlaceSet(
            pathway.events.indices.map { EventIndex($0) }.filter { event in
                switch pathway.events[event].kind {
                case .recordedField(let field): slice.fields.contains(field)
                case .recordedInstrument(let instrument): slice.instruments.contains(instrument)
                case .declared, .session, .taskDone, .taskOverdue, .consented, .stateDone: false
                }
            })
        let reading = RecordReading(pathway, slice)
        self.reading = reading
        var sources: [Int: Assigned] = [:]
        for assignment in pathway.assignments {
            let program = assignment.program
            sources[program.identity] =
                if !slice.fields.contains(assignment.field) {
                    .free
                } else if case .exact? = reading.kept(program.root, program) {
                    .kept
                } else {
                    .sampled(Self.samples(of: assignment.field, in: pathway, recorded) + [nil])
                }
        }
        self.sources = sources
    }

    /// Values of a field of which each stands for all that no guard tells from it.
    func samples(of field: FieldIndex) -> [Value] { Self.samples(of: field, in: pathway, recorded) }

    private static func samples(of field: FieldIndex, in pathway: Pathway, _ figures: [Figure]) -> [Value] {
        samples(of: pathway.fields[field].type, in: figures) { figure in
            figure.source == .field(field) || figure.source == .payload(EventPart.value.rawValue)
        }
    }

    /// The same of a score.
    func samples(of score: Instrument.Score, in place: InstrumentIndex) -> [Value] {
        Self.samples(of: score.type, in: recorded) { figure in
            figure.source == .payload(score.name)
                || figure.source == .instrument(place) && figure.words.hasSuffix(".\(score.name)")
        }
    }

    private static func samples(
        of type: FieldType, in figures: [Figure], where isAbout: (Figure) -> Bool
    ) -> [Value] {
        let values = figures.filter { $0.role == .value && isAbout($0) }.flatMap { $0.samples.compactMap { $0 } }
        return Set(values).filter { type.admits($0) }.sorted { "\($0)" < "\($1)" }
    }

    /// Whether a date may not be known.
    func mayLackDate(_ program: Program) -> Bool { reading.canLackRecord(program) }

    func goesStale(_ source: Figure.Source) -> Bool {
        switch source {
        case .field(let field): pathway.fields[field].freshFor != nil
        case .instrument(let instrument): pathway.instruments[instrument].freshFor != nil
        case .payload: false
        }
    }

    /// Whether a value is given where nothing is recorded.
    func hasDefault(_ source: Figure.Source) -> Bool {
        switch source {
        case .field(let field): pathway.fields[field].defaultValue != nil
        case .instrument, .payload: false
        }
    }

    /// Whether a value is known wherever something is recorded, however old. Of an instrument's values not all need be.
    func isKnownOnceRecorded(_ source: Figure.Source) -> Bool {
        switch source {
        case .field, .payload: !goesStale(source)
        case .instrument: false
        }
    }

    /// Whether an event brings something of that name.
    func brings(_ event: EventIndex, _ name: String) -> Bool {
        EventPart(rawValue: name) == .date || EventPart(rawValue: name) == .at
            || pathway.events[event].payload.contains { $0.name == name }
    }

    /// Whether what an event brings under a name is read from the case.
    func isKept(_ event: EventIndex, _ name: String) -> Bool {
        guard keptEvents.contains(event) else { return false }
        switch pathway.events[event].kind {
        case .recordedInstrument(let place):
            return EventPart(rawValue: name) != nil || pathway.instruments[place].scores.contains { $0.name == name }
        case .recordedField: return true
        case .declared, .session, .taskDone, .taskOverdue, .consented, .stateDone: return false
        }
    }

    /// Adds a figure of which one value alone counts, before those that are about the same.
    mutating func add(_ figure: Figure, being value: Value) -> FigureIndex {
        var figure = figure
        figure.samples = [value]
        figures.append(figure)
        tests.append([Sampling.Test(.equal, value)])
        return FigureIndex(figures.count - 1)
    }

    /// What a figure is compared with; nil where it is true or false by itself.
    func tests(of figure: FigureIndex) -> [Sampling.Test?] { tests[figure.position] }

    /// Whether no guard tells a value from a sample.
    func isAlike(_ sample: Value?, _ value: Value?, _ figure: FigureIndex) -> Bool {
        tests[figure.position].allSatisfy { Sampling.truth(of: $0, sample) == Sampling.truth(of: $0, value) }
    }

    func isAlike(_ sample: Value?, _ value: Value?, _ figure: Figure) -> Bool {
        guard let index = figures.lastIndex(where: { $0.program == figure.program && $0.part == figure.part }) else {
            return sample == value
        }
        return isAlike(sample, value, FigureIndex(index))
    }

    /// Whether nothing that a figure rests on can be known when a case begins.
    func isBlankAtFirst(_ index: FigureIndex) -> Bool { blank[index.position] }

    /// What a figure of an event makes true, as far as that event brings such values.
    func truths(_ truths: [Truth], of index: FigureIndex, in event: EventIndex, _ name: String) -> [Truth] {
        guard figures[index].role == .value,
            let type = pathway.events[event].payload.first(where: { $0.name == name })?.type
        else { return truths }
        return narrowed(truths, of: index) { sample in sample.map { type.admits($0) } ?? true }
    }

    /// What a figure about a stay makes true while the case is there: it was entered, and is left by time after a while.
    func truths(_ truths: [Truth], of index: FigureIndex, in stay: StateIndex) -> [Truth] {
        narrowed(truths, of: index) { sample in
            guard let sample else { return false }
            guard case .int(let days) = sample, let most = longestStays[stay.position] else { return true }
            return days <= most
        }
    }

    /// What a number of open tasks makes true, where at least those are open of which it is known.
    func truths(_ truths: [Truth], ofCount index: FigureIndex, in state: CaseState) -> [Truth] {
        let counted = figures[index].counted
        let least = counted.count { slice.tasks.contains($0) && state.tasks[$0.position].status == .open }
        return narrowed(truths, of: index) { if case .int(let count)? = $0 { count >= least } else { false } }
    }

    /// The same where not every sample can be: those that cannot count as the first one that can.
    private func narrowed(
        _ truths: [Truth], of index: FigureIndex, to isPossible: (Value?) -> Bool
    ) -> [Truth] {
        let possible = figures[index].samples.map(isPossible)
        guard let first = possible.firstIndex(of: true) else { return truths }
        return truths.indices.map { possible[$0] ? truths[$0] : truths[first] }
    }

    /// Whether a sample goes with what was supposed of the same record.
    func fits(_ index: FigureIndex, _ sample: Value?, _ otherIndex: FigureIndex, _ other: Value?) -> Bool {
        let (figure, role) = (figures[index], figures[otherIndex].role)
        guard figure.source != nil else { return existences.fit(index, sample, otherIndex, other) }
        let isStaling = figure.source.map { goesStale($0) } ?? false
        // What is given by default is known although nothing is recorded.
        let hasDefault = figure.source.map { self.hasDefault($0) } ?? false
        func isTrue(_ value: Value?) -> Bool { value == .bool(true) }
        /// What one of these says where the other is so.
        func agree(_ one: Figure.Role, _ oneValue: Value?, _ two: Figure.Role, _ twoValue: Value?) -> Bool? {
            switch (one, two) {
            case (.known, .value):
                if !isTrue(oneValue) { return twoValue == nil || hasDefault }
                return figure.source.map { isKnownOnceRecorded($0) } == true ? twoValue != nil : true
            case (.known, .age): return isTrue(oneValue) == (twoValue != nil)
            case (.known, .fresh), (.known, .recent): return isTrue(oneValue) || !isTrue(twoValue)
            case (.fresh, .value): return isTrue(oneValue) || !isStaling || hasDefault || twoValue == nil
            case (.fresh, .age), (.recent, .age): return !isTrue(oneValue) || twoValue != nil
            case (.value, .age): return oneValue == nil || twoValue != nil || hasDefault
            default: return nil
            }
        }
        return agree(figure.role, sample, role, other) ?? agree(role, other, figure.role, sample) ?? true
    }
}

extension Pathway {
    /// How many days a stay lasts at most, where time alone ends it; nil where it does not.
    fileprivate func longestStay(in place: StateIndex) -> Int64? {
        let ends = states[place].transitions.compactMap { index -> Delay? in
            let transition = transitions[index]
            guard case .automatic = transition.trigger, transition.when == nil, transition.checks.isEmpty,
                transition.refuse == nil, !transition.targets.isEmpty, !transition.isInternal
            else { return nil }
            return transition.after
        }
        let longest = ends.map { delay in
            Story.beginnings(in: calendar).compactMap { start -> Int64? in
                guard let end = calendar.end(of: delay, from: start) else { return nil }
                let (first, last) = (calendar.zone.date(of: start), calendar.zone.date(of: end))
                return Int64(last.daysSinceEpoch) - Int64(first.daysSinceEpoch)
            }.max() ?? .max
        }
        return longest.min()
    }
}
