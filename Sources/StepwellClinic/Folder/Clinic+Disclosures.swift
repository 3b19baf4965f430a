import CEL
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// Ends a consent to disclose: from now on nothing more is disclosed under it.
    package func revoke(_ id: String, of patient: String, isDryRun: Bool) throws -> Release {
        guard var release = try store.person(patient).releases().first(where: { $0.id == id }) else {
            throw Failure(.missing, "no_such_release", "the patient has no consent '\(id)'")
        }
        // Of the day at hand in every zone: the clinic's may lie behind UTC, by twelve hours at most.
        let now = try now()
        let behind = Timestamp(seconds: now.seconds - 43_200)
        release.revoked = release.revoked ?? min(ZoneOffsets.utc.date(of: now), ZoneOffsets.utc.date(of: behind))
        if !isDryRun { try store.save(release) }
        return release
    }

    /// What the clinic's pathways have of protected fields and instruments: what a consent names of it, and what not.
    package func protected(under release: Release) -> (covered: [String], left: [String]) {
        let scope = ReleaseScope(release.what)
        var names: [String: Bool] = [:]
        for file in FileReader.names(in: folder.pathwaysPath).sorted() where file.hasSuffix(".yaml") {
            guard let pathway = folder.current(file.replacingSuffix(".yaml", with: ""))?.pathway else { continue }
            let fields = pathway.fields.filter { $0.sensitivity == .sud }.map { ($0.name, "data.\($0.name)") }
            let instruments = pathway.instruments.filter { $0.sensitivity == .sud }
                .map { ($0.name, "\($0.name).total") }
            for (name, secret) in fields + instruments {
                let isCovered = pathway.names(of: secret).map { scope.covers(anyOf: $0) } ?? true
                names[name] = (names[name] ?? false) || isCovered
            }
        }
        let sorted = names.sorted { $0.key < $1.key }
        return (sorted.filter(\.value).map(\.key), sorted.filter { !$0.value }.map(\.key))
    }

    /// What protected records of a case's patient were disclosed, for this case.
    package func disclosures(of text: String, _ part: PageRequest = .all) throws -> DisclosureListView {
        let (id, patient) = try namedCase(text)
        let all = try store.disclosures(of: patient).filter { $0.effect.id == id }
        // The ledger only grows: the place of one never changes.
        guard let last = part.after.map({ Int($0) }) ?? 0, (0...all.count).contains(last) else {
            throw part.badCursor()
        }
        let page = part.page(of: Array(all.enumerated()).dropFirst(last)) { "\($0.offset + 1)" }
        return DisclosureListView(
            page: Page(rows: page.rows.map(\.element), next: page.next), shown: ShownPatients(patient, id))
    }

    /// A patient's consents to disclose, under all numbers.
    package func releases(of patient: String, _ part: PageRequest = .all) throws -> ReleaseListView {
        let person = try store.person(patient)
        var shown = ShownPatients()
        // Also that there is none is told of the patient.
        for number in person.numbers where try isKnown(number) { shown.add(number) }
        return ReleaseListView(page: try part.page(ofWhole: try person.releases(), cursor: \.id), shown: shown)
    }
}

/// What `disclosures` shows: what was disclosed, in the order in which it was kept.
package struct DisclosureListView: Hashable, Sendable, ShowsPatients {
    package var page: Page<Disclosure>
    package var shown: ShownPatients

    package var json: JSON {
        .object([.init("disclosures", .array(page.rows.map(\.json)))] + page.members)
    }
}

/// What `release list` shows: consents, in the order of signature, then id.
package struct ReleaseListView: Hashable, Sendable, ShowsPatients {
    package var page: Page<Release>
    package var shown: ShownPatients

    package var json: JSON {
        .object([.init("releases", .array(page.rows.map(\.json)))] + page.members)
    }
}

extension Release {
    package var json: JSON {
        .compact([
            "id": .string(id), "patient": .string(patient), "from": .string(discloser), "to": .string(recipient),
            "purpose": .string(purpose), "what": .string(what), "expires": JSON(expires?.description),
            "signed_by": .string(signedBy), "signed": .string(signed.description),
            "revoked": JSON(revoked?.description),
        ])
    }
}

extension Disclosure {
    /// The consent that it went under; nil where the law asks for none.
    package var consent: String? { release.isEmpty ? nil : release }

    package var json: JSON {
        [
            "key": .string(effect.description), "case": .string(effect.id.text), "at": .string(at.rfc3339()),
            "to": .string(recipient), "channel": .string(channel), "purpose": .string(purpose), "what": .string(what),
            "consent": JSON(consent),
        ]
    }
}
