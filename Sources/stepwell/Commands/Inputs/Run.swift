import ArgumentParser
import CEL
import CEvents
import Foundation
import PathwayModel
import PathwayPaper
import StepwellClinic
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
    /// Milliseconds after a case could not go on.
    private static let respite: Int64 = 60_000

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        var clinic = try clinic.open(to: .advance)
        guard !clinic.settings.isSimulated else {
            throw Failure(
                .badData, "simulated_clock", "the clinic's clock is simulated: nothing comes due by itself",
                hint: "say 'clock: system' in \(Settings.file), or use 'stepwell advance --all --at …'")
        }
        guard stepwell_events_catch_stop() == 0 else {
            throw Failure(.unavailable, "no_signals", "signals cannot be caught")
        }
        let watch = try StoreWatch(clinic.folder.storePlace)
        stepwell_events_notify("READY=1")
        var told: [CaseID: String] = [:]
        var nightly = NightlyDowntime(clinic)
        while stepwell_events_is_stopped() == 0 {
            // What changes from here on wakes it again.
            watch.drain()
            if let renewed = clinic.asItIsNow() { clinic = renewed }
            let sleep = min(try pass(clinic, &told), pages(clinic, &nightly))
            if sleep > 0, watch.waits(milliseconds: sleep) { usleep(Self.settling * 1_000) }
        }
        stepwell_events_notify("STOPPING=1")
    }

    /// Writes the pages for a day without a computer where they are to be; how many milliseconds there are until they are
    /// again.
    private func pages(_ clinic: Clinic, _ nightly: inout NightlyDowntime?) -> Int64 {
        let next = nightly?.pass(
            clinic, at: SystemClock.now, files: { DowntimePages($0).files }, { Output.note(Line($0)) })
        guard let next else { return Self.longestSleep }
        return Self.milliseconds(until: next, from: SystemClock.now)
    }

    /// Does what is due; how many milliseconds there are until something is again.
    ///
    /// - Parameter told: what was said of cases that cannot go on, so that it is said once.
    private func pass(_ clinic: Clinic, _ told: inout [CaseID: String]) throws -> Int64 {
        do throws(RuntimeError) {
            let now = SystemClock.now
            var held: [CaseID: String] = [:]
            let isStopped = { stepwell_events_is_stopped() != 0 }
            let isDone = try clinic.runner.advanceAll(at: .instant(now), isStopped: isStopped) { id, result in
                if case .failure(let error) = result { held[id] = Failure(error).message }
            }
            try clinic.applyAbsences(at: .clock(now), isStopped: isStopped) { id, result in
                if case .failure(let error) = result { held[id] = Failure(error).message }
            }
            for (id, message) in held where told[id] != message { Output.note("case \(id): \(message)") }
            told = held
            let report = try clinic.outbox(.system { SystemClock.now }).deliver(isStopped: isStopped)
            if let counts = OutboxWords.counts(report) { Output.note("messages: \(counts)") }
            let next: Timestamp?
            do throws(StoreError) { next = try clinic.store.nextDeadline(after: now) } catch { throw .store(error) }
            // A process that delivers in our place leaves messages due for as long as it takes.
            let longest = report.isBusy ? 1_000 : held.isEmpty && isDone ? Self.longestSleep : Self.respite
            guard let next else { return longest }
            return min(Self.milliseconds(until: next, from: SystemClock.now), longest)
        } catch {
            guard case .store(.busy) = error else { throw Failure(error) }
            return Self.pause
        }
    }

    private static func milliseconds(until next: Timestamp, from now: Timestamp) -> Int64 {
        max(0, (next.seconds - now.seconds) * 1_000 - Int64(now.nanoseconds / 1_000_000) + 1)
    }
}
