import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// What of a case may be told to somebody outside, for a purpose: everything but what is protected and named by no consent
/// in force, and never what was said in psychotherapy.
struct PacketScope {
    let pathway: Pathway
    /// The consent that protected records go under; nil where none is in force for this recipient and purpose.
    let release: Release?
    private let scope: ReleaseScope?
    private let purpose: String

    /// What records may be disclosed for without the patient's authorization, as payment (45 CFR 164.501, 164.506(c)).
    private static let payment = ["payment", "utilization review"]

    init(_ pathway: Pathway, _ releases: [Release], to recipient: String, for purpose: String, on today: CalendarDate) {
        let held = releases.filter { release in
            release.recipient == recipient && release.holds(on: today)
                && ReleaseScope(release.purpose).covers(anyOf: [purpose])
        }
        let scopes = held.map { PacketScope(pathway, $0, for: purpose) }
        // Of several the one that names most, of these the one that was signed last.
        let most = scopes.map(\.coverage).max()
        self = scopes.last { $0.coverage == most } ?? PacketScope(pathway, nil, for: purpose)
    }

    private init(_ pathway: Pathway, _ release: Release?, for purpose: String) {
        self.pathway = pathway
        self.purpose = purpose
        self.release = release
        scope = release.map { ReleaseScope($0.what) }
    }

    /// Whether nothing at all may be told that no consent names: that somebody is on the pathway is protected, or it is for
    /// something else than payment.
    var isProtected: Bool {
        pathway.sensitivity == .sud || !Self.payment.contains(purpose.lowercased())
    }

    /// What may be told where there is no consent.
    var withoutConsent: PacketScope { PacketScope(pathway, nil, for: purpose) }

    func tells(_ part: PacketPart) -> Bool { !isProtected || covers(part.names) }

    func tells(_ instrument: InstrumentIndex) -> Bool {
        let name = pathway.instruments[instrument].name
        return tells(pathway.instruments[instrument].sensitivity, named: "\(name).total")
    }

    func tells(_ field: FieldIndex) -> Bool {
        tells(pathway.fields[field].sensitivity, named: "data.\(pathway.fields[field].name)")
    }

    /// Whether all that a criterion rests on may be told.
    func tells(_ criterion: Criterion) -> Bool {
        !pathway.reads(criterion, anyOf: untoldFields, or: untoldInstruments)
    }

    /// Whether why a task was opened may be told: that it was says it.
    func tells(_ opening: TaskOpening) -> Bool {
        switch opening.cause?.trigger {
        case nil, .entered: return true
        case .event(let event):
            switch pathway.events[event].kind {
            case .recordedField(let field): return tells(field)
            case .recordedInstrument(let instrument): return tells(instrument)
            case .declared, .session, .taskDone, .taskOverdue, .consented, .stateDone: return true
            }
        case .during(let state):
            return pathway.states[state].tasks.filter { $0.task == opening.task }.allSatisfy { task in
                guard case .when(let condition, _) = task.opening else { return true }
                return condition.criteria.allSatisfy(tells)
            }
        }
    }

    private var untoldFields: [FieldIndex] {
        pathway.fields.indices.map { FieldIndex($0) }.filter { !tells($0) }
    }

    private var untoldInstruments: [InstrumentIndex] {
        pathway.instruments.indices.map { InstrumentIndex($0) }.filter { !tells($0) }
    }

    private func tells(_ sensitivity: Sensitivity?, named secret: String) -> Bool {
        switch sensitivity {
        case .psychotherapy: false
        case .sud: covers(pathway.names(of: secret) ?? [])
        case .clinical, nil: !isProtected || covers(pathway.names(of: secret) ?? [])
        }
    }

    private func covers(_ names: [String]) -> Bool { scope?.covers(anyOf: names) ?? false }

    /// How many of the things that there are it covers.
    private var coverage: Int {
        pathway.fields.count - untoldFields.count + pathway.instruments.count - untoldInstruments.count
            + PacketPart.allCases.count { tells($0) }
    }
}
