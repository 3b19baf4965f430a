package import CEL
import Foundation
package import PathwayModel
import StepwellRuntime

extension Settings {
    /// Where pages for a day without a computer are written, and when.
    package struct Downtime: Hashable, Sendable {
        /// From the clinic's folder.
        package var folder = "downtime"
        /// Seconds after midnight.
        package var at = 5 * 3_600
        /// How many days stay.
        package var keep = 3
        /// Where `at` is; nil for where the clinic's cases are.
        package var zone: ZoneOffsets?

        package init() {}
    }
}

/// The pages that `run` writes once a day, as it goes on.
package struct NightlyDowntime {
    /// Seconds after which what could not be written is tried again.
    private static let respite: Int64 = 300

    private let setting: Settings.Downtime
    /// Found when it is first asked for.
    private var zone: ZoneOffsets?
    private var told: String?
    private var pausedUntil: Timestamp?

    /// Nil where the settings say nothing of it.
    package init?(_ clinic: Clinic) {
        guard let setting = clinic.settings.downtime else { return nil }
        self.setting = setting
    }

    /// Writes today's where its time has come and they are not there, and removes those of long ago. What cannot be
    /// written is said once, and tried again later: nothing waits for it.
    ///
    /// - Returns: when it is to be looked at again.
    package mutating func pass(
        _ clinic: Clinic, at now: Timestamp, files: (Downtime) -> [NewFile], _ note: (String) -> Void
    ) -> Timestamp {
        if let pausedUntil, now < pausedUntil { return pausedUntil }
        do {
            let zone = try zone ?? clinic.zone()
            self.zone = zone
            let today = zone.date(of: now)
            let time = zone.instant(on: today, secondOfDay: Int64(setting.at))
            guard time <= now else { return time }
            if let warning = try write(clinic, today, in: zone, now, files) { note(warning) }
            (told, pausedUntil) = (nil, nil)
            let tomorrow = CalendarDate(daysSinceEpoch: today.daysSinceEpoch + 1)
            return zone.instant(on: tomorrow, secondOfDay: Int64(setting.at))
        } catch {
            let message = Failure(describing: error)?.message ?? "they could not be written"
            if told != message { note("pages for a day without a computer: \(message)") }
            told = message
            let next = Timestamp(seconds: now.seconds + Self.respite)
            pausedUntil = next
            return next
        }
    }

    /// - Returns: what whoever keeps the clinic going should know.
    private func write(
        _ clinic: Clinic, _ today: CalendarDate, in zone: ZoneOffsets, _ now: Timestamp,
        _ files: (Downtime) -> [NewFile]
    ) throws -> String? {
        let folder = clinic.folder.path(setting.folder)
        let target = DowntimeFolder("\(folder)/\(today)")
        guard !target.isOurs else { return nil }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Of the same time as what cases are brought to.
        let downtime = try clinic.downtime(at: .clock(now), in: zone)
        let warning = try clinic.keepUnattended(.downtime, downtime.shown)
        try target.write(files(downtime))
        for day in Self.days(in: folder).dropLast(setting.keep) { try DowntimeFolder("\(folder)/\(day)").remove() }
        return warning
    }

    /// Days of which there are pages, in order.
    static func days(in folder: String) -> [CalendarDate] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { CalendarDate($0) }.filter { DowntimeFolder("\(folder)/\($0)").isOurs }.sorted()
    }
}

extension Clinic {
    /// Whether the pages are missing that `run` writes every day, where the settings say so.
    func problemsInDowntime() throws -> [String] {
        guard let setting = settings.downtime, let clock else { return [] }
        let zone = try zone()
        let today = zone.date(of: clock)
        let time = zone.instant(on: today, secondOfDay: Int64(setting.at))
        // An hour to begin with it, and to be done.
        let isDue = time.seconds + 3_600 <= clock.seconds
        let needed = CalendarDate(daysSinceEpoch: today.daysSinceEpoch - (isDue ? 0 : 1))
        let folder = folder.path(setting.folder)
        let newest = NightlyDowntime.days(in: folder).last
        guard newest.map({ $0 < needed }) ?? true else { return [] }
        let found = newest.map { "the newest pages in '\(folder)' are of \($0)" } ?? "there are no pages in '\(folder)'"
        return ["\(found): 'stepwell run' writes them every day, or 'stepwell downtime --out DIR' now"]
    }
}
