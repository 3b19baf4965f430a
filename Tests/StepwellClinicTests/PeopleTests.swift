import PathwayCompiler
import PathwayModel
import StepwellClinic
import StepwellRuntime
import Testing

/// What settings say of people and of their rights.
@Suite("People in settings")
struct PeopleTests {
    private func found(_ text: String) -> [Diagnostic] {
        Settings.read(Array("stepwell: 1\n\(text)\n".utf8)).diagnostics
    }

    private func codes(_ text: String) -> [String] { found(text).map(\.code.id) }

    @Test(
        "the examples of their diagnostics do what they say",
        arguments: [DiagnosticCode.nobodyOfThatName, .rightOfNobody, .accountOfTwo])
    func examples(code: DiagnosticCode) throws {
        for (example, expected) in [(code.bad, [code.id]), (code.good, [])] {
            let bytes = try #require(example.files[example.path])
            let read = Settings.read(bytes)
            #expect(read.diagnostics.map(\.code.id) == expected)
            #expect((read.settings == nil) == expected.contains(DiagnosticCode.accountOfTwo.id))
        }
    }

    @Test("users are read whole")
    func users() throws {
        let read = Settings.read(
            Array(
                """
                stepwell: 1
                users:
                  kim: {name: Kim Poe, roles: [nurse], team: iop, site: north, credentials: RN, account: k.poe, delegate: kim}
                  jdoe: {roles: administrator}
                """.utf8))
        let kim = try #require(read.settings?.users?["kim"])
        #expect(kim.name == "Kim Poe" && kim.team == "iop" && kim.site == "north" && kim.credentials == "RN")
        #expect(kim.account == "k.poe" && kim.delegate == ["kim"])
        #expect(read.settings?.users?["jdoe"]?.account == "jdoe")
        #expect(read.diagnostics.isEmpty)
    }

    @Test("what is mistyped is shown with what was meant")
    func mistakes() {
        let users = "users: {jdoe: {roles: [clinician, administrator]}}\n"
        let right = found(users + "rights: {withdrow: [clinician]}")
        #expect(right.map(\.code.id) == ["SW120"] && right.first?.hint == "did you mean 'withdraw'?")
        let role = found(users + "rights: {erase: [clinicion]}")
        #expect(role.map(\.code.id) == ["SW533"] && role.first?.hint == "did you mean 'clinician'?")
        #expect(codes(users + "rights: {erase: own}") == ["SW127"])
        #expect(codes(users + "rights: {erase: [nobody, clinician]}") == ["SW127"])
        #expect(codes(users + "rights: {erase: nobody, read: anyone, undo: [own, clinician]}") == [])
    }

    @Test("what is nobody's is named, unless the settings say whose it is")
    func nobodys() {
        let users = "users: {jdoe: {roles: [clinician]}}\n"
        let found = found(users)
        #expect(found.map(\.code.id) == ["SW534"])
        #expect(found.first?.message.contains("mend_clock, merge, erase, outbox, downtime, backup") == true)
        let rest = Right.allCases.filter { $0.usualHolders == [.role("administrator")] }
        let given = rest.map { "\($0.rawValue): clinician" }.joined(separator: ", ")
        #expect(codes(users + "rights: {\(given)}") == [])
    }

    @Test("each right can be given to a role, to anyone, and to nobody", arguments: Right.allCases)
    func each(right: Right) throws {
        func entitlement(_ holders: String, _ role: String) throws -> Entitlement {
            let text = """
                stepwell: 1
                users: {ana: {roles: [nurse]}, bea: {roles: [lead, administrator]}}
                rights: {\(right.rawValue): \(holders)}
                """
            let settings = try #require(Settings.read(Array(text.utf8)).settings)
            return settings.entitlement(to: right, of: Actor(name: "x", roles: [role]))
        }
        #expect(try entitlement("lead", "lead") == .granted)
        let sentence = "'\(right.rawValue)' is for one of the roles lead; who may: bea"
        #expect(try entitlement("lead", "nurse") == .refused(Refusal("not_permitted", sentence)))
        #expect(try entitlement("anyone", "nurse") == .granted)
        #expect(try entitlement("nobody", "administrator") != .granted)
        #expect(Settings().entitlement(to: right, of: .anyone) == .granted, "a trial")
    }
}
