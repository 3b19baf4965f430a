package import PathwayModel
package import StepwellRuntime

/// Which site's cases somebody sees.
extension Settings {
    /// The site whose cases somebody sees, with those of no site; nil for who sees all.
    func onlySite(of actor: Actor) -> String? {
        guard let name = actor.name, let site = users?[name]?.site,
            entitlement(to: .allSites, of: actor) != .granted
        else { return nil }
        return site
    }

    /// The sites at which somebody works, in order.
    var sites: [String] { Set((users ?? [:]).values.compactMap(\.site)).sorted() }

    /// Why a case is not for somebody, who works elsewhere.
    func refusal(of place: CasePlace, _ actor: Actor) -> Refusal {
        let place =
            switch place {
            case .at(let site): "the case is of the site '\(site)', where you do not work"
            case .nowhere, .unreadable: "nobody can say of which site the case is"
            }
        switch entitlement(to: .allSites, of: actor) {
        case .granted: return Refusal(Refusal.Code.notPermitted, place)
        case .ofOwnEntries(let refusal), .refused(let refusal):
            return Refusal(Refusal.Code.notPermitted, "\(place); \(refusal.message)")
        }
    }
}

extension Clinic {
    /// What somebody sees of the cases; nil for all of them.
    func sight(of actor: Actor) -> Sight? { settings.onlySite(of: actor).map { Sight(of: $0, store) } }

    /// Why what is asked about is not for somebody: every case of it is of another site. Nil where one is not.
    func missing(_ sight: Sight?, _ subject: RightSubject, for actor: Actor) throws -> Refusal? {
        guard let sight else { return nil }
        let ids =
            switch subject {
            case .clinic: [CaseID]()
            case .case(let text):
                if let stored = try store.load(CaseID(text)) {
                    [stored.id]
                } else {
                    try kept(CaseFilter(patient: text)).map(\.id)
                }
            case .patient(let number): try kept(CaseFilter(patient: number)).map(\.id)
            }
        guard let first = ids.first else { return nil }
        for id in ids where try sight.sees(id) { return nil }
        return settings.refusal(of: try sight.place(of: first), actor)
    }
}

/// What `transfer` shows.
package struct TransferView: Sendable {
    package var id: CaseID
    /// Where it was; nil where nobody had said it.
    package var before: String?
    package var stay: CaseSites.Stay
    /// Who saw to something for the case, and does so no more.
    package var released: [String]

    package var json: JSON {
        .compact([
            "case": .string(id.text), "from": JSON(before), "to": .string(stay.site),
            "since": .string(stay.since.rfc3339()), "by": JSON(stay.by), "speaker": JSON(stay.speaker),
            "reason": JSON(stay.reason), "released": released.isEmpty ? .null : JSON(released),
        ])
    }
}

extension Clinic {
    /// A site at which somebody works. Without users, any.
    package func knownSite(_ site: String) throws -> String {
        guard settings.users == nil || settings.sites.contains(site) else {
            throw Failure(
                .usage, "no_such_site", "no user works at a site '\(site)'",
                hint: settings.sites.isEmpty
                    ? "'site' under 'users' in \(Settings.file) says where somebody works"
                    : "sites are \(Suggestions.listed(settings.sites))")
        }
        return site
    }

    /// Where a case begins that somebody enrolls: where they say, else where they work.
    package func site(said: String?, by person: Actor) throws -> String? {
        try said.map { try knownSite($0) } ?? person.name.flatMap { settings.users?[$0]?.site }
    }

    /// Lets a case be of another site: who works there sees it, and who worked where it was does not. What these had
    /// claimed is free again.
    package func transfer(
        _ text: String, to site: String, reason: String, as named: String?, isDryRun: Bool
    ) throws -> TransferView {
        let person = try require(.transfer, as: named, about: .case(text))
        let id = try namedCase(text).id
        let before = try store.sites(of: id).site
        let stay = CaseSites.Stay(site: try knownSite(site), since: try now(), by: person, reason: reason)
        guard before != site else { throw Failure(.refused, "same_site", "the case is of the site '\(site)' already") }
        let holders = try holdersWithoutSight(of: id, at: site)
        let view = TransferView(id: id, before: before, stay: stay, released: holders)
        guard !isDryRun else { return view }
        // First: what has moved is not theirs to give back.
        for holder in holders {
            let speaker = holder == person.name ? person.speaker : person.name
            let actor = Actor(name: holder, roles: settings.users?[holder]?.roles, speaker: speaker)
            var command = Command(.tend(Input.Tending(.release)), by: actor, at: try instant(said: nil))
            command.clock = clock
            let answer = try runner.perform(command, on: id)
            if let refusal = answer.refusal { throw Failure(refusal) }
        }
        _ = try runner.move(id, stay)
        return view
    }

    /// Who sees to something for a case, and would not see it at a site.
    private func holdersWithoutSight(of id: CaseID, at site: String) throws -> [String] {
        let (seen, now) = try runner.look(at: id, when: .instant(now()))
        let held = runner.obligations(of: id, seen, at: now).map(\.obligation)
        let names = Set(held.filter { $0.claimedUntil.map { now < $0 } ?? false }.compactMap(\.claimedBy))
        return names.sorted().filter { name in
            let other = settings.users?[name].flatMap { settings.onlySite(of: $0.actor(named: name)) }
            return other.map { $0 != site } ?? false
        }
    }
}
