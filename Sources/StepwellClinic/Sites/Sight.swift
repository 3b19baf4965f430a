import PathwayModel
import StepwellRuntime
import Synchronization

/// Which cases somebody sees: those of their site, and those of which nobody has said where they are.
final class Sight: Sendable {
    /// Where cases are, as far as it was looked at.
    private struct Known {
        var places: [CaseID: CasePlace] = [:]
        /// Whether those are all of which somebody has said it.
        var isWhole = false
        /// The cases by which others were begun; nil until somebody asks.
        var origins: [CaseID: CaseID]?
    }

    /// As many cases are looked at by themselves.
    private static let few = 16

    private let store: any CaseStore
    /// The site of who looks.
    let site: String
    private let known = Mutex(Known())

    init(of site: String, _ store: any CaseStore) {
        self.site = site
        self.store = store
    }

    func sees(_ id: CaseID) throws(StoreError) -> Bool {
        switch try place(of: id) {
        case .nowhere: true
        case .at(let other): other == site
        case .unreadable: false
        }
    }

    /// Where a case is: where it is said to be, or the one that began it.
    func place(of id: CaseID) throws(StoreError) -> CasePlace {
        try known.withLock { known throws(StoreError) in
            var (id, asked) = (id, Set<CaseID>())
            while asked.insert(id).inserted {
                let place = try Self.place(of: id, &known, store)
                guard place == .nowhere, let origin = try Self.origin(of: id, &known, store) else { return place }
                id = origin
            }
            return .nowhere
        }
    }

    private static func place(
        of id: CaseID, _ known: inout Known, _ store: any CaseStore
    ) throws(StoreError) -> CasePlace {
        if let place = known.places[id] { return place }
        guard !known.isWhole else { return .nowhere }
        guard known.places.count < few else {
            (known.places, known.isWhole) = (try store.places(), true)
            return known.places[id] ?? .nowhere
        }
        let place = try store.place(of: id)
        known.places[id] = place
        return place
    }

    private static func origin(
        of id: CaseID, _ known: inout Known, _ store: any CaseStore
    ) throws(StoreError) -> CaseID? {
        // Where nobody has said where any case is, none is asked for what began it.
        if known.isWhole, known.places.isEmpty { return nil }
        if let origins = known.origins { return origins[id] }
        guard known.isWhole else {
            guard let patient = try store.load(id)?.patient else { return nil }
            return try store.cases(CaseFilter(patient: patient)).first { $0.id == id }?.linkedFrom
        }
        var origins: [CaseID: CaseID] = [:]
        for summary in try store.cases(CaseFilter()) { origins[summary.id] = summary.linkedFrom }
        known.origins = origins
        return origins[id]
    }
}
