import ArgumentParser
import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `release`: consents to disclose records of substance use treatment.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Keep patients' consents to disclose protected records (42 CFR part 2).",
        subcommands: [ReleaseAdd.self, ReleaseList.self, ReleaseRevoke.self])
}

struct ReleaseAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Keep a signed consent; one that lacks an element is no consent.",
        discussion: """
            stepwell release add P-17 --to payer --from "Riverbank Clinic" --purpose payment \\
              --what "attendance and level of care" --expires 2027-01-01 --signed-by "Ana Martínez" --signed 2026-01-05
            """)

    @Argument(help: "The patient's identifier.")
    var patient: String

    @Option(help: "Who may learn it, as pathways and settings name the recipient.")
    var to: String?
    @Option(help: "Who discloses it.")
    var from: String?
    @Option(help: "What for.")
    var purpose: String?
    @Option(help: "How much and what kind of information.")
    var what: String?
    @Option(help: "The last date on which it holds, or 'none'.")
    var expires: String?
    @Option(help: "Who signed it.")
    var signedBy: String?
    @Option(help: "The date of the signature.")
    var signed: String?

    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let elements = [
            ("--to", to), ("--from", from), ("--purpose", purpose), ("--what", what), ("--expires", expires),
            ("--signed-by", signedBy), ("--signed", signed),
        ]
        let missing = elements.filter { ($0.1 ?? "").allSatisfy(\.isWhitespace) }.map(\.0)
        guard missing.isEmpty, let to, let from, let purpose, let what, let expires, let signedBy, let signed else {
            throw Failure(
                .refused, "incomplete_consent",
                "a consent needs every element; missing: \(missing.joined(separator: ", "))",
                hint: "42 CFR 2.31(a); with 'none' for --expires where the patient sets no end")
        }
        func date(_ text: String, _ option: String) throws -> CalendarDate {
            guard let date = CalendarDate(text) else {
                throw Failure(.usage, "bad_date", "\(option): '\(text)' is no date", hint: "write 2026-01-31")
            }
            return date
        }
        let clinic = try clinic.open()
        let release = Release(
            id: CaseName.random().text, patient: patient, discloser: from, recipient: to, purpose: purpose, what: what,
            expires: expires == "none" ? nil : try date(expires, "--expires"), signedBy: signedBy,
            signed: try date(signed, "--signed"))
        if !trial.dryRun { try Failure.tellingStore({ () throws(StoreError) in try clinic.store.save(release) }) }
        guard !self.clinic.json else { return Output.json(release.json) }
        Output.line(trial.dryRun ? "the consent would be kept" : release.id)
    }
}

struct ReleaseList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a patient's consents to disclose.",
        discussion: "stepwell release list P-17")

    @Argument(help: "The patient's identifier.")
    var patient: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let clinic = try clinic.open()
        let releases = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.releases(of: patient) })
        guard !self.clinic.json else { return Output.json(["releases": .array(releases.map(\.json))]) }
        let table = Table(
            ["ID", "TO", "PURPOSE", "WHAT", "SIGNED", "EXPIRES", "REVOKED"],
            releases.map {
                [
                    $0.id, $0.recipient, $0.purpose, $0.what, $0.signed.description,
                    $0.expires?.description ?? "never", $0.revoked?.description ?? "-",
                ]
            })
        self.table.tell(table, orNote: "the patient has consented to no disclosure")
    }
}

struct ReleaseRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a consent: from now on nothing more is disclosed under it.",
        discussion: "stepwell release revoke P-17 2345-6789")

    @Argument(help: "The patient's identifier.")
    var patient: String
    @Argument(help: "The consent's id.")
    var id: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        let releases = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.releases(of: patient) })
        guard var release = releases.first(where: { $0.id == id }) else {
            throw Failure(.missing, "no_such_release", "the patient has no consent '\(id)'")
        }
        let now = clinic.settings.isSimulated ? try clinic.latestInput() ?? SystemClock.now : SystemClock.now
        // Of the day at hand in every zone: the clinic's may lie behind UTC.
        release.revoked = release.revoked ?? min(ZoneOffsets.utc.date(of: now), Self.localDate(of: now))
        let revoked = release
        if !trial.dryRun { try Failure.tellingStore({ () throws(StoreError) in try clinic.store.save(revoked) }) }
        guard !self.clinic.json else { return Output.json(revoked.json) }
        Output.line("consent \(id) \(trial.dryRun ? "would be" : "is") revoked".shownSafely)
    }

    private static func localDate(of now: Timestamp) -> CalendarDate {
        ZoneOffsets.utc.date(of: Timestamp(seconds: now.seconds - 43_200))
    }
}

/// `disclosures`: the accounting of what left.
struct Disclosures: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what protected records of a case's patient were disclosed, to whom and why.",
        discussion: "stepwell disclosures P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let clinic = try clinic.open()
        let id = try clinic.caseID(self.case)
        let stored = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.load(id) })
        let all = try stored.map { stored in
            try Failure.tellingStore({ () throws(StoreError) in try clinic.store.disclosures(of: stored.patient) })
        }
        let disclosures = (all ?? []).filter { $0.effect.id == id }
        guard !self.clinic.json else { return Output.json(["disclosures": .array(disclosures.map(\.json))]) }
        let table = Table(
            ["AT", "TO", "BY", "PURPOSE", "WHAT", "CONSENT"],
            disclosures.map { [$0.at.rfc3339(), $0.recipient, $0.channel, $0.purpose, $0.what, $0.release] })
        self.table.tell(table, orNote: "nothing protected was disclosed")
    }
}

extension Release {
    fileprivate var json: JSON {
        .compact([
            "id": .string(id), "patient": .string(patient), "from": .string(discloser), "to": .string(recipient),
            "purpose": .string(purpose), "what": .string(what), "expires": JSON(expires?.description),
            "signed_by": .string(signedBy), "signed": .string(signed.description),
            "revoked": JSON(revoked?.description),
        ])
    }
}

extension Disclosure {
    fileprivate var json: JSON {
        [
            "key": .string(effect.description), "case": .string(effect.id.text), "at": .string(at.rfc3339()),
            "to": .string(recipient), "channel": .string(channel), "purpose": .string(purpose), "what": .string(what),
            "consent": .string(release),
        ]
    }
}
