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

    /// What protected records of a case's patient were disclosed, for this case.
    package func disclosures(of text: String) throws -> [Disclosure] {
        let (id, patient) = try namedCase(text)
        return try store.disclosures(of: patient).filter { $0.effect.id == id }
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
    package var json: JSON {
        [
            "key": .string(effect.description), "case": .string(effect.id.text), "at": .string(at.rfc3339()),
            "to": .string(recipient), "channel": .string(channel), "purpose": .string(purpose), "what": .string(what),
            "consent": .string(release),
        ]
    }
}
