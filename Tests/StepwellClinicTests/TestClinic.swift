import AttendancePlugin
import CEL
import FileChannelPlugin
import Foundation
import PathwayModel
import ShippedFiles
import StepwellClinic
import StepwellKit
import StepwellRuntime
import StepwellSQLite
import Synchronization
import TestSupport
import TortureKit

/// A new clinic in a folder of its own, with the shipped example, a simulated clock, and a store that counts.
final class TestClinic {
    let folder: TemporaryFolder
    let clinic: Clinic
    private let loads: Counted

    /// SQLite's stores, which count how often a case is loaded.
    private struct CountingStores: CaseStoreOpener {
        let loads: Counted

        func create(at place: String) throws(StoreError) -> any CaseStore { try SQLiteStores().create(at: place) }

        func open(at place: String) throws(StoreError) -> any CaseStore {
            HookedStore(try SQLiteStores().open(at: place)) { point in
                if point == Point(.before, .load) { loads.add() }
            }
        }

        func restore(
            from backup: String, to place: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
        ) throws(StoreError) {
            try SQLiteStores().restore(from: backup, to: place, preparing: prepare)
        }

        func format(at place: String) throws(StoreError) -> StoreFormat { try SQLiteStores().format(at: place) }
    }

    /// How often a case was loaded.
    final class Counted: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    static let now = Timestamp(seconds: 1_767_625_200)  // 2026-01-05T15:00:00Z

    init(settings: String? = nil) throws {
        folder = try TemporaryFolder()
        let loads = Counted()
        self.loads = loads
        let parts = Self.parts(loads)
        _ = try NewClinic(in: folder.root.path, example: ShippedPathways.example, isSimulated: true, parts)
        if let settings {
            try settings.write(to: folder.root.appendingPathComponent(Settings.file), atomically: true, encoding: .utf8)
        }
        clinic = try Clinic(try ClinicFolder(folder.root.path, parts))
    }

    /// The same clinic in what might be another process.
    init(reopening other: TestClinic) throws {
        folder = other.folder
        loads = Counted()
        clinic = try Clinic(try ClinicFolder(folder.root.path, Self.parts(loads)))
    }

    static func parts(_ loads: Counted = Counted()) -> ClinicParts {
        ClinicParts(
            stores: CountingStores(loads: loads),
            plugins: { settings, folder in
                [Attendance.plugin, FileChannel.plugin(folder: FilePath.of(settings.messages, in: folder))]
            }, version: "test", now: { now }, account: { "ana" }, log: { _ in })
    }

    /// A case that is enrolled, on 2026-01-05.
    func enroll(_ patient: String = "P-1") throws -> String {
        let command = Command(
            .enroll(.init(with: [])), by: try clinic.folder.actor(as: "nurse"), at: .instant(Self.now))
        return try clinic.runner.enroll("iop_basic", patient: patient, command).id.text
    }

    @discardableResult
    func give(_ input: Input, to id: String, on date: String? = nil) throws -> AnswerView {
        let said = date.flatMap { CalendarDate($0) }.map { When.date($0) }
        let command = Command(input, by: try clinic.folder.actor(as: "nurse"), at: try clinic.instant(said: said))
        let answer = try clinic.withCase(id) { id throws(RuntimeError) in try clinic.runner.perform(command, on: id) }
        return AnswerView(answer, isDryRun: false)
    }

    /// A case with a result that makes admission proposed.
    func assessed() throws -> String {
        let id = try enroll()
        let recordings: [Input.Recording] = [
            .instrument("phq9", answers: [.init("total", "18")]),
            .instrument("cssrs", answers: [.init("level", "none")]),
        ]
        try give(.record(recordings), to: id, on: "2026-01-06")
        return id
    }

    /// How often something loads a case.
    func loads(_ body: () throws -> Void) rethrows -> Int {
        let before = loads.value
        try body()
        return loads.value - before
    }
}
