import ArgumentParser
import CEL
import CEvents
import Foundation
import PathwayModel
import StepwellRuntime

/// `run`: stays, and does what `advance --all` does whenever something is due.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stay, and let what is due happen when it is due.",
        discussion: """
            stepwell run --clinic /srv/clinic

            It sleeps until the next deadline of a case or a message, and wakes when another process changes the \
            store. SIGTERM ends it after the message at hand. Under systemd use Type=notify.
            """)

    /// Milliseconds that it sleeps at most: clocks are set, and a network file system tells nothing of its changes.
    static let longestSleep: Int64 = 900_000
    /// Milliseconds after a change, so that a burst of them is one.
    private static let settling: UInt32 = 20
    /// Milliseconds after the store could not be had.
    private static let pause: Int64 = 5_000
    private static let batch = 1_000

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        guard !clinic.settings.isSimulated else {
            throw Failure(
                .badData, "simulated_clock", "the clinic's clock is simulated: nothing comes due by itself",
                hint: "say 'clock: system' in \(Settings.file), or use 'stepwell advance --all --at …'")
        }
        guard stepwell_events_catch_stop() == 0 else {
            throw Failure(.unavailable, "no_signals", "signals cannot be caught")
        }
        let store = URL(fileURLWithPath: clinic.place.storePath)
        let watch = stepwell_events_watch(store.deletingLastPathComponent().path)
        guard watch >= 0 else { throw Failure(.unavailable, "no_watch", "the store's folder cannot be watched") }
        defer { close(watch) }
        stepwell_events_notify("READY=1")
        while stepwell_events_is_stopped() == 0 {
            // What changes from here on wakes it again.
            stepwell_events_drain(watch)
            let sleep = try pass(clinic)
            if sleep > 0, stepwell_events_wait(watch, store.lastPathComponent + "-wal", Int32(sleep)) == 1 {
                usleep(Self.settling * 1_000)
            }
        }
        stepwell_events_notify("STOPPING=1")
    }

    /// Does what is due; how many milliseconds there are until something is again.
    private func pass(_ clinic: Clinic) throws -> Int64 {
        do throws(RuntimeError) {
            try advance(clinic)
            let report = try clinic.outbox(.system { SystemClock.now }).deliver {
                stepwell_events_is_stopped() != 0
            }
            tell(report)
            let next: Timestamp?
            do throws(StoreError) { next = try clinic.store.nextDeadline() } catch { throw .store(error) }
            guard let next else { return Self.longestSleep }
            let now = SystemClock.now
            let left = (next.seconds - now.seconds) * 1_000 - Int64(now.nanoseconds / 1_000_000) + 1
            // A process that delivers in our place leaves messages due for as long as it takes.
            let least: Int64 = report.isBusy ? 1_000 : 0
            return min(max(left, least), Self.longestSleep)
        } catch {
            guard case .store(.busy) = error else { throw Failure(error) }
            return Self.pause
        }
    }

    private func advance(_ clinic: Clinic) throws(RuntimeError) {
        while stepwell_events_is_stopped() == 0 {
            let now = SystemClock.now
            let due: [DueCase]
            do throws(StoreError) { due = try clinic.store.due(at: now, limit: Self.batch) } catch {
                throw .store(error)
            }
            guard !due.isEmpty else { return }
            var moved = 0
            for one in due where stepwell_events_is_stopped() == 0 {
                do throws(RuntimeError) {
                    _ = try clinic.runner.advance(one.id, at: .instant(now))
                    moved += 1
                } catch {
                    if case .store = error { throw error }
                    // One case that cannot go on holds up no other.
                    Output.note("case \(one.id): \(Failure(error).message)")
                }
            }
            guard moved == due.count else { return }
        }
    }

    private func tell(_ report: Outbox.Report) {
        let counts = [
            (report.sent, "sent"), (report.waiting, "waiting"), (report.failed, "failed"),
            (report.withheld, "withheld"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !counts.isEmpty { Output.note("messages: \(counts.joined(separator: ", "))") }
    }
}
