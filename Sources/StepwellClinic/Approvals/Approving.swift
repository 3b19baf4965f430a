package import CEL
package import PathwayModel
package import StepwellRuntime

/// What `approve` shows: a signature that was added, and who has signed the same text.
package struct Approving: Sendable {
    package var pathway: Pathway
    /// The file of signatures.
    package var path: String
    package var signature: Signature
    package var signatures: Signatures

    /// Adds a signature over a pathway as it is now.
    ///
    /// - Parameters:
    ///   - given: the day on which it is signed; nil for today.
    ///   - now: the clock.
    package init(
        _ name: String, by signer: String, as role: String?, on given: CalendarDate?, reviewBy: CalendarDate?,
        _ plugins: PluginSet, now: Timestamp
    ) throws {
        let path = try ClinicFiles.file(named: name)
        let pathway = try ClinicFiles.pathway(named: path, plugins)
        let today = pathway.calendar.zone.date(of: now)
        let isSimulated = PathwayFolder(of: path).clinicSettings?.isSimulated ?? false
        let date = given ?? today
        guard date <= today || isSimulated else {
            throw Failure(.badData, "not_yet", "\(date) is still to come; nobody signs ahead")
        }
        if let reviewBy, reviewBy <= date {
            throw Failure(.badData, "bad_review", "the day of review, \(reviewBy), is not after \(date)")
        }
        let signature = Signature(
            name: try Self.line(signer, "--by"), role: try role.map { try Self.line($0, "--role") }, date: date,
            version: pathway.version, digest: pathway.digest, reviewBy: reviewBy)
        let place = SignatureFile.path(besidePathway: path)
        let before = try Self.signatures(in: place, of: pathway)
        let present = Signatures(before, over: pathway.digest).present
        if let last = present.first(where: { $0.person == signature.person }), last.role == signature.role,
            last.reviewBy == signature.reviewBy
        {
            throw Failure(
                .badData, "signed_already", "\(last.name) signed this text on \(last.date)",
                hint: "'--review' with a later day signs it again")
        }
        try Self.add(signature, to: place, after: before, of: pathway)
        self.pathway = pathway
        self.path = place
        self.signature = signature
        signatures = Signatures(before + [signature], over: pathway.digest)
    }

    /// Refuses what could be taken for something else where it is printed.
    private static func line(_ text: String, _ option: String) throws -> String {
        let line = text.onOneLine
        let isPlain = line.unicodeScalars.allSatisfy { scalar in
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        guard !line.isEmpty, line.utf8.count <= longest, isPlain else {
            throw Failure(
                .usage, "bad_name", "\(option): a line of 1 to \(longest) bytes is needed, with visible signs alone")
        }
        return line
    }

    private static let longest = 200

    private static func signatures(in place: String, of pathway: Pathway) throws -> [Signature] {
        guard FileReader.exists(place) else { return [] }
        guard let bytes = FileReader.bytes(place), let file = SignatureFile.read(bytes, file: place).file else {
            throw Failure(
                .badData, "unread_signatures", "'\(place)' cannot be read as a file of signatures; nothing was added",
                hint: "'stepwell check \(place)' says why")
        }
        guard file.pathway == pathway.identifier else {
            throw Failure(
                .badData, "other_pathway", "'\(place)' has signatures of '\(file.pathway)'; nothing was added")
        }
        return file.signatures
    }

    private static func add(
        _ signature: Signature, to place: String, after before: [Signature], of pathway: Pathway
    ) throws {
        let old = FileReader.bytes(place) ?? Array(SignatureFile.head(of: pathway.identifier).utf8)
        let isOpen = old.last.map { $0 != UInt8(ascii: "\n") } ?? false
        let added = Array(((isOpen ? "\n" : "") + SignatureFile.line(for: signature)).utf8)
        guard SignatureFile.read(old + added, file: place).file?.signatures == before + [signature] else {
            throw Failure(
                .badData, "not_a_list", "a line added to '\(place)' would be no signature; nothing was added",
                hint: "its signatures stand last, each on a line that begins with '  - {'")
        }
        try FileWriter.append(FileReader.exists(place) ? added : old + added, to: place)
    }

    package var json: JSON {
        [
            "pathway": .string(pathway.identifier), "version": .string(pathway.version),
            "digest": .string(pathway.digest),
            "file": .string(path), "signature": signature.json, "present": .array(signatures.present.map(\.json)),
        ]
    }
}
