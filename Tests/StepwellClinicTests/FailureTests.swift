import CEL
import Foundation
import PathwayModel
import StepwellClinic
import StepwellRuntime
import TestSupport
import Testing

/// Errors of what a clinic is built on, told in one place.
@Suite("Failures")
struct FailureTests {
    private struct Other: Error {}

    @Test("each error of a store, a case, a plugin and a pathway has a kind and a code; others are none of ours")
    func kinds() {
        let errors: [(any Error, Failure.Kind, String)] = [
            (StoreError.busy, .busy, "busy"), (StoreError.missing(path: "x"), .missing, "no_store"),
            (StoreError.full, .unavailable, "disk_full"), (StoreError.exists(path: "x"), .badData, "exists"),
            (RuntimeError.store(.readOnly), .unavailable, "read_only"),
            (RuntimeError.noSuchCase("x"), .missing, "no_such_case"),
            (RuntimeError.busy, .busy, "busy"), (PluginFailure("it is gone"), .unavailable, "plugin_refused"),
            (Refusal("not_safe", "it is not safe"), .refused, "not_safe"),
            (Refusal(Refusal.Code.notPermitted, "no"), .notPermitted, Refusal.Code.notPermitted),
            (Failure(.usage, "bad_time", "it is no time"), .usage, "bad_time"),
        ]
        for (error, kind, code) in errors {
            let failure = Failure(describing: error)
            #expect(failure?.kind == kind, "\(error)")
            #expect(failure?.code == code, "\(error)")
            #expect(failure?.json["error"]?["message"]?.string == failure?.message)
        }
        #expect(Failure(describing: Other()) == nil)
    }

    @Test("wrong settings are told with their diagnostics, and without their lines")
    func settings() throws {
        let folder = try TemporaryFolder()
        let text = "stepwell: 1\nstor: secret\n"
        try text.write(to: folder.root.appendingPathComponent(Settings.file), atomically: true, encoding: .utf8)
        let failure = #expect(throws: Failure.self) { try ClinicFolder(folder.root.path, TestClinic.parts()) }
        #expect(failure?.code == "bad_settings")
        #expect(failure?.mistakes?.diagnostics.isEmpty == false)
        #expect(failure?.mistakes?.files.isEmpty == true)
        let none = #expect(throws: Failure.self) { try ClinicFolder(folder.path("none"), TestClinic.parts()) }
        #expect(none?.code == "no_clinic")
    }

    @Test("an input lies ahead of the clock only where that is simulated, and only users that are named may act")
    func permission() throws {
        let real = try TestClinic(settings: "stepwell: 1\nusers: {ana: {roles: [nurse]}}\n").clinic
        let tomorrow = When.instant(Timestamp(seconds: TestClinic.now.seconds + 86_400))
        let ahead = #expect(throws: Failure.self) { try real.instant(said: tomorrow) }
        #expect(ahead?.code == "ahead_of_clock")
        #expect(try real.instant(said: nil) == .clock(TestClinic.now))
        #expect(try real.folder.actor().roles == ["nurse"])
        let stranger = #expect(throws: Failure.self) { try real.folder.actor(as: "bob") }
        #expect(stranger?.kind == .notPermitted)
        let simulated = try TestClinic().clinic
        #expect(try simulated.instant(said: tomorrow) == tomorrow)
        #expect(try simulated.instant(said: nil) == .lastInput)
    }
}
