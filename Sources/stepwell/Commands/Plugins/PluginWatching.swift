import ArgumentParser
import CEvents
import Foundation
import PathwayModel
import StepwellClinic

/// `plugin watch`: checks a plugin whenever its author has changed it.
struct PluginWatching: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Build and check a plugin whenever a file of it changes, and show what is other than before.",
        discussion: """
            stepwell plugin watch Plugins/lace

            Where there is a Package.swift it says 'swift build -c release --static-swift-stdlib' first, where there is \
            a Makefile 'make'. Ctrl-C ends it.
            """)

    /// Microseconds between two looks at the folder.
    private static let pause: UInt32 = 250_000

    @OptionGroup var plugin: PluginTrialOptions

    @Flag(help: "Look once, say everything and end: status 1 where something is wrong.")
    var once = false

    @Flag(help: "Print JSON, a line for each look.")
    var json = false

    func run() throws {
        guard FileReader.isFolder(plugin.folder) else {
            throw Failure(.missing, "no_folder", "there is no folder '\(plugin.folder)'")
        }
        guard stepwell_events_catch_stop() == 0 else {
            throw Failure(.unavailable, "no_signals", "signals cannot be caught")
        }
        var known = PluginKnown()
        var changed: [String] = []
        while let (state, isGood) = try look(changed, &known) {
            if once {
                guard isGood else { throw Found() }
                return
            }
            guard let changes = wait(for: state) else { return }
            changed = changes
        }
    }

    /// Looks, and tells; nil where it was stopped. What changes meanwhile is a change since.
    private func look(_ changed: [String], _ known: inout PluginKnown) throws -> (FolderState, isGood: Bool)? {
        let state = FolderState(of: plugin.folder)
        let look = try PluginLook.look(
            at: plugin.folder, isStopped: { stepwell_events_is_stopped() != 0 },
            trial: { try plugin.trial() })
        guard let look else { return nil }
        let difference = known.take(look)
        if json {
            let members = difference.json.members ?? []
            Output.page(JSON.object([.init("changed", JSON(changed))] + members).text.shownSafely)
        } else {
            WatchWords.tell(difference, changed)
        }
        return (state, look.isGood)
    }

    /// The files that are other than then, once there are some and no more follow; nil where it was stopped.
    private func wait(for state: FolderState) -> [String]? {
        var latest = state
        while stepwell_events_is_stopped() == 0 {
            let now = FolderState(of: plugin.folder)
            // An editor or a copy writes several files: they are one change.
            if now != state, now == latest { return now.changes(since: state) }
            latest = now
            usleep(Self.pause)
        }
        return nil
    }
}
