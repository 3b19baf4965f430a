import CEL
import PathwayModel

/// What may make a figure another in the midst of a step.
struct Rhythm {
    /// Fields that it reads: actions give them values.
    var fields: Set<FieldIndex>
    /// Tasks of which it asks whether they are open.
    var tasks: Set<TaskIndex> = []
    /// States of which it asks whether the case is there, or how often it was, and those since whose entry it counts.
    var places: Set<StateIndex> = []
    /// Whether it asks what time makes of a task.
    var isOfDeadlines = false
    /// Whether anything may change it that happens.
    var isOfAll = false

    mutating func formUnion(_ other: Rhythm) {
        fields.formUnion(other.fields)
        tasks.formUnion(other.tasks)
        places.formUnion(other.places)
        isOfDeadlines = isOfDeadlines || other.isOfDeadlines
        isOfAll = isOfAll || other.isOfAll
    }

    /// Whether it changes with nothing but what actions give to fields.
    var isOfFieldsAlone: Bool { tasks.isEmpty && places.isEmpty && !isOfDeadlines && !isOfAll }
}

extension Pathway {
    /// What changes the figures, by figure; those about elements of one list change together.
    func rhythms(of figures: [Figure], _ existences: Existences) -> [Rhythm] {
        let own = figures.map { rhythm(of: $0) }
        return figures.indices.map { place in
            guard let list = existences.lists[place] else { return own[place] }
            return figures.indices.filter { existences.lists[$0] == list }.reduce(into: own[place]) { whole, other in
                whole.formUnion(own[other])
            }
        }
    }

    private func rhythm(of figure: Figure) -> Rhythm {
        let program = figure.program
        var rhythm = Rhythm(fields: Set(fieldsRead(by: figure.part, of: program)))
        let attends = actions.contains { if case .attend = $0 { true } else { false } }
        rhythm.isOfAll = attends && program.variables.contains { variables[$0] == .attendance }
        for (call, program) in calls(of: program) {
            let (first, last) = (call.constants.first ?? nil, call.constants.last ?? nil)
            switch HostFunction(rawValue: call.id) {
            case .openTasks:
                if let first { rhythm.tasks.formUnion(taskGlobs[Int(first)].tasks) } else { rhythm.isOfAll = true }
            case .task:
                if let first { rhythm.tasks.insert(TaskIndex(Int(first))) } else { rhythm.isOfAll = true }
                rhythm.isOfDeadlines = rhythm.isOfDeadlines || asksForDeadlines(program.root, program)
            case .active, .visits, .enteredAt, .daysIn:
                if let last { rhythm.places.insert(StateIndex(Int(last))) } else { rhythm.isOfAll = true }
            case .attendanceSince:
                if let last { rhythm.places.insert(StateIndex(Int(last))) } else { rhythm.isOfAll = true }
                rhythm.isOfAll = rhythm.isOfAll || attends
            case .attendanceLast, .attendanceWithin, .attendanceOf: rhythm.isOfAll = rhythm.isOfAll || attends
            case .occurrences:
                if first.map({ raisedEvents.contains(EventIndex(Int($0))) }) ?? true { rhythm.isOfAll = true }
            case .cameFrom, .decision: rhythm.isOfAll = true
            case nil:
                if let last, call.id >= HostFunction.resultsSinceBase { rhythm.places.insert(StateIndex(Int(last))) }
            case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .dates, .day, .businessDays, .consent: break
            }
        }
        return rhythm
    }

    /// Whether a part of an expression asks for anything of a task but whether it is done, or open.
    private func asksForDeadlines(_ part: Program.Part, _ program: Program) -> Bool {
        if case .field(let record, let place) = program.shape(of: part), place > Self.placeOfOpen,
            case .call(HostFunction.task.rawValue, _) = program.shape(of: record)
        {
            return true
        }
        return program.children(of: part).contains { asksForDeadlines($0, program) }
    }

    private static let placeOfOpen = 1
}
