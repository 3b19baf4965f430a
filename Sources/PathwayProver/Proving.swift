import CEL
import PathwayEngine
import PathwayModel

/// A pathway while it is proved: what was searched so far, and what was found.
final class Proving {
    let pathway: Pathway
    let machine: Machine
    /// The same in which nothing answers: what is left on record of what is told.
    private(set) lazy var deaf = Machine(pathway.deaf)
    /// All places that a case can come to.
    let course: Space
    /// Stories that come there.
    let stories: Concretizer
    /// The whole pathway, of which nothing is kept: what single steps are judged by.
    let open: OpenPlan
    /// What decides where guards calculate with several values.
    let arithmetic: Arithmetic
    /// Nodes of the course, one for all that guards cannot tell apart.
    let nodes: [Int]
    private(set) var findings: [Finding] = []
    private let isOverAtLast: () -> Bool
    /// When what is looked at has had its share.
    var share: () -> Bool = { false }

    init(_ pathway: Pathway, _ z3: Z3, until isOver: @escaping () -> Bool) {
        self.pathway = pathway
        isOverAtLast = isOver
        machine = Machine(pathway)
        open = OpenPlan(pathway)
        arithmetic = Arithmetic(open.table, z3)
        var course = Space(SearchPlan(pathway, .course))
        var restless: [Restless] = []
        var unheard: [Unheard] = []
        var taken = PlaceSet<Transition>()
        course.explore(until: isOver) { seen, space in
            if case .stepped(let step) = seen.outcome {
                taken.formUnion(PlaceSet(step.taken))
                if !seen.fortune.unheard.isEmpty { unheard.append(Unheard(seen, in: step.state)) }
            }
            if case .refused(let refusal) = seen.outcome, refusal.code == Refusal.Code.stepLimit {
                restless.append(Restless(seen))
            }
        }
        self.course = course
        self.restless = restless
        self.unheard = unheard
        self.taken = taken
        stories = Concretizer(pathway, course, until: isOver)
        var seen: Set<Standing> = []
        nodes = course.nodes.indices.filter { seen.insert(Standing(course.nodes[$0].state, course.plan)).inserted }
        arithmetic.isOver = { [unowned self] in share() }
    }

    /// Transitions that are taken somewhere in the course.
    let taken: PlaceSet<Transition>
    /// Steps of the course that did not come to rest.
    let restless: [Restless]
    /// Steps of the course in which nothing took what the case sent to itself.
    let unheard: [Unheard]

    struct Restless {
        var from: Int?
        var step: Space.SupposedStep
        var stuck: [StateIndex]

        init(_ seen: Space.Seen) {
            from = seen.from
            step = Space.SupposedStep(move: seen.move, supposed: seen.fortune.constraints)
            stuck = seen.fortune.stuck
        }
    }

    struct Unheard {
        var from: Int?
        var step: Space.SupposedStep
        var events: [EventIndex]
        var state: CaseState

        init(_ seen: Space.Seen, in state: CaseState) {
            from = seen.from
            step = Space.SupposedStep(move: seen.move, supposed: seen.fortune.constraints)
            events = seen.fortune.unheard
            self.state = state
        }
    }

    /// Where a case stands, as far as guards can tell.
    private struct Standing: Hashable {
        let status: CaseState.Status
        let configuration: PlaceSet<State>
        let origins: [Int: PlaceSet<State>]
        let visits: [Int]

        init(_ state: CaseState, _ plan: SearchPlan) {
            status = state.status
            configuration = state.configuration
            origins = plan.origins(of: state)
            visits = plan.visits(of: state)
        }
    }

    var hasTime: Bool { !isOverAtLast() && !share() }

    func add(_ finding: Finding) { findings.append(finding) }

    /// Says that a property is not decided, as not everything was looked at.
    func add(unseen property: Property, because why: String) {
        add(Finding(property, "", .notDecided(why), "Not every situation was looked at"))
    }

    /// Says that there is nothing of a kind, where all was looked at: else that is not known.
    func add(absence finding: Finding) {
        var finding = finding
        if !course.isWhole, !finding.isUndecided { finding.verdict = .notDecided(course.words(ofGaps: pathway)) }
        add(finding)
    }

    /// Says that a property holds where nothing was found against it, and all was looked at.
    func conclude(_ property: Property, _ sentence: String, isWhole: Bool = true, because why: String = "") {
        guard !findings.contains(where: { $0.property == property }) else { return }
        if isWhole, course.isWhole {
            add(Finding(property, "", .proved, sentence))
        } else {
            let reason = why.isEmpty ? course.words(ofGaps: pathway) : why
            add(Finding(property, "", .notDecided(reason), sentence))
        }
    }

    // MARK: Words

    func names(of state: CaseState) -> String {
        state.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: " + ")
    }

    /// One of the places where a case is.
    func place(of state: CaseState) -> String { state.leaves(in: pathway).first.map { name(of: $0) } ?? "" }

    func name(of place: StateIndex) -> String { pathway.states[place].path }

    /// What a scenario expects where a way is taken: its id.
    func expectation(of index: TransitionIndex) -> String {
        "{taken: [\(Scalar.quoted(pathway.shortName(of: index)))]}"
    }

    func isHeard(_ source: StateIndex, _ state: CaseState) -> Bool {
        state.isActive(source) && (source != Pathway.root || state.status == .open) && !state.status.isAtEnd
    }
}

extension Space {
    func words(ofGaps pathway: Pathway) -> String {
        gaps.map { gap in
            switch gap {
            case .time: "the time was over after \(nodes.count) situations"
            case .size(let count): "there are more than \(count) situations"
            case .ways: "one step can come out in more than \(Self.mostWays) ways"
            }
        }.sorted().joined(separator: "; ")
    }
}
