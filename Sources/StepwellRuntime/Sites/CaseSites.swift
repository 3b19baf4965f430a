package import CEL
package import PathwayModel
package import StepwellStore

/// The sites that a case was at, which people say: the last one is where it is. It stands beside the case's journal, and
/// no step of the case reads it.
package struct CaseSites: Hashable, Sendable {
    /// That a case is at a site from some time on.
    package struct Stay: Hashable, Sendable {
        package var site: String
        package var since: Timestamp
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        /// Why it came there; nil where it began there.
        package var reason: String?

        package init(site: String, since: Timestamp, by actor: Actor, reason: String? = nil) {
            self.site = site
            self.since = since
            (by, speaker) = (actor.name, actor.speaker)
            self.reason = reason
        }
    }

    /// What the names of these resources begin with; the case's id follows.
    static let prefix = "site/"

    /// The first one first.
    package private(set) var stays: [Stay]
    private let id: CaseID
    private let revision: Int?

    /// Nil for a case that was never said to be anywhere.
    package var site: String? { stays.last?.site }

    init(of id: CaseID) {
        self.id = id
        (stays, revision) = ([], nil)
    }

    /// What keeps it with one more, where nobody has changed it since.
    func adding(_ stay: Stay) -> ResourceChange {
        ResourceChange(
            name: Self.prefix + id.text, expected: revision, bytes: JSON.array((stays + [stay]).map(\.json)).bytes)
    }
}

extension CaseSites {
    /// - Throws: `damaged` where it cannot be read: nobody can say whose the case is.
    fileprivate init(_ resource: Resource) throws(StoreError) {
        id = CaseID(String(resource.name.dropFirst(Self.prefix.count)))
        revision = resource.revision
        let json: JSON
        do { json = try JSON.parse(resource.bytes) } catch { throw Self.damaged(id) }
        var stays: [Stay] = []
        for element in json.array ?? [] {
            guard let site = element["site"]?.string, let since = element["since"]?.string,
                let instant = Timestamp(rfc3339: since)
            else { throw Self.damaged(id) }
            let actor = Actor(name: element["by"]?.string, roles: nil, speaker: element["speaker"]?.string)
            stays.append(Stay(site: site, since: instant, by: actor, reason: element["reason"]?.string))
        }
        guard !stays.isEmpty else { throw Self.damaged(id) }
        self.stays = stays
    }

    private static func damaged(_ id: CaseID) -> StoreError {
        .damaged(detail: "the site of case \(id) cannot be read")
    }
}

extension CaseSites.Stay {
    package var json: JSON {
        .compact([
            "site": .string(site), "since": .string(since.rfc3339()), "by": JSON(by), "speaker": JSON(speaker),
            "reason": JSON(reason),
        ])
    }
}

extension CaseStore {
    /// The sites that a case was at itself: one that another case began is at that one's until somebody says otherwise.
    package func sites(of id: CaseID) throws(StoreError) -> CaseSites {
        guard let kept = try resource(CaseSites.prefix + id.text) else { return CaseSites(of: id) }
        return try CaseSites(kept)
    }

    /// Where a case is said to be itself.
    package func place(of id: CaseID) throws(StoreError) -> CasePlace {
        do throws(StoreError) { return try sites(of: id).site.map { .at($0) } ?? .nowhere } catch {
            guard case .damaged = error else { throw error }
            return .unreadable
        }
    }

    /// Where cases are of which somebody has said it.
    package func places() throws(StoreError) -> [CaseID: CasePlace] {
        var places: [CaseID: CasePlace] = [:]
        for kept in try resources(named: CaseSites.prefix) {
            let id = CaseID(String(kept.name.dropFirst(CaseSites.prefix.count)))
            do throws(StoreError) { places[id] = try CaseSites(kept).site.map { .at($0) } } catch {
                places[id] = .unreadable
            }
        }
        return places
    }
}

/// Where a case is said to be.
package enum CasePlace: Hashable, Sendable {
    case nowhere
    case at(String)
    /// Somebody has said it, and it is not as it was kept.
    case unreadable
}

extension CaseRunner {
    /// Keeps that a case is at another site from now on; the sites that it was at.
    package func move(_ id: CaseID, _ stay: CaseSites.Stay) throws(RuntimeError) -> CaseSites {
        for _ in 0..<Self.maximumAttempts {
            let before = try RuntimeError.storing { () throws(StoreError) in try store.sites(of: id) }
            if try keep(before.adding(stay)) { return before }
        }
        throw .busy
    }
}
